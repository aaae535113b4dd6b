package dev.lift.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A strict, bounded, streaming reader of JSON text (RFC 8259) in UTF-8.
 *
 * <p>It reads forward in one pass over the bytes and allocates only what it is asked for. It refuses, with a
 * {@link JsonException}: anything outside the grammar, a byte order mark, text that is not UTF-8, escapes that are half of
 * a surrogate pair, a member name that an object has already used, nesting deeper than the limit, and bytes after the
 * value ({@link #end()}), numbers of more than 1,000 characters and exponents of more than 4 digits. Reading is iterative, so no input can exhaust the stack.
 *
 * <p>A value that is well-formed but not what was asked for is refused with its place in the document. A codec that wants
 * to go on after that, in order to name all such fields at once, gives the exception to {@link #recover} and asks
 * {@link #check} at the end of its object; generated codecs do.
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

    private static final int[] NONE = {};

    /** The integers that {@link #scopes} keeps for each open container. */
    private static final int SCOPE = 3;

    private final byte[] json;
    private final int start;
    private final int limit;
    private final int maxDepth;
    private final int maxStringBytes;
    private final int maxItems;
    private int position;

    /** Where the value that is next, or was read last, starts. */
    private int valueStart;

    /** Where the value began that was refused last and recovered from; -1 when none was. */
    private int refusedAt = -1;

    /** True right after a container was opened: no comma belongs before its first item. */
    private boolean first;

    /**
     * For each open container: {@link #ARRAY} or where the names of that object begin in {@link #names}, where it starts in
     * the text, and how many items it has had.
     */
    private int[] scopes = NONE;

    private int depth;

    /** Hash, start and end of each name of the open objects. */
    private int[] names = NONE;

    private int namesEnd;
    private @Nullable Set<String> @Nullable [] largeObjects;

    // What the last scanned string was: its bytes between the quotes, and whether they need decoding.
    private int stringStart;
    private int stringEnd;
    private boolean escaped;

    private int nameStart;
    private int nameEnd;
    private boolean nameEscaped;

    /** The fields that were refused so far; there is none until one is. */
    private @Nullable FieldErrors errors;

    private @Nullable Lookahead lookahead;

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
        this(json, from, to, maxDepth, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * Makes a reader of a part of an array, with all its limits.
     *
     * @param json the UTF-8 bytes, which must not change while they are read
     * @param from the index of the first byte
     * @param to the index after the last byte
     * @param maxDepth the deepest nesting of arrays and objects, from 1
     * @param maxStringBytes the most bytes of a string or a name as it is written between its quotes, from 1
     * @param maxItems the most elements of an array and members of an object, from 1
     * @throws IndexOutOfBoundsException when {@code from} or {@code to} lie outside the array
     * @throws IllegalArgumentException when a limit is below 1
     */
    public JsonReader(byte[] json, int from, int to, int maxDepth, int maxStringBytes, int maxItems) {
        Objects.checkFromToIndex(from, to, json.length);
        if (maxDepth < 1 || maxStringBytes < 1 || maxItems < 1) {
            throw new IllegalArgumentException("maxDepth, maxStringBytes and maxItems must be at least 1, were "
                    + maxDepth + ", " + maxStringBytes + " and " + maxItems);
        }
        this.json = json;
        this.start = from;
        this.position = from;
        this.valueStart = from;
        this.limit = to;
        this.maxDepth = maxDepth;
        this.maxStringBytes = maxStringBytes;
        this.maxItems = maxItems;
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
            throw malformed("expected a member name");
        }
        scanString();
        nameStart = stringStart;
        nameEnd = stringEnd;
        nameEscaped = escaped;
        refuseRepeatedName(nameHash());
        skipSpace();
        if (position >= limit || json[position] != ':') {
            throw malformed("expected ':' after a member name");
        }
        position++;
        skipSpace();
        valueStart = position;
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
        if (!nextItem(']', "expected ',' or ']' in an array")) {
            return false;
        }
        valueStart = position;
        return true;
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
            throw malformed("expected a value");
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
                throw malformed("expected a value");
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
        throw mistyped("expected a boolean");
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
        return (int) readLong(Integer.MIN_VALUE, Integer.MAX_VALUE, "expected a whole number of at most 32 bits");
    }

    /**
     * Reads a short integer.
     *
     * @return the integer
     * @throws IOException as {@link JsonException}, when the next value is not a number without fraction and exponent, or
     *     outside the range of {@code short}
     */
    public short readShort() throws IOException {
        return (short) readLong(Short.MIN_VALUE, Short.MAX_VALUE, "expected a whole number of at most 16 bits");
    }

    /**
     * Reads an integer of one byte.
     *
     * @return the integer
     * @throws IOException as {@link JsonException}, when the next value is not a number without fraction and exponent, or
     *     outside the range of {@code byte}
     */
    public byte readByte() throws IOException {
        return (byte) readLong(Byte.MIN_VALUE, Byte.MAX_VALUE, "expected a whole number of at most 8 bits");
    }

    /**
     * Reads a long integer.
     *
     * @return the integer
     * @throws IOException as {@link JsonException}, when the next value is not a number without fraction and exponent, or
     *     outside the range of {@code long}
     */
    public long readLong() throws IOException {
        return readLong(Long.MIN_VALUE, Long.MAX_VALUE, "expected a whole number of at most 64 bits");
    }

    private long readLong(long least, long most, String expectation) throws IOException {
        int from = number();
        boolean negative = json[from] == '-';
        boolean valid = true;
        long value = 0;
        for (int i = negative ? from + 1 : from; valid && i < position; i++) {
            int digit = json[i] - '0';
            // Counted downwards: the range of long has one more value below zero than above.
            valid = digit >= 0 && digit <= 9 && value >= (Long.MIN_VALUE + digit) / 10;
            value = value * 10 - digit;
        }
        if (!negative) {
            valid = valid && value != Long.MIN_VALUE;
            value = -value;
        }
        if (!valid || value < least || value > most) {
            position = from;
            throw fail(expectation);
        }
        return value;
    }

    /**
     * Reads an integer of any size.
     *
     * @return the integer
     * @throws IOException as {@link JsonException}, when the next value is not a number without fraction and exponent
     */
    public BigInteger readInteger() throws IOException {
        int from = number();
        for (int i = json[from] == '-' ? from + 1 : from; i < position; i++) {
            if (json[i] < '0' || json[i] > '9') {
                position = from;
                throw fail("expected a whole number");
            }
        }
        return new BigInteger(ascii(from, position));
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
     * Reads a floating point number of single precision.
     *
     * @return the nearest {@code float}
     * @throws IOException as {@link JsonException}, when the next value is not a number, or beyond the range of
     *     {@code float}
     */
    public float readFloat() throws IOException {
        int from = number();
        float value = Float.parseFloat(ascii(from, position));
        if (Float.isInfinite(value)) {
            position = from;
            throw fail("expected a number in the range of float");
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
     * Reads a string of one character.
     *
     * @return the character
     * @throws IOException as {@link JsonException}, when the next value is not a string of one UTF-16 unit
     */
    public char readChar() throws IOException {
        String text = readString();
        if (text.length() != 1) {
            throw fail("expected a string of one character");
        }
        return text.charAt(0);
    }

    /**
     * Reads a UUID in the canonical form of RFC 9562 section 4: 36 characters, of which 32 are hexadecimal digits.
     *
     * @return the UUID
     * @throws IOException as {@link JsonException}, when the next value is not a string of this form
     */
    public UUID readUuid() throws IOException {
        string();
        int from = stringStart;
        boolean valid = stringEnd - from == 36 && !escaped;
        long high = 0;
        long low = 0;
        for (int i = 0; valid && i < 36; i++) {
            byte b = json[from + i];
            if (i == 8 || i == 13 || i == 18 || i == 23) {
                valid = b == '-';
                continue;
            }
            int digit = StringEscapes.hexDigit(b);
            valid = digit >= 0;
            if (i < 18) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        if (!valid) {
            throw fail("expected a UUID of 36 characters");
        }
        return new UUID(high, low);
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
            if (nextItem()) {
                skipScalarOrOpen();
            }
        }
    }

    private boolean nextItem() throws IOException {
        return scopes[(depth - 1) * SCOPE] == ARRAY ? nextElement() : nextMember();
    }

    /**
     * Checks that nothing but white space follows.
     *
     * @throws IOException as {@link JsonException}, when something does, or when a field was refused and nothing has said so
     */
    public void end() throws IOException {
        skipSpace();
        if (position < limit) {
            throw malformed("expected the end");
        }
        check(0);
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
     * @param member the name of the member, for the error
     * @param <V> the type of the value
     * @return the value, never null
     * @throws IOException as {@link JsonException}, when the value is null
     */
    public <V> V required(@Nullable V value, String member) throws IOException {
        if (value == null) {
            throw fail(member, "is required");
        }
        return value;
    }

    /**
     * Makes the error for a value that is well-formed but not what the codec needs: the value that is next, or was read
     * last.
     *
     * @param expectation what was expected, as a fragment such as {@code expected a colour}; sent to clients
     * @return a {@link JsonException} to throw
     */
    public IOException fail(String expectation) {
        return JsonException.refused(json, start, limit, valueStart, null, expectation);
    }

    /**
     * Makes the error for a member, present or not, of the object that is next or was read last.
     *
     * @param member the name of the member
     * @param expectation what was expected, as a fragment such as {@code expected a colour}; sent to clients
     * @return a {@link JsonException} to throw
     */
    public IOException fail(String member, String expectation) {
        return JsonException.refused(json, start, limit, valueStart, member, expectation);
    }

    /** Makes the error for a value of another type than was asked for, if it is a value at all. */
    private IOException mistyped(String expectation) throws IOException {
        peek();
        return fail(expectation);
    }

    /** Makes the error for what is not JSON, or over a limit: nothing behind it can be read. */
    private IOException malformed(String expectation) {
        return malformed(position, expectation);
    }

    IOException malformed(int at, String expectation) {
        return JsonException.malformed(json, start, at, expectation);
    }

    /**
     * Returns how many arrays and objects are open.
     *
     * @return the depth, 0 outside of the outermost
     */
    public int depth() {
        return depth;
    }

    /**
     * Returns how many fields were refused so far and recovered from.
     *
     * @return the number, from 0
     */
    public int errors() {
        return errors == null ? 0 : errors.size();
    }

    /**
     * Goes on after a value was refused: notes the error, and skips what is left of the value.
     *
     * @param refused what a method of this reader has thrown, or a codec that reads from it
     * @param depthOfContainer the {@link #depth()} of the object or array whose item the value is
     * @throws IOException {@code refused}, when nothing behind it can be read or there are too many errors; as
     *     {@link JsonException}, when the rest of the value is malformed
     */
    public void recover(IOException refused, int depthOfContainer) throws IOException {
        fieldErrors().note(refused, valueStart);
        refusedAt = Math.max(refusedAt, valueStart);
        skipSpace();
        // A reader that refuses a value stands before it; a codec that refuses one has read it.
        if (position == valueStart && depth >= depthOfContainer) {
            skipValue();
        }
        while (depth > depthOfContainer) {
            if (nextItem()) {
                skipValue();
            }
        }
    }

    /**
     * Notes that a value breaks a constraint, unless something in it was {@linkplain #recover recovered} from: then what was read is not what
     * was sent, such as a list that lacks the elements that were refused. Reading goes on; {@link #check} throws.
     *
     * @param expectation what the constraint is, such as {@code must be at least 1}; sent to clients
     * @throws IOException as {@link JsonException}, when there are too many errors
     */
    public void violation(String expectation) throws IOException {
        if (refusedAt <= valueStart) {
            fieldErrors().add(valueStart, null, expectation, /* violation= */ true);
        }
    }

    /**
     * Notes that the object that was read last breaks a constraint that only its class knows.
     *
     * @param cause what its constructor has thrown; not sent to clients
     * @return a {@link JsonException} to throw, with all errors of the document so far
     * @throws IOException as {@link JsonException}, when there are too many errors
     */
    public IOException invalid(RuntimeException cause) throws IOException {
        violation("is not valid");
        IOException refused = fieldErrors().exception();
        refused.initCause(cause);
        return refused;
    }

    /**
     * Notes that the object that was read last lacks a member. Reading goes on; {@link #check} throws.
     *
     * @param member the name of the member
     * @throws IOException as {@link JsonException}, when there are too many errors
     */
    public void missing(String member) throws IOException {
        fieldErrors().add(valueStart, member, "is required", /* violation= */ false);
    }

    /**
     * Checks that no field was refused since then.
     *
     * @param errorsBefore what {@link #errors()} was
     * @throws IOException as {@link JsonException} with all errors of the document so far, when one was
     */
    public void check(int errorsBefore) throws IOException {
        if (errors != null && errors.size() > errorsBefore) {
            throw errors.exception();
        }
    }

    FieldErrors fieldErrors() {
        if (errors == null) {
            errors = new FieldErrors(json, start, limit);
        }
        return errors;
    }

    /**
     * Looks for a member of the object that is next that says what the object is, without reading it.
     *
     * @param member the name of the member, of ASCII characters
     * @return the member's value, a string
     * @throws IOException as {@link JsonException}, when the next value is not an object that has such a member
     */
    public String discriminator(String member) throws IOException {
        if (peek() != '{') {
            throw fail("expected an object");
        }
        if (lookahead == null) {
            lookahead = new Lookahead(json, limit);
        }
        int at = lookahead.find(position, member);
        if (at < 0) {
            throw fail(member, "is required");
        }
        JsonReader value = new JsonReader(json, at, limit, 1);
        if (value.peek() != '"') {
            throw fail(member, "expected a string");
        }
        return value.readString();
    }

    private void open(char bracket, int scope, String expectation) throws IOException {
        skipSpace();
        if (position >= limit || json[position] != bracket) {
            throw mistyped(expectation);
        }
        if (depth == maxDepth) {
            throw malformed("expected at most " + maxDepth + " levels of nesting");
        }
        int at = depth * SCOPE;
        if (at == scopes.length) {
            scopes = Arrays.copyOf(scopes, Math.max(8 * SCOPE, at * 2));
        }
        scopes[at] = scope;
        scopes[at + 1] = position;
        scopes[at + 2] = 0;
        depth++;
        valueStart = position;
        position++;
        first = true;
    }

    private boolean nextItem(char close, String expectation) throws IOException {
        skipSpace();
        if (position >= limit) {
            throw malformed(expectation);
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
            throw malformed(expectation);
        }
        if (scopes[depth * SCOPE - 1]++ == maxItems) {
            throw malformed("expected at most " + maxItems + " items");
        }
        return true;
    }

    private void close() {
        position++;
        first = false;
        depth--;
        int at = depth * SCOPE;
        valueStart = scopes[at + 1];
        if (scopes[at] != ARRAY) {
            namesEnd = scopes[at];
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
        int from = scopes[(depth - 1) * SCOPE];
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
            names = Arrays.copyOf(names, Math.max(48, names.length * 2));
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
        return malformed(nameStart, "expected each member name once");
    }

    private void literal(String word) throws IOException {
        int end = position + word.length();
        if (end > limit) {
            throw malformed("expected a value");
        }
        for (int i = 0; i < word.length(); i++) {
            if (json[position + i] != word.charAt(i)) {
                throw malformed("expected a value");
            }
        }
        position = end;
    }

    private void string() throws IOException {
        skipSpace();
        if (position >= limit || json[position] != '"') {
            throw mistyped("expected a string");
        }
        scanString();
    }

    /** Scans from the opening quote past the closing one. The inner loop takes most of the time of reading an event. */
    private void scanString() throws IOException {
        byte[] bytes = json;
        int end = limit;
        int i = position + 1;
        stringStart = i;
        escaped = false;
        while (true) {
            while (i < end && bytes[i] >= 0x20 && bytes[i] != '"' && bytes[i] != '\\') {
                i++;
            }
            if (i >= end) {
                throw malformed(end, "expected '\"' to end a string");
            }
            byte b = bytes[i];
            if (b == '"') {
                if (i - stringStart > maxStringBytes) {
                    throw malformed("expected a string of at most " + maxStringBytes + " bytes");
                }
                stringEnd = i;
                position = i + 1;
                return;
            }
            if (b == '\\') {
                escaped = true;
                i = StringEscapes.scan(this, bytes, i, end);
            } else if (b < 0) {
                i = Utf8.scan(this, bytes, i, end);
            } else {
                throw malformed(i, "expected control characters to be escaped");
            }
        }
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
                throw malformed("expected an exponent of at most " + MAX_EXPONENT_DIGITS + " digits");
            }
        }
        if (!valid) {
            throw i == from ? mistyped("expected a number") : malformed("expected a number");
        }
        if (i - from > MAX_NUMBER_LENGTH) {
            throw malformed("expected a number of at most " + MAX_NUMBER_LENGTH + " characters");
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
