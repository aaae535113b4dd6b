package dev.lift.json;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON that is malformed (RFC 8259), or whose fields are not what was expected. The message says what was expected and where,
 * and never repeats the input, so it is safe to send to a client. It has no stack trace: bad input must not cost more than good
 * input, and where in the code it was noticed helps nobody.
 *
 * <pre>{@code
 * try {
 *     codec.read(new JsonReader(bytes));
 * } catch (JsonException refused) {
 *     System.err.println(refused.line() + ":" + refused.column());
 *     for (FieldError field : refused.errors()) {
 *         System.err.println(field.pointer() + " " + field.detail());
 *     }
 * }
 * }</pre>
 */
public final class JsonException extends IOException {
    private static final long serialVersionUID = 1;

    /** What was expected. */
    private final String expectation;

    /** The index of the fault in the text. */
    final int position;

    /** The member of the object at the position that is meant, if it is not the whole value. */
    final @Nullable String member;

    /** The text, to find line, column and pointers in when somebody asks for them. */
    private final transient byte @Nullable [] json;

    private final transient int start;
    private final transient @Nullable FieldErrors fields;

    // Declared as IOException, these spare the verifier of their callers this class while all is well.

    /** Makes one for text after whose fault nothing can be read. */
    static IOException malformed(byte[] json, int start, int position, String expectation) {
        return new JsonException(json, start, position, null, expectation, null);
    }

    /** Makes one for a value that was refused, or for a member of it. */
    static IOException refused(
            byte[] json, int start, int limit, int position, @Nullable String member, String expectation) {
        return new JsonException(json, start, position, member, expectation, new FieldErrors(json, start, limit));
    }

    /** Makes one for all the fields that were refused. */
    static IOException collected(byte[] json, int start, int position, String expectation, FieldErrors fields) {
        return new JsonException(json, start, position, null, expectation, fields);
    }

    private JsonException(
            byte @Nullable [] json,
            int start,
            int position,
            @Nullable String member,
            String expectation,
            @Nullable FieldErrors fields) {
        super(expectation);
        this.json = json;
        this.start = start;
        this.position = position;
        this.member = member;
        this.expectation = expectation;
        this.fields = fields;
    }

    private JsonException(FieldErrors fields) {
        this(null, 0, 0, null, fields.first().detail(), fields);
    }

    /**
     * Makes an exception for fields that another reader of JSON has refused.
     *
     * @param errors what was refused, at least one
     * @return the exception, which knows neither line nor column
     * @throws IllegalArgumentException when there is no error
     */
    public static JsonException of(List<FieldError> errors) {
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("Expected at least one field that was refused");
        }
        return new JsonException(new FieldErrors(errors));
    }

    /** Says whether the position is one in this text. */
    boolean isAbout(byte[] text) {
        return json == text;
    }

    /** Says whether nothing behind the fault can be read. */
    boolean isMalformed() {
        return fields == null;
    }

    /** Says whether its errors are noted already in what a reader has collected. */
    boolean isOf(FieldErrors collected) {
        return fields == collected;
    }

    /**
     * Returns the fields that were refused, in the order of the document.
     *
     * @return the errors, at least one; none when the text is malformed or over a limit
     */
    public List<FieldError> errors() {
        if (fields == null) {
            return List.of();
        }
        return fields.size() == 0 ? fields.only(this) : fields.list();
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
     * Returns the line of the fault, of the first one when there are several.
     *
     * @return the line, from 1
     */
    public int line() {
        int line = 1;
        for (int i = start; json != null && i < Math.min(position, json.length); i++) {
            if (json[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    /**
     * Returns the column of the fault, of the first one when there are several.
     *
     * @return the column in characters, from 1
     */
    public int column() {
        int column = 1;
        for (int i = start; json != null && i < Math.min(position, json.length); i++) {
            if (json[i] == '\n') {
                column = 1;
            } else if ((json[i] & 0xC0) != 0x80) {
                column++;
            }
        }
        return column;
    }

    @Override
    public String getMessage() {
        String subject = member == null ? "" : member + " ";
        return json == null
                ? subject + expectation
                : subject + expectation + " at line " + line() + ", column " + column();
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
