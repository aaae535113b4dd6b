package dev.lift.json;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A streaming writer of JSON text (RFC 8259) in UTF-8, into memory. Commas and escapes are its business; the caller
 * says what follows what.
 *
 * <p>Not thread-safe.
 *
 * <pre>{@code
 * JsonWriter out = new JsonWriter();
 * out.beginObject();
 * out.name("id").number(42);
 * out.name("tags").beginArray().string("new").endArray();
 * out.endObject();
 * byte[] json = out.toByteArray();
 * }</pre>
 */
public final class JsonWriter {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** A value that holds itself must fail as an error, and before the stack does. As deep as a reader reads. */
    private static final int MAX_DEPTH = JsonReader.DEFAULT_MAX_DEPTH;

    private byte[] buffer;
    private int size;
    private int depth;

    /** True after a value: a comma belongs before the next item. */
    private boolean comma;

    /** Makes an empty writer. */
    public JsonWriter() {
        this(512);
    }

    /**
     * Makes an empty writer.
     *
     * @param capacity the bytes to reserve, from 1; it grows beyond them as needed
     */
    public JsonWriter(int capacity) {
        buffer = new byte[Math.max(1, capacity)];
    }

    /**
     * Opens an object.
     *
     * @return this writer
     * @throws IllegalStateException when it nests deeper than 1,000 levels
     */
    public JsonWriter beginObject() {
        return open('{');
    }

    /**
     * Closes the open object.
     *
     * @return this writer
     */
    public JsonWriter endObject() {
        return close('}');
    }

    /**
     * Opens an array.
     *
     * @return this writer
     * @throws IllegalStateException when it nests deeper than 1,000 levels
     */
    public JsonWriter beginArray() {
        return open('[');
    }

    /**
     * Closes the open array.
     *
     * @return this writer
     */
    public JsonWriter endArray() {
        return close(']');
    }

    /**
     * Writes the name of the next member of an object; its value must follow.
     *
     * @param name the name
     * @return this writer
     * @throws IllegalArgumentException when the name has half of a surrogate pair
     */
    public JsonWriter name(String name) {
        string(name);
        put(':');
        comma = false;
        return this;
    }

    /**
     * Writes a string.
     *
     * @param value the string
     * @return this writer
     * @throws IllegalArgumentException when it has half of a surrogate pair, which no UTF-8 can carry
     */
    public JsonWriter string(String value) {
        item();
        int length = value.length();
        ensure(length + 2);
        byte[] out = buffer;
        int at = size;
        out[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80 || c < 0x20 || c == '"' || c == '\\') {
                size = at;
                return rest(value, i);
            }
            out[at++] = (byte) c;
        }
        out[at++] = '"';
        size = at;
        comma = true;
        return this;
    }

    /** Writes a string from its first character that is longer than a byte on. */
    private JsonWriter rest(String value, int from) {
        int length = value.length();
        for (int i = from; i < length; i++) {
            char c = value.charAt(i);
            // Room for what is left as single bytes; longer characters make their own.
            ensure(length - i + 1);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                buffer[size++] = (byte) c;
            } else if (c < 0x80) {
                escape(c);
            } else if (c < 0x800) {
                put2(c);
            } else if (!Character.isSurrogate(c)) {
                put3(c);
            } else {
                i++;
                put4(codePoint(c, i < length ? value.charAt(i) : 0));
            }
        }
        put('"');
        comma = true;
        return this;
    }

    /**
     * Writes a string or {@code null}.
     *
     * @param value the string, or null
     * @return this writer
     * @throws IllegalArgumentException when it has half of a surrogate pair
     */
    public JsonWriter stringOrNull(@Nullable String value) {
        return value == null ? nullValue() : string(value);
    }

    /**
     * Writes UTF-8 bytes as a string, without making a {@code String} first.
     *
     * @param utf8 the text, which must be valid UTF-8: it is not checked again
     * @return this writer
     */
    public JsonWriter utf8(byte[] utf8) {
        item();
        ensure(utf8.length + 2);
        buffer[size++] = '"';
        for (int i = 0; i < utf8.length; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
                escape((char) b);
            } else {
                ensure(utf8.length - i + 1);
                buffer[size++] = b;
            }
        }
        put('"');
        comma = true;
        return this;
    }

    /**
     * Writes bytes as a string of base64 (RFC 4648 section 4, padded).
     *
     * @param bytes the bytes to encode
     * @return this writer
     */
    public JsonWriter base64(byte[] bytes) {
        item();
        byte[] encoded = Base64.getEncoder().encode(bytes);
        ensure(encoded.length + 2);
        buffer[size++] = '"';
        System.arraycopy(encoded, 0, buffer, size, encoded.length);
        size += encoded.length;
        buffer[size++] = '"';
        comma = true;
        return this;
    }

    /**
     * Writes a whole number.
     *
     * @param value the number
     * @return this writer
     */
    public JsonWriter number(long value) {
        if (value != (int) value || value == Integer.MIN_VALUE) {
            return token(Long.toString(value));
        }
        item();
        ensure(11);
        int rest = (int) value;
        if (rest < 0) {
            buffer[size++] = '-';
            rest = -rest;
        }
        int end = size + 1;
        for (int left = rest; left >= 10; left /= 10) {
            end++;
        }
        size = end;
        do {
            buffer[--end] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        comma = true;
        return this;
    }

    /**
     * Writes a floating point number.
     *
     * @param value the number
     * @return this writer
     * @throws IllegalArgumentException for NaN and infinities, which JSON does not have
     */
    public JsonWriter number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value + "; write null or a string");
        }
        return token(Double.toString(value));
    }

    /**
     * Writes a floating point number of single precision.
     *
     * @param value the number
     * @return this writer
     * @throws IllegalArgumentException for NaN and infinities, which JSON does not have
     */
    public JsonWriter number(float value) {
        if (Float.isNaN(value) || Float.isInfinite(value)) {
            throw new IllegalArgumentException("JSON has no number for " + value + "; write null or a string");
        }
        return token(Float.toString(value));
    }

    /**
     * Writes a decimal number exactly.
     *
     * @param value the number
     * @return this writer
     */
    public JsonWriter number(BigDecimal value) {
        return token(value.toString());
    }

    /**
     * Writes an integer of any size.
     *
     * @param value the number
     * @return this writer
     */
    public JsonWriter number(BigInteger value) {
        return token(value.toString());
    }

    /**
     * Writes a boolean.
     *
     * @param value the boolean
     * @return this writer
     */
    public JsonWriter bool(boolean value) {
        return token(value ? "true" : "false");
    }

    /**
     * Writes {@code null}.
     *
     * @return this writer
     */
    public JsonWriter nullValue() {
        return token("null");
    }

    /**
     * Writes a value that is JSON already.
     *
     * @param json one well-formed JSON value in UTF-8: it is not checked again
     * @return this writer
     */
    public JsonWriter raw(byte[] json) {
        item();
        ensure(json.length);
        System.arraycopy(json, 0, buffer, size, json.length);
        size += json.length;
        comma = true;
        return this;
    }

    /**
     * Returns how much has been written.
     *
     * @return the size in bytes
     */
    public int size() {
        return size;
    }

    /** Forgets all that was written; the writer is as new. */
    public void reset() {
        size = 0;
        depth = 0;
        comma = false;
    }

    /**
     * Returns what was written.
     *
     * @return a copy of the bytes
     */
    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    /**
     * Writes what was written to a stream, in one call.
     *
     * @param out the stream, which is neither flushed nor closed
     * @throws IOException what the stream throws
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
    }

    private JsonWriter open(char bracket) {
        if (depth++ == MAX_DEPTH) {
            throw new IllegalStateException(
                    "The value nests deeper than " + MAX_DEPTH + " levels; does it hold itself?");
        }
        item();
        put(bracket);
        return this;
    }

    private JsonWriter close(char bracket) {
        depth--;
        put(bracket);
        comma = true;
        return this;
    }

    private JsonWriter token(String ascii) {
        item();
        int length = ascii.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            buffer[size++] = (byte) ascii.charAt(i);
        }
        comma = true;
        return this;
    }

    private void item() {
        if (comma) {
            put(',');
            comma = false;
        }
    }

    private void escape(char c) {
        ensure(6);
        buffer[size++] = '\\';
        switch (c) {
            case '"', '\\' -> buffer[size++] = (byte) c;
            case '\n' -> buffer[size++] = 'n';
            case '\r' -> buffer[size++] = 'r';
            case '\t' -> buffer[size++] = 't';
            case '\b' -> buffer[size++] = 'b';
            case '\f' -> buffer[size++] = 'f';
            default -> {
                buffer[size++] = 'u';
                buffer[size++] = '0';
                buffer[size++] = '0';
                buffer[size++] = HEX[c >> 4];
                buffer[size++] = HEX[c & 0xF];
            }
        }
    }

    private void put2(char c) {
        ensure(2);
        buffer[size++] = (byte) (0xC0 | c >> 6);
        buffer[size++] = (byte) (0x80 | c & 0x3F);
    }

    private void put3(char c) {
        ensure(3);
        buffer[size++] = (byte) (0xE0 | c >> 12);
        buffer[size++] = (byte) (0x80 | c >> 6 & 0x3F);
        buffer[size++] = (byte) (0x80 | c & 0x3F);
    }

    private void put4(int codePoint) {
        ensure(4);
        buffer[size++] = (byte) (0xF0 | codePoint >> 18);
        buffer[size++] = (byte) (0x80 | codePoint >> 12 & 0x3F);
        buffer[size++] = (byte) (0x80 | codePoint >> 6 & 0x3F);
        buffer[size++] = (byte) (0x80 | codePoint & 0x3F);
    }

    private static int codePoint(char high, char low) {
        if (!Character.isHighSurrogate(high) || !Character.isLowSurrogate(low)) {
            throw new IllegalArgumentException("The string has half of a surrogate pair, which UTF-8 can not carry");
        }
        return Character.toCodePoint(high, low);
    }

    private void put(char ascii) {
        ensure(1);
        buffer[size++] = (byte) ascii;
    }

    private void ensure(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }

    /** The text written so far. */
    @Override
    public String toString() {
        return new String(buffer, 0, size, StandardCharsets.UTF_8);
    }
}
