package dev.lift.json;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A field of a JSON document that was refused.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * FieldError error = new FieldError("/items/0/quantity", "must be at least 1", true);
 * }</pre>
 */
public final class FieldError {
    private static final int MAX_POINTER_LENGTH = 256;
    private static final String HEX = "0123456789ABCDEF";

    private final String pointer;
    private final String detail;
    private final boolean violation;

    /**
     * Makes an error.
     *
     * @param pointer a JSON Pointer (RFC 6901 section 3) to the field; empty for the whole document
     * @param detail what was expected, as a fragment that is safe to send to a client
     * @param violation whether the field has the right type, and breaks a constraint
     */
    public FieldError(String pointer, String detail, boolean violation) {
        this.pointer = pointer;
        this.detail = detail;
        this.violation = violation;
    }

    /**
     * Makes an error from the names and indices that lead to the field.
     *
     * @param path the names of members and the indices of elements, from the outermost; none for the whole document
     * @param detail what was expected, as a fragment that is safe to send to a client
     * @param violation whether the field has the right type, and breaks a constraint
     * @return the error
     */
    public static FieldError at(List<String> path, String detail, boolean violation) {
        StringBuilder pointer = new StringBuilder();
        for (String token : path) {
            appendToken(pointer, token);
        }
        return new FieldError(pointer(pointer), detail, violation);
    }

    /** Appends a reference token (RFC 6901 section 3). What is past the longest pointer costs nothing. */
    static void appendToken(StringBuilder path, String token) {
        path.append('/');
        for (int i = 0; i < token.length() && path.length() <= MAX_POINTER_LENGTH; i++) {
            char c = token.charAt(i);
            if (c == '~') {
                path.append("~0");
            } else if (c == '/') {
                path.append("~1");
            } else {
                path.append(c);
            }
        }
    }

    static String pointer(StringBuilder path) {
        if (path.length() <= MAX_POINTER_LENGTH) {
            return path.toString();
        }
        int end = MAX_POINTER_LENGTH - 3;
        // Half of a surrogate pair could not be written.
        return path.substring(0, Character.isHighSurrogate(path.charAt(end - 1)) ? end - 1 : end)
                .concat("...");
    }

    /**
     * Returns where the field is, or would be if it were there.
     *
     * @return a JSON Pointer (RFC 6901 section 3), of at most 256 characters: a longer one ends in {@code ...}
     */
    public String pointer() {
        return pointer;
    }

    /**
     * Returns where the field is, in the form that replies have it in: the pointer as the fragment of a URI (RFC 6901 section
     * 6), where all but the characters of a path segment and the slash are escaped.
     *
     * @return such as {@code #/items/0/a%20b}
     */
    public String fragment() {
        StringBuilder fragment = new StringBuilder("#");
        for (byte b : pointer.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            char lower = (char) (c | 0x20);
            if (lower >= 'a' && lower <= 'z' || c >= '0' && c <= '9' || "/-._~!$&'()*+,;=:@".indexOf(c) >= 0) {
                fragment.append(c);
            } else {
                fragment.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return fragment.toString();
    }

    /**
     * Returns what was expected.
     *
     * @return a fragment such as {@code expected a string} or {@code must be at least 1}
     */
    public String detail() {
        return detail;
    }

    /**
     * Says of what kind the error is.
     *
     * @return true when the value is of the right type and breaks a constraint; false when it is missing or mistyped
     */
    public boolean isViolation() {
        return violation;
    }

    @Override
    public String toString() {
        return pointer.concat(" ").concat(detail);
    }
}
