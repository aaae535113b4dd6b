package dev.lift.json;

import java.io.IOException;

/**
 * JSON that is malformed (RFC 8259) or not of the type that was expected. The message says what was expected and where,
 * and never repeats the input, so it is safe to send to a client.
 *
 * <pre>{@code
 * try {
 *     codec.read(new JsonReader(bytes));
 * } catch (JsonException malformed) {
 *     System.err.println(malformed.line() + ":" + malformed.column());
 * }
 * }</pre>
 */
public final class JsonException extends IOException {
    private static final long serialVersionUID = 1;

    /** What was expected. */
    private final String expectation;

    /** The line of the fault, from 1. */
    private final int line;

    /** The column of the fault, from 1. */
    private final int column;

    private JsonException(String expectation, int line, int column) {
        super(expectation + " at line " + line + ", column " + column);
        this.expectation = expectation;
        this.line = line;
        this.column = column;
    }

    /** Declared as IOException: the callers' verifier then needs not load this class while all is well. */
    static IOException at(byte[] json, int start, int position, String expectation) {
        int line = 1;
        int column = 1;
        int end = Math.min(position, json.length);
        for (int i = start; i < end; i++) {
            if (json[i] == '\n') {
                line++;
                column = 1;
            } else if ((json[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return new JsonException(expectation, line, column);
    }

    /**
     * Returns what was expected, without the position.
     *
     * @return a sentence fragment such as {@code expected a string}
     */
    public String expectation() {
        return expectation;
    }

    /**
     * Returns the line of the fault.
     *
     * @return the line, from 1
     */
    public int line() {
        return line;
    }

    /**
     * Returns the column of the fault.
     *
     * @return the column in characters, from 1
     */
    public int column() {
        return column;
    }
}
