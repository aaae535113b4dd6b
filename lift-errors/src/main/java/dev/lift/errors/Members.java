package dev.lift.errors;

import dev.lift.json.FieldError;
import dev.lift.json.JsonWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a problem's members: what may be one, how it is kept, converted and written. */
final class Members {
    static final int MAX_FIELD_ERRORS = 100;
    static final int MAX_DEPTH = 16;
    private static final int MAX_NAME_LENGTH = 64;

    /** Members that have a method of their own, and names that would reach into the prototype of a JavaScript object. */
    private static final Set<String> RESERVED = Set.of(
            "type",
            "title",
            "status",
            "detail",
            "instance",
            "code",
            "requestId",
            "errors",
            "retryAfter",
            "constructor",
            "prototype");

    private Members() {}

    static void checkName(String name) {
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("The member '" + name + "' is reserved; choose another name");
        }
        if (!isName(name)) {
            throw new IllegalArgumentException("The name of a member is a letter, then 2 to " + (MAX_NAME_LENGTH - 1)
                    + " letters, digits and underscores, not '" + text(name) + "'");
        }
    }

    /** RFC 9457 section 3.2. */
    private static boolean isName(String name) {
        if (name.length() < 3 || name.length() > MAX_NAME_LENGTH || !isLetter(name.charAt(0))) {
            return false;
        }
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Returns text that is not too long, and that UTF-8 can carry. */
    static String text(String text) {
        boolean whole = text.length() <= Problem.MAX_TEXT_LENGTH;
        int end = whole ? text.length() : Problem.MAX_TEXT_LENGTH - 3;
        StringBuilder clean = null;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                if (i + 1 == end) {
                    end--; // Not half of the pair.
                } else {
                    i++;
                }
            } else if (Character.isSurrogate(c)) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(i, '\uFFFD');
            }
        }
        CharSequence result = clean == null ? text : clean;
        return whole ? result.toString() : result.subSequence(0, end) + "...";
    }

    static String uri(String uri) {
        try {
            return new URI(uri).toASCIIString();
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("'" + text(uri) + "' is no URI", malformed);
        }
    }

    static List<FieldError> fieldErrors(List<FieldError> errors) {
        return List.copyOf(errors.subList(0, Math.min(errors.size(), MAX_FIELD_ERRORS)));
    }

    static long seconds(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        return delay.getNano() == 0 ? delay.getSeconds() : delay.getSeconds() + 1;
    }

    static Object value(String name, Object value) {
        return value(name, value, 1);
    }

    private static Object value(String name, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("The member '" + name + "' nests deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof String text) {
            return text(text);
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Boolean) {
            return value;
        }
        if (isFinite(value)) {
            return number(new BigDecimal(value.toString()));
        }
        if (value instanceof Collection<?> elements) {
            List<Object> copy = new ArrayList<>();
            for (Object element : elements) {
                copy.add(value(name, element, depth + 1));
            }
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Map<?, ?> entries) {
            Map<String, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                copy.put(text(String.valueOf(entry.getKey())), value(name, entry.getValue(), depth + 1));
            }
            return Collections.unmodifiableMap(copy);
        }
        throw new IllegalArgumentException(
                "The member '" + name + "' must be a string, a boolean, a finite number, an enum, or a "
                        + "list or map of them, was "
                        + (value == null ? "null" : value.getClass().getName()));
    }

    /** Returns a number as it is kept, whichever type it came in: as it is read back. */
    static Object number(BigDecimal value) {
        return value.scale() == 0 && value.precision() < 19 ? (Object) value.longValue() : value;
    }

    private static boolean isFinite(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof Short
                || value instanceof Byte
                || value instanceof BigInteger
                || value instanceof BigDecimal
                || value instanceof Double number && Double.isFinite(number)
                || value instanceof Float fraction && Float.isFinite(fraction);
    }

    static void checkSize(Map<String, Object> members) {
        if (count(members) > Problem.MAX_VALUES) {
            throw new IllegalArgumentException("A problem has at most " + Problem.MAX_VALUES + " values");
        }
    }

    private static int count(Object value) {
        Collection<?> parts =
                value instanceof Map<?, ?> map ? map.values() : value instanceof List<?> list ? list : List.of();
        int count = 1;
        for (Object part : parts) {
            count += part == null ? 1 : count(part);
        }
        return count;
    }

    static <T> Optional<T> convert(@Nullable Object value, Class<T> type) {
        if (type.isInstance(value)) {
            return Optional.of(type.cast(value));
        }
        if (value instanceof Number && Number.class.isAssignableFrom(type)) {
            try {
                return Optional.ofNullable(type.cast(number(new BigDecimal(value.toString()), type)));
            } catch (ArithmeticException inexact) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static @Nullable Object number(BigDecimal value, Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.Integer" -> value.intValueExact();
            case "java.lang.Long" -> value.longValueExact();
            case "java.lang.Short" -> value.shortValueExact();
            case "java.lang.Byte" -> value.byteValueExact();
            case "java.lang.Double" -> value.doubleValue();
            case "java.lang.Float" -> value.floatValue();
            case "java.math.BigInteger" -> value.toBigIntegerExact();
            case "java.math.BigDecimal" -> value;
            default -> null;
        };
    }

    static void write(@Nullable Object value, JsonWriter out) {
        if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof Boolean bool) {
            out.bool(bool);
        } else if (value instanceof BigDecimal decimal) {
            out.number(decimal);
        } else if (value instanceof Number number) {
            out.number(number.longValue());
        } else if (value instanceof FieldError error) {
            out.beginObject().name("detail").string(text(error.detail()));
            out.name("pointer").string(error.fragment()).endObject();
        } else if (value instanceof List<?> elements) {
            out.beginArray();
            elements.forEach(element -> write(element, out));
            out.endArray();
        } else if (value instanceof Map<?, ?> entries) {
            out.beginObject();
            entries.forEach((name, member) -> write(member, out.name((String) name)));
            out.endObject();
        } else {
            out.nullValue();
        }
    }

    /** Returns the problem as lines for people. */
    static String text(Problem problem) {
        StringBuilder text = new StringBuilder();
        text.append(problem.status()).append(' ').append(problem.title()).append('\n');
        problem.detail().ifPresent(detail -> text.append(detail).append('\n'));
        for (FieldError error : problem.errors()) {
            text.append("- ")
                    .append(error.pointer())
                    .append(": ")
                    .append(error.detail())
                    .append('\n');
        }
        problem.members().forEach((name, value) -> {
            boolean said =
                    name.equals("title") || name.equals("status") || name.equals("detail") || name.equals("errors");
            if (!said && !value.equals(Problem.ABOUT_BLANK)) {
                JsonWriter out = new JsonWriter(64);
                write(value, out);
                text.append(name).append(": ").append(value instanceof String string ? string : out.toString());
                text.append('\n');
            }
        });
        return text.toString();
    }
}
