package dev.lift.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A strict, bounded, streaming reader of JSON text (RFC 8259) in UTF-8.
 *
 * <p>It reads forward in one pass over the bytes and allocates only what it is asked for. It refuses, with a
 * {@link JsonException}: anything outside the grammar, a byte order mark, text that is not UTF-8, escapes that are half of
 * a surrogate pair, a member name that an object has already used, nesting deeper than the limit, and bytes after the
 * value ({@link #end()}), numbers of more than 1,000 characters and exponents of more than 4 digits. Reading is iterative, so no input can exhaust the stack.
 *
 * <p>Not thread-safe: one reader reads one document.
 *
 * <pre>{@code
 * JsonReader in = new JsonReader(bytes);
 * in.beginObject();
 * while (in.nextMember()) {
 *     if (in.nameIs("id")) {
 *         id = in.readLong();
 *     } else {
 *         in.skipValue();
 *     }
 * }
 * in.end();
 * }</pre>
 */
public final class JsonReader {
    /** The deepest nesting of arrays and objects that is read unless another limit is given. */
    public static final int DEFAULT_MAX_DEPTH = 1_000;

    /** A longer number is a way to burn time, not a quantity. */
    private static final int MAX_NUMBER_LENGTH = 1_000;

    /** A few characters must not become a number that fills the memory when somebody makes an integer of it. */
    private static final int MAX_EXPONENT_DIGITS = 4;

    /** Names of an object are compared one by one up to here, and through a hash set (whose bins are trees) beyond. */
    private static final int MAX_LINEAR_NAMES = 16;

    private static final int ARRAY = -1;

    private final byte[] json;
    private final int start;
    private final int limit;
    private final int maxDepth;
    private int position;

    /** True right after a container was opened: no comma belongs before its first item. */
    private boolean first;

    /** For each open container: {@link #ARRAY}, or where the names of that object begin in {@link #names}. */
    private int[] scopes = new int[16];

    private int depth;

    /** Hash, start and end of each name of the open objects. */
    private int[] names = new int[96];

    private int namesEnd;
    private @Nullable Set<String> @Nullable [] largeObjects;

    // What the last scanned string was: its bytes between the quotes, and whether they need decoding.
    private int stringStart;
    private int stringEnd;
    private boolean escaped;

    private int nameStart;
    private int nameEnd;
    private boolean nameEscaped;

    /**
     * Makes a reader of a whole document.
     *
     * @param json the UTF-8 bytes, which must not change while they are read
     */
    public JsonReader(byte[] json) {
        this(json, 0, json.length, DEFAULT_MAX_DEPTH);
    }

    /**
     * Makes a reader of a part of an array.
     *
     * @param json the UTF-8 bytes, which must not change while they are read
     * @param from the index of the first byte
     * @param to the index after the last byte
     * @param maxDepth the deepest nesting of arrays and objects, from 1
     * @throws IndexOutOfBoundsException when {@code from} or {@code to} lie outside the array
     * @throws IllegalArgumentException when {@code maxDepth} is below 1
     */
    public JsonReader(byte[] json, int from, int to, int maxDepth) {
        Objects.checkFromToIndex(from, to, json.length);
        if (maxDepth < 1) {
            throw new IllegalArgumentException("maxDepth must be at least 1, was " + maxDepth);
        }
        this.json = json;
        this.start = from;
        this.position = from;
        this.limit = to;
        this.maxDepth = maxDepth;
    }

    /**
     * Opens an object.
     *
     * @throws IOException as {@link JsonException}, when the next value is not an object, or nests too deep
     */
    public void beginObject() throws IOException {
        open('{', namesEnd, "expected an object");
    }

    /**
     * Moves to the next member of the open object, or closes it. After {@code true} the name is known and exactly one
     * value must be read or skipped.
     *
     * @return whether there is a member; {@code false} has closed the object
     * @throws IOException as {@link JsonException}, when the object is malformed or repeats a name
     */
    public boolean nextMember() throws IOException {
        if (!nextItem('}', "expected ',' or '}' in an object")) {
            return false;
        }
        if (position >= limit || json[position] != '"') {
            throw fail("expected a member name");
        }
        scanString();
        nameStart = stringStart;
        nameEnd = stringEnd;
        nameEscaped = escaped;
        refuseRepeatedName(nameHash());
        skipSpace();
        if (position >= limit || json[position] != ':') {
            throw fail("expected ':' after a member name");
        }
        position++;
        return true;
    }

    /**
     * Tells whether the current member has this name. Allocates nothing.
     *
     * @param name a name of ASCII characters
     * @return whether the member's name, its escapes decoded, is {@code name}
     */
    public boolean nameIs(String name) {
        if (nameEscaped) {
            return name.equals(name());
        }
        int length = nameEnd - nameStart;
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (json[nameStart + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the length of the current member's name: a cheap first step to tell names apart.
     *
     * @return the length in UTF-8 bytes, the escapes decoded
     */
    public int nameLength() {
        return nameEscaped ? name().getBytes(StandardCharsets.UTF_8).length : nameEnd - nameStart;
    }

    /**
     * Returns the name of the current member.
     *
     * @return the name, its escapes decoded
     */
    public String name() {
        return decode(nameStart, nameEnd, nameEscaped);
    }

    /**
     * Opens an array.
     *
     * @throws IOException as {@link JsonException}, when the next value is not an array, or nests too deep
     */
    public void beginArray() throws IOException {
        open('[', ARRAY, "expected an array");
    }

    /**
     * Moves to the next element of the open array, or closes it. After {@code true} exactly one value must be read or
     * skipped.
     *
     * @return whether there is an element; {@code false} has closed the array
     * @throws IOException as {@link JsonException}, when the array is malformed
     */
    public boolean nextElement() throws IOException {
        return nextItem(']', "expected ',' or ']' in an array");
    }

    /**
     * Tells what comes next, without reading it.
     *
     * @return the first character of the next value: one of <code>{ [ " t f n</code>, or {@code 0} for a number
     * @throws IOException as {@link JsonException}, when no value follows
     */
    public char peek() throws IOException {
        skipSpace();
        if (position >= limit) {
            throw fail("expected a value");
        }
        byte next = json[position];
        switch (next) {
            case '{':
            case '[':
            case '"':
            case 't':
            case 'f':
            case 'n':
                return (char) next;
            default:
                if (next == '-' || (next >= '0' && next <= '9')) {
                    return '0';
                }
                throw fail("expected a value");
        }
    }

    /**
     * Reads a {@code null} if one is next.
     *
     * @return whether a {@code null} was read; if not, nothing was
     * @throws IOException as {@link JsonException}, when no value follows
     */
    public boolean readNull() throws IOException {
        if (peek() != 'n') {
            return false;
        }
        literal("null");
        return true;
    }

    /**
     * Reads a boolean.
     *
     * @return the boolean
     * @throws IOException as {@link JsonException}, when the next value is not {@code true} or {@code false}
     */
    public boolean readBoolean() throws IOException {
        char next = peek();
        if (next == 't') {
            literal("true");
            return true;
        }
        if (next == 'f') {
            literal("false");
            return false;
        }
        throw fail("expected a boolean");
    }

    /**
     * Reads a string.
     *
     * @return the string, its escapes decoded
     * @throws IOException as {@link JsonException}, when the next value is not a string
     */
    public String readString() throws IOException {
        string();
        return decode(stringStart, stringEnd, escaped);
    }

    /**
     * Reads a string or {@code null}.
     *
     * @return the string, or null
     * @throws IOException as {@link JsonException}, when the next value is neither
     */
    public @Nullable String readStringOrNull() throws IOException {
        return readNull() ? null : readString();
    }

    /**
     * Reads a string as UTF-8 bytes, without making a {@code String} first.
     *
     * @return the bytes, the escapes decoded
     * @throws IOException as {@link JsonException}, when the next value is not a string
     */
    public byte[] readUtf8() throws IOException {
        string();
        return escaped
                ? StringEscapes.decode(json, stringStart, stringEnd)
                : Arrays.copyOfRange(json, stringStart, stringEnd);
    }

    /**
     * Reads a string of base64 (RFC 4648 section 4: the standard alphabet, padded, no line breaks).
     *
     * @return the decoded bytes
     * @throws IOException as {@link JsonException}, when the next value is not a string of base64
     */
    public byte[] readBase64() throws IOException {
        int at = position;
        byte[] encoded = readUtf8();
        if ((encoded.length & 3) == 0) {
            try {
                return Base64.getDecoder().decode(encoded);
            } catch (IllegalArgumentException notBase64) {
                // Said below, with the position and without the input.
            }
        }
        position = at;
        throw fail("expected padded standard base64");
    }

    /**
     * Reads an integer.
     *
     * @return the integer
     * @throws IOException as {@link JsonException}, when the next value is not a number without fraction and exponent, or
     *     outside the range of {@code int}
     */
    public int readInt() throws IOException {
        int at = position;
        long value = readLong();
        if (value != (int) value) {
            position = at;
            throw fail("expected a whole number of at most 32 bits");
        }
        return (int) value;
    }

    /**
     * Reads a long integer.
     *
     * @return the integer
     * @throws IOException as {@link JsonException}, when the next value is not a number without fraction and exponent, or
     *     outside the range of {@code long}
     */
    public long readLong() throws IOException {
        int from = number();
        boolean negative = json[from] == '-';
        long value = 0;
        for (int i = negative ? from + 1 : from; i < position; i++) {
            int digit = json[i] - '0';
            // Counted downwards: the range of long has one more value below zero than above.
            if (digit < 0 || digit > 9 || value < (Long.MIN_VALUE + digit) / 10) {
                position = from;
                throw fail("expected a whole number of at most 64 bits");
            }
            value = value * 10 - digit;
        }
        if (!negative && value == Long.MIN_VALUE) {
            position = from;
            throw fail("expected a whole number of at most 64 bits");
        }
        return negative ? value : -value;
    }

    /**
     * Reads a floating point number.
     *
     * @return the nearest {@code double}
     * @throws IOException as {@link JsonException}, when the next value is not a number, or beyond the range of
     *     {@code double}
     */
    public double readDouble() throws IOException {
        int from = number();
        double value = Double.parseDouble(ascii(from, position));
        if (Double.isInfinite(value)) {
            position = from;
            throw fail("expected a number in the range of double");
        }
        return value;
    }

    /**
     * Reads a decimal number exactly.
     *
     * @return the number, with the scale that was written
     * @throws IOException as {@link JsonException}, when the next value is not a number
     */
    public BigDecimal readDecimal() throws IOException {
        int from = number();
        return new BigDecimal(ascii(from, position));
    }

    /**
     * Skips one value of any type, checking it as strictly as if it were read.
     *
     * @throws IOException as {@link JsonException}, when the value is malformed
     */
    public void skipValue() throws IOException {
        int floor = depth;
        skipScalarOrOpen();
        while (depth > floor) {
            boolean more = scopes[depth - 1] == ARRAY ? nextElement() : nextMember();
            if (more) {
                skipScalarOrOpen();
            }
        }
    }

    /**
     * Checks that nothing but white space follows.
     *
     * @throws IOException as {@link JsonException}, when something does
     */
    public void end() throws IOException {
        skipSpace();
        if (position < limit) {
            throw fail("expected the end");
        }
    }

    /**
     * Returns where the next value starts, so that it can be read again by another reader.
     *
     * @return an index into the bytes
     */
    public int position() {
        skipSpace();
        return position;
    }

    /**
     * Returns where the value that was just read ends.
     *
     * @return the index after its last byte
     */
    public int endOfValue() {
        return position;
    }

    /**
     * Returns a value that a codec found in a required member.
     *
     * @param value what was read, or null when the member was absent
     * @param member the name of the member, for the message
     * @param <V> the type of the value
     * @return the value, never null
     * @throws IOException as {@link JsonException}, when the value is null
     */
    public <V> V required(@Nullable V value, String member) throws IOException {
        if (value == null) {
            throw fail("expected the member '" + member + "'");
        }
        return value;
    }

    /**
     * Makes the error for a value that is well-formed but not what the codec needs, at the current position.
     *
     * @param expectation what was expected, as a fragment such as {@code expected a colour}; sent to clients
     * @return a {@link JsonException} to throw
     */
    public IOException fail(String expectation) {
        return JsonException.at(json, start, position, expectation);
    }

    private void open(char bracket, int scope, String expectation) throws IOException {
        skipSpace();
        if (position >= limit || json[position] != bracket) {
            throw fail(expectation);
        }
        if (depth == maxDepth) {
            throw fail("expected at most " + maxDepth + " levels of nesting");
        }
        if (depth == scopes.length) {
            scopes = Arrays.copyOf(scopes, depth * 2);
        }
        scopes[depth++] = scope;
        position++;
        first = true;
    }

    private boolean nextItem(char close, String expectation) throws IOException {
        skipSpace();
        if (position >= limit) {
            throw fail(expectation);
        }
        byte next = json[position];
        if (next == close) {
            close();
            return false;
        }
        if (first) {
            first = false;
        } else if (next == ',') {
            position++;
            skipSpace();
        } else {
            throw fail(expectation);
        }
        return true;
    }

    private void close() {
        position++;
        first = false;
        depth--;
        if (scopes[depth] != ARRAY) {
            namesEnd = scopes[depth];
            if (largeObjects != null && depth < largeObjects.length) {
                largeObjects[depth] = null;
            }
        }
    }

    private void skipScalarOrOpen() throws IOException {
        switch (peek()) {
            case '{' -> beginObject();
            case '[' -> beginArray();
            case '"' -> scanString();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    private void refuseRepeatedName(int hash) throws IOException {
        int from = scopes[depth - 1];
        if (namesEnd - from >= 3 * MAX_LINEAR_NAMES) {
            refuseRepeatedNameOfLargeObject(from);
            return;
        }
        for (int i = from; i < namesEnd; i += 3) {
            // Decoded only when the hashes agree: practically never but for a true repetition.
            if (names[i] == hash && nameAt(i).equals(name())) {
                throw repeated();
            }
        }
        if (namesEnd + 3 > names.length) {
            names = Arrays.copyOf(names, names.length * 2);
        }
        names[namesEnd] = hash;
        names[namesEnd + 1] = nameStart;
        names[namesEnd + 2] = nameEscaped ? ~nameEnd : nameEnd;
        namesEnd += 3;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private void refuseRepeatedNameOfLargeObject(int from) throws IOException {
        int index = depth - 1;
        if (largeObjects == null || largeObjects.length <= index) {
            Set[] grown = new Set[Math.max(16, depth * 2)];
            if (largeObjects != null) {
                System.arraycopy(largeObjects, 0, grown, 0, largeObjects.length);
            }
            largeObjects = grown;
        }
        Set<String> seen = largeObjects[index];
        if (seen == null) {
            seen = new HashSet<>();
            for (int i = from; i < namesEnd; i += 3) {
                seen.add(nameAt(i));
            }
            largeObjects[index] = seen;
        }
        if (!seen.add(name())) {
            throw repeated();
        }
    }

    /** A hash of the decoded bytes, so that an escaped and a plain spelling of one name agree. */
    private int nameHash() {
        byte[] bytes = nameEscaped ? StringEscapes.decode(json, nameStart, nameEnd) : json;
        int from = nameEscaped ? 0 : nameStart;
        int to = nameEscaped ? bytes.length : nameEnd;
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private String nameAt(int index) {
        int end = names[index + 2];
        return decode(names[index + 1], end < 0 ? ~end : end, end < 0);
    }

    private IOException repeated() {
        position = nameStart;
        return fail("expected each member name once");
    }

    private void literal(String word) throws IOException {
        int end = position + word.length();
        if (end > limit) {
            throw fail("expected a value");
        }
        for (int i = 0; i < word.length(); i++) {
            if (json[position + i] != word.charAt(i)) {
                throw fail("expected a value");
            }
        }
        position = end;
    }

    private void string() throws IOException {
        skipSpace();
        if (position >= limit || json[position] != '"') {
            throw fail("expected a string");
        }
        scanString();
    }

    /** Scans from the opening quote past the closing one. */
    private void scanString() throws IOException {
        int i = position + 1;
        stringStart = i;
        escaped = false;
        while (i < limit) {
            byte b = json[i];
            if (b == '"') {
                stringEnd = i;
                position = i + 1;
                return;
            }
            if (b == '\\') {
                escaped = true;
                i = scanEscape(i);
            } else if (b >= 0x20) {
                i++;
            } else if (b < 0) {
                i = scanMultibyte(i);
            } else {
                position = i;
                throw fail("expected control characters to be escaped");
            }
        }
        position = limit;
        throw fail("expected '\"' to end a string");
    }

    private int scanEscape(int backslash) throws IOException {
        int i = backslash + 1;
        byte kind = i < limit ? json[i] : 0;
        switch (kind) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
                return i + 1;
            case 'u':
                int unit = hex4(i + 1);
                if (Character.isLowSurrogate((char) unit)) {
                    break;
                }
                if (!Character.isHighSurrogate((char) unit)) {
                    return i + 5;
                }
                if (i + 6 < limit
                        && json[i + 5] == '\\'
                        && json[i + 6] == 'u'
                        && Character.isLowSurrogate((char) hex4(i + 7))) {
                    return i + 11;
                }
                break;
            default:
                position = backslash;
                throw fail("expected an escape of RFC 8259 section 7");
        }
        position = backslash;
        throw fail("expected a whole surrogate pair");
    }

    private int hex4(int from) throws IOException {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < limit ? StringEscapes.hexDigit(json[i]) : -1;
            if (digit < 0) {
                position = Math.min(i, limit);
                throw fail("expected four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Checks one UTF-8 sequence by the table of RFC 3629 section 4 and returns the index after it. */
    private int scanMultibyte(int i) throws IOException {
        int lead = json[i] & 0xFF;
        int second = i + 1 < limit ? json[i + 1] & 0xFF : 0;
        int length;
        boolean valid;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
            valid = second >= 0x80 && second <= 0xBF;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            length = 3;
            valid = second >= (lead == 0xE0 ? 0xA0 : 0x80) && second <= (lead == 0xED ? 0x9F : 0xBF);
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            valid = second >= (lead == 0xF0 ? 0x90 : 0x80) && second <= (lead == 0xF4 ? 0x8F : 0xBF);
        } else {
            length = 1;
            valid = false;
        }
        for (int k = i + 2; valid && k < i + length; k++) {
            valid = k < limit && (json[k] & 0xC0) == 0x80;
        }
        if (!valid) {
            position = i;
            throw fail("expected UTF-8");
        }
        return i + length;
    }

    /** Scans a number by the grammar of RFC 8259 section 6 and returns where it started. */
    private int number() throws IOException {
        skipSpace();
        int from = position;
        int i = from < limit && json[from] == '-' ? from + 1 : from;
        int integer = i;
        i = digits(i);
        boolean valid = i > integer && (json[integer] != '0' || i == integer + 1);
        if (valid && i < limit && json[i] == '.') {
            int fraction = i + 1;
            i = digits(fraction);
            valid = i > fraction;
        }
        if (valid && i < limit && (json[i] | 0x20) == 'e') {
            int exponent = i + 1;
            if (exponent < limit && (json[exponent] == '+' || json[exponent] == '-')) {
                exponent++;
            }
            i = digits(exponent);
            valid = i > exponent;
            if (i - exponent > MAX_EXPONENT_DIGITS) {
                throw fail("expected an exponent of at most " + MAX_EXPONENT_DIGITS + " digits");
            }
        }
        if (!valid) {
            throw fail("expected a number");
        }
        if (i - from > MAX_NUMBER_LENGTH) {
            throw fail("expected a number of at most " + MAX_NUMBER_LENGTH + " characters");
        }
        position = i;
        return from;
    }

    private int digits(int from) {
        int i = from;
        while (i < limit && json[i] >= '0' && json[i] <= '9') {
            i++;
        }
        return i;
    }

    private void skipSpace() {
        while (position < limit) {
            byte b = json[position];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return;
            }
            position++;
        }
    }

    private String ascii(int from, int to) {
        return new String(json, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private String decode(int from, int to, boolean hasEscapes) {
        if (hasEscapes) {
            return new String(StringEscapes.decode(json, from, to), StandardCharsets.UTF_8);
        }
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }
}
