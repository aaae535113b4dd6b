package dev.lift.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A media type with parameters (RFC 9110 section 8.3.1), parsed strictly: what is not one is refused, never read as the
 * part of it that looks right.
 *
 * <p>Immutable and thread-safe. Type, subtype and parameter names are kept in lower case.
 *
 * <pre>{@code
 * MediaType type = MediaType.parse("Application/Problem+JSON; charset=utf-8");
 * type.essence(); // application/problem+json
 * type.isJson(); // true
 * }</pre>
 */
public final class MediaType {
    /** {@code application/json}. */
    public static final MediaType JSON = new MediaType("application", "json", List.of());

    /** {@code application/problem+json} (RFC 9457). */
    public static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json", List.of());

    /** {@code text/plain; charset=utf-8}. */
    public static final MediaType TEXT = new MediaType("text", "plain", List.of("charset", "utf-8"));

    /** {@code text/html; charset=utf-8}. */
    public static final MediaType HTML = new MediaType("text", "html", List.of("charset", "utf-8"));

    /** {@code application/octet-stream}. */
    public static final MediaType OCTET_STREAM = new MediaType("application", "octet-stream", List.of());

    /** {@code application/x-www-form-urlencoded}. */
    public static final MediaType FORM = new MediaType("application", "x-www-form-urlencoded", List.of());

    /** {@code multipart/form-data}. */
    public static final MediaType MULTIPART_FORM = new MediaType("multipart", "form-data", List.of());

    private final String type;
    private final String subtype;
    private final List<String> parameters;

    private MediaType(String type, String subtype, List<String> parameters) {
        this.type = type;
        this.subtype = subtype;
        this.parameters = parameters;
    }

    /**
     * Parses a media type.
     *
     * @param text such as {@code text/html; charset=utf-8}
     * @return the media type
     * @throws IllegalArgumentException when it is not one, or names a parameter twice
     */
    public static MediaType parse(String text) {
        MediaType parsed = tryParse(text);
        if (parsed == null) {
            throw new IllegalArgumentException("expected a media type of RFC 9110 section 8.3.1, such as text/html");
        }
        return parsed;
    }

    static @Nullable MediaType tryParse(String text) {
        int slash = tokenEnd(text, 0);
        if (slash == 0 || slash == text.length() || text.charAt(slash) != '/') {
            return null;
        }
        int end = tokenEnd(text, slash + 1);
        if (end == slash + 1) {
            return null;
        }
        List<String> parameters = new ArrayList<>(2);
        int next = end;
        while (next >= 0 && next < text.length()) {
            next = parameter(text, next, parameters);
        }
        return next < 0
                ? null
                : new MediaType(lower(text.substring(0, slash)), lower(text.substring(slash + 1, end)), parameters);
    }

    /** Reads one {@code OWS ";" OWS [ name "=" value ]} and returns the index after it, or -1. */
    private static int parameter(String text, int from, List<String> parameters) {
        int i = skipBlanks(text, from);
        if (i == text.length() || text.charAt(i) != ';') {
            return -1;
        }
        int name = skipBlanks(text, i + 1);
        if (name == text.length() || text.charAt(name) == ';') {
            return name;
        }
        int equals = tokenEnd(text, name);
        if (equals == name || equals == text.length() || text.charAt(equals) != '=') {
            return -1;
        }
        StringBuilder value = new StringBuilder();
        int end = value(text, equals + 1, value);
        String key = lower(text.substring(name, equals));
        for (int k = 0; k < parameters.size(); k += 2) {
            if (parameters.get(k).equals(key)) {
                return -1;
            }
        }
        parameters.add(key);
        parameters.add(value.toString());
        return end;
    }

    private static int value(String text, int from, StringBuilder out) {
        if (from == text.length() || text.charAt(from) != '"') {
            int end = tokenEnd(text, from);
            out.append(text, from, end);
            return end == from ? -1 : end;
        }
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
            }
            if (c > 0x7E || c < 0x20 && c != '\t') {
                return -1;
            }
            out.append(c);
        }
        return -1;
    }

    private static int tokenEnd(String text, int from) {
        int i = from;
        while (i < text.length() && Headers.isTokenCharacter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int skipBlanks(String text, int from) {
        int i = from;
        while (i < text.length() && Headers.isBlank(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static String lower(String ascii) {
        char[] characters = ascii.toCharArray();
        for (int i = 0; i < characters.length; i++) {
            characters[i] = Headers.lower(characters[i]);
        }
        return new String(characters);
    }

    /**
     * Returns the type.
     *
     * @return such as {@code text}, in lower case
     */
    public String type() {
        return type;
    }

    /**
     * Returns the subtype.
     *
     * @return such as {@code html}, in lower case
     */
    public String subtype() {
        return subtype;
    }

    /**
     * Returns type and subtype.
     *
     * @return such as {@code text/html}, in lower case
     */
    public String essence() {
        return type + "/" + subtype;
    }

    /**
     * Returns a parameter.
     *
     * @param name the name in lower case
     * @return the value, unquoted, or empty
     */
    public Optional<String> parameter(String name) {
        for (int i = 0; i < parameters.size(); i += 2) {
            if (parameters.get(i).equals(name)) {
                return Optional.of(parameters.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /**
     * Tells whether this is JSON: {@code application/json}, or a type with the suffix {@code +json} (RFC 6839).
     *
     * @return whether a JSON parser reads it
     */
    public boolean isJson() {
        return type.equals("application") && subtype.equals("json") || subtype.endsWith("+json");
    }

    /**
     * Tells whether bodies of this type are text in a charset that includes UTF-8.
     *
     * @return whether such a body can travel as a string
     */
    public boolean isText() {
        String charset = lower(parameter("charset").orElse("utf-8"));
        if (!charset.equals("utf-8") && !charset.equals("us-ascii")) {
            return false;
        }
        if (type.equals("text") || isJson() || subtype.endsWith("+xml")) {
            return !subtype.startsWith("svg");
        }
        if (!type.equals("application")) {
            return false;
        }
        return switch (subtype) {
            case "xml", "javascript", "x-www-form-urlencoded", "graphql", "yaml", "x-ndjson", "jwt" -> true;
            default -> false;
        };
    }

    /**
     * Tells whether this type, taken as a range, takes another in: {@code *}{@code /*} takes all, {@code text/*} every text.
     * Parameters do not matter.
     *
     * @param other the type to test
     * @return whether it lies in this range
     */
    public boolean includes(MediaType other) {
        boolean sameType = type.equals("*") || type.equals(other.type);
        return sameType && (subtype.equals("*") || subtype.equals(other.subtype));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MediaType && other.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The media type as a header value. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type).append('/').append(subtype);
        for (int i = 0; i < parameters.size(); i += 2) {
            text.append("; ").append(parameters.get(i)).append('=');
            appendValue(parameters.get(i + 1), text);
        }
        return text.toString();
    }

    private static void appendValue(String value, StringBuilder out) {
        if (Headers.isName(value)) {
            out.append(value);
            return;
        }
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }
}
