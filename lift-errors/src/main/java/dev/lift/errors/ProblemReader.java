package dev.lift.errors;

import dev.lift.json.FieldError;
import dev.lift.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a problem as RFC 9457 section 3.1 asks of a consumer: what is not of its type is ignored. */
final class ProblemReader {
    private static final int MAX_STRING_BYTES = 64 * 1024;

    private final int status;

    ProblemReader(int status) {
        this.status = status;
    }

    Problem read(byte[] json) throws IOException {
        JsonReader in =
                new JsonReader(json, 0, json.length, Members.MAX_DEPTH + 1, MAX_STRING_BYTES, Problem.MAX_VALUES);
        Map<String, Object> read = new LinkedHashMap<>();
        in.beginObject();
        while (in.nextMember()) {
            String name = in.name();
            Object value = value(in);
            if (value != null) {
                read.put(name, value);
            }
        }
        in.end();
        return problem(read);
    }

    private Problem problem(Map<String, Object> read) {
        int actual = Members.convert(read.remove("status"), Integer.class)
                .filter(code -> code >= 400 && code <= 599)
                .orElse(status);
        Problem problem = Problem.of(actual);
        Map<String, Object> members = new LinkedHashMap<>(problem.members());
        for (String name : new String[] {"type", "title", "detail", "instance", "code", "requestId"}) {
            if (read.remove(name) instanceof String text) {
                members.put(name, text);
            }
        }
        List<FieldError> errors = errors(read.remove("errors"), actual);
        if (!errors.isEmpty()) {
            members.put("errors", errors);
        }
        Members.convert(read.remove("retryAfter"), Long.class)
                .filter(seconds -> seconds >= 0)
                .ifPresent(seconds -> members.put("retryAfter", seconds));
        members.putAll(read);
        return new Problem(members);
    }

    private static List<FieldError> errors(@Nullable Object value, int status) {
        List<FieldError> errors = new ArrayList<>();
        if (value instanceof List<?> elements) {
            for (Object element : elements) {
                if (element instanceof Map<?, ?> error
                        && error.get("detail") instanceof String detail
                        && error.get("pointer") instanceof String fragment) {
                    errors.add(new FieldError(pointer(fragment), detail, status == 422));
                }
            }
        }
        return Collections.unmodifiableList(errors);
    }

    /** Returns the JSON Pointer of a URI fragment (RFC 6901 section 6). */
    private static String pointer(String fragment) {
        try {
            String pointer = new URI(fragment).getFragment();
            return pointer == null ? fragment : pointer;
        } catch (URISyntaxException malformed) {
            return fragment;
        }
    }

    private static @Nullable Object value(JsonReader in) throws IOException {
        return switch (in.peek()) {
            case '"' -> in.readString();
            case 't', 'f' -> in.readBoolean();
            case 'n' -> {
                in.readNull();
                yield null;
            }
            case '[' -> array(in);
            case '{' -> object(in);
            default -> Members.number(in.readDecimal());
        };
    }

    private static List<@Nullable Object> array(JsonReader in) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
            elements.add(value(in));
        }
        return Collections.unmodifiableList(elements);
    }

    private static Map<String, @Nullable Object> object(JsonReader in) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        in.beginObject();
        while (in.nextMember()) {
            String name = in.name();
            members.put(name, value(in));
        }
        return Collections.unmodifiableMap(members);
    }
}
