package dev.lift.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Header fields (RFC 9110 section 5) in the order they came, repeated ones included. Names are compared without regard to
 * ASCII case, and to ASCII case only. Names are tokens and values are visible ASCII, blanks and tabs: a header that could
 * split a message can not be made.
 *
 * <p>Immutable and thread-safe; {@code with...} returns copies. {@code toString} shows names and no values.
 *
 * <pre>{@code
 * Headers headers = Headers.of("Accept", "text/html", "X-Tag", "a").plus("X-Tag", "b");
 * headers.all("x-tag"); // [a, b]
 * }</pre>
 */
public final class Headers {
    /** No headers. */
    public static final Headers EMPTY = new Headers(new String[0], 0);

    /** Names at even indices, each value behind its name. */
    private final String[] fields;

    private final int end;

    private Headers(String[] fields, int end) {
        this.fields = fields;
        this.end = end;
    }

    /**
     * Makes headers of names and values in turn.
     *
     * @param namesAndValues a name, its value, the next name, ...
     * @return the headers
     * @throws IllegalArgumentException when a name is not a token, a value has a character that is not allowed, or a value is
     *     missing
     */
    public static Headers of(String... namesAndValues) {
        if ((namesAndValues.length & 1) != 0) {
            throw new IllegalArgumentException("The last header name has no value");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            check(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Headers(namesAndValues.clone(), namesAndValues.length);
    }

    /**
     * Makes headers of fields that a client sent. Blanks around values are not part of them (RFC 9110 section 5.5).
     *
     * @param namesAndValues a name, its value, the next name, ...; the array is taken over
     * @param count how many of the elements are used
     * @return the headers
     * @throws HttpException 400, when a name or value has a character that is not allowed, or a header that can only be
     *     there once is there with two values
     */
    public static Headers received(String[] namesAndValues, int count) {
        for (int i = 0; i < count; i += 2) {
            String name = namesAndValues[i];
            String value = namesAndValues[i + 1];
            if (!isName(name)) {
                throw HttpException.refusal(400, "A header name has a character that is not allowed");
            }
            if (!isValue(value)) {
                value = trim(value);
                if (!isValue(value)) {
                    throw HttpException.refusal(400, "A header value has a character that is not allowed");
                }
                namesAndValues[i + 1] = value;
            }
            if (isSingleton(name)) {
                refuseOtherValue(namesAndValues, i);
            }
        }
        return trusted(namesAndValues, count);
    }

    private static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isSingleton(String name) {
        return switch (name.length()) {
            case 4 -> sameName(name, "host");
            case 6 -> sameName(name, "origin");
            case 12 -> sameName(name, "content-type");
            case 13 -> sameName(name, "authorization");
            case 14 -> sameName(name, "content-length");
            case 15 -> sameName(name, "idempotency-key");
            default -> false;
        };
    }

    private static void refuseOtherValue(String[] fields, int index) {
        for (int i = 0; i < index; i += 2) {
            if (sameName(fields[i], fields[index]) && !fields[i + 1].equals(fields[index + 1])) {
                throw HttpException.refusal(400, "A header that can only be there once is there with two values");
            }
        }
    }

    /** Takes over an array whose fields were checked, or are by the caller. */
    static Headers trusted(String[] fields, int end) {
        return end == 0 ? EMPTY : new Headers(fields, end);
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in any case
     * @return the value as it came, or empty
     */
    public Optional<String> get(String name) {
        return Optional.ofNullable(first(name));
    }

    @Nullable
    String first(String name) {
        for (int i = 0; i < end; i += 2) {
            if (sameName(fields[i], name)) {
                return fields[i + 1];
            }
        }
        return null;
    }

    /**
     * Returns all values of a header.
     *
     * @param name the name, in any case
     * @return the values in order, one for each field; lists inside a value are not taken apart
     */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < end; i += 2) {
            if (sameName(fields[i], name)) {
                values.add(fields[i + 1]);
            }
        }
        return values;
    }

    /**
     * Tells whether a header is there.
     *
     * @param name the name, in any case
     * @return whether there is at least one such field
     */
    public boolean contains(String name) {
        return first(name) != null;
    }

    /**
     * Returns the number of fields.
     *
     * @return the number, repeated names counted each time
     */
    public int size() {
        return end / 2;
    }

    /**
     * Returns the name of a field.
     *
     * @param index the index of the field, from 0 to {@code size() - 1}
     * @return the name as it came
     * @throws IndexOutOfBoundsException when there is no such field
     */
    public String name(int index) {
        return fields[checkIndex(index)];
    }

    /**
     * Returns the value of a field.
     *
     * @param index the index of the field, from 0 to {@code size() - 1}
     * @return the value as it came
     * @throws IndexOutOfBoundsException when there is no such field
     */
    public String value(int index) {
        return fields[checkIndex(index) + 1];
    }

    /**
     * Returns the bytes that names and values take together.
     *
     * @return the number of characters, which are all ASCII
     */
    public int length() {
        int length = 0;
        for (int i = 0; i < end; i++) {
            length += fields[i].length();
        }
        return length;
    }

    /**
     * Returns a copy where a header has this one value; the values it had are gone.
     *
     * @param name the name
     * @param value the value
     * @return the copy
     * @throws IllegalArgumentException when the name is not a token or the value has a character that is not allowed
     */
    public Headers with(String name, String value) {
        return without(name).plus(name, value);
    }

    /**
     * Returns a copy with one more field.
     *
     * @param name the name
     * @param value the value
     * @return the copy
     * @throws IllegalArgumentException when the name is not a token or the value has a character that is not allowed
     */
    public Headers plus(String name, String value) {
        check(name, value);
        String[] copy = Arrays.copyOf(fields, end + 2);
        copy[end] = name;
        copy[end + 1] = value;
        return new Headers(copy, end + 2);
    }

    /**
     * Returns a copy without a header.
     *
     * @param name the name, in any case
     * @return the copy, or these headers when they do not have it
     */
    public Headers without(String name) {
        if (!contains(name)) {
            return this;
        }
        String[] copy = new String[end];
        int length = 0;
        for (int i = 0; i < end; i += 2) {
            if (!sameName(fields[i], name)) {
                copy[length++] = fields[i];
                copy[length++] = fields[i + 1];
            }
        }
        return trusted(copy, length);
    }

    /** Returns a copy with all fields of others whose names these do not have, or these when they have them all. */
    Headers withDefaults(Headers defaults) {
        String[] copy = Arrays.copyOf(fields, end + defaults.end);
        int length = end;
        for (int i = 0; i < defaults.end; i += 2) {
            if (!contains(defaults.fields[i])) {
                copy[length++] = defaults.fields[i];
                copy[length++] = defaults.fields[i + 1];
            }
        }
        return length == end ? this : new Headers(copy, length);
    }

    /** Tells whether type and encoding of the content are those of other headers, by the very same values. */
    @SuppressWarnings(
            "ReferenceEquality") // A copy of headers keeps the strings; an equal other string is only a slower way.
    boolean sameContentHeaders(Headers other) {
        return first("Content-Type") == other.first("Content-Type")
                && first("Content-Encoding") == other.first("Content-Encoding");
    }

    private int checkIndex(int index) {
        return Objects.checkIndex(index, size()) * 2;
    }

    private static void check(String name, String value) {
        if (!isName(name)) {
            throw new IllegalArgumentException("A header name must be a token of RFC 9110 section 5.6.2");
        }
        if (!isValue(value)) {
            throw new IllegalArgumentException("The value of the header " + name
                    + " must be visible ASCII, blanks and tabs, without blanks around it");
        }
    }

    /**
     * Tells whether a text is a token, as names of header fields and methods are (RFC 9110 section 5.6.2).
     *
     * @param name the text
     * @return whether it is
     */
    public static boolean isName(String name) {
        int length = name.length();
        for (int i = 0; i < length; i++) {
            if (!isTokenCharacter(name.charAt(i))) {
                return false;
            }
        }
        return length > 0;
    }

    static boolean isTokenCharacter(char c) {
        if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
            return true;
        }
        return c < 0x80 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** RFC 9110 section 5.5: field-value, without obs-text. */
    static boolean isValue(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > 0x7E || c < 0x20 && c != '\t') {
                return false;
            }
        }
        return length == 0 || !isBlank(value.charAt(0)) && !isBlank(value.charAt(length - 1));
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** Compares without regard to ASCII case. String.equalsIgnoreCase would also fold letters beyond ASCII onto it. */
    static boolean sameName(String one, String other) {
        int length = one.length();
        if (length != other.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b && lower(a) != lower(b)) {
                return false;
            }
        }
        return true;
    }

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers that
                && Arrays.asList(fields)
                        .subList(0, end)
                        .equals(Arrays.asList(that.fields).subList(0, that.end));
    }

    @Override
    public int hashCode() {
        return Arrays.asList(fields).subList(0, end).hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Headers[");
        for (int i = 0; i < end; i += 2) {
            text.append(i == 0 ? "" : ", ").append(fields[i]);
        }
        return text.append(']').toString();
    }
}
