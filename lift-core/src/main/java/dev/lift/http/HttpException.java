package dev.lift.http;

import dev.lift.json.FieldError;
import java.util.List;

/**
 * An answer that is not a success, thrown. Its status and detail go to the client as an RFC 9457 problem, so the detail
 * must be a sentence that is safe to show; the cause stays in the server.
 *
 * <p>Immutable apart from what {@link Throwable} allows.
 *
 * <pre>{@code
 * throw new HttpException(404, "No order has this number");
 * }</pre>
 */
public class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The status code of the reply. */
    private final int status;

    private final transient Headers headers;

    private final transient List<FieldError> errors;

    /**
     * Makes an exception without headers.
     *
     * @param status the status code, 400 to 599
     * @param detail a sentence for the client
     * @throws IllegalArgumentException when the status is outside its range
     */
    public HttpException(int status, String detail) {
        this(status, detail, Headers.EMPTY);
    }

    /**
     * Makes an exception with headers for the reply, such as {@code Retry-After} or {@code Allow}.
     *
     * @param status the status code, 400 to 599
     * @param detail a sentence for the client
     * @param headers the headers to add to the reply
     * @throws IllegalArgumentException when the status is outside its range
     */
    public HttpException(int status, String detail, Headers headers) {
        this(status, detail, headers, List.of());
    }

    /** Makes one for a body whose fields were refused. */
    HttpException(int status, String detail, Headers headers, List<FieldError> errors) {
        super(detail);
        if (!isError(status)) {
            throw new IllegalArgumentException("An HttpException has a status of 400 to 599, not " + status);
        }
        this.status = status;
        this.headers = headers;
        this.errors = errors;
    }

    private static boolean isError(int status) {
        return status >= 400 && status <= 599;
    }

    /** Makes one to throw. Declared as its JDK superclass, or else each class that throws it would load this one. */
    static RuntimeException refusal(int status, String detail) {
        return new HttpException(status, detail);
    }

    /**
     * Returns the status of the reply.
     *
     * @return the status code, 400 to 599
     */
    public final int status() {
        return status;
    }

    /**
     * Returns the sentence for the client.
     *
     * @return the detail
     */
    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /**
     * Returns headers for the reply.
     *
     * @return the headers, possibly none
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the fields of the request's body that were refused.
     *
     * @return the errors, in the order of the body; none when this is about something else
     */
    public List<FieldError> errors() {
        return errors;
    }

    /**
     * Returns the reply: an RFC 9457 problem with {@code type}, {@code title}, {@code status}, the request id, the detail
     * unless it is empty, and the fields that were refused if any were.
     *
     * @param requestId the id of the invocation
     * @return the reply
     */
    public final Response toResponse(String requestId) {
        return ProblemBody.response(this, requestId);
    }

    /**
     * Returns what a status means, as the title of a problem whose type is {@code about:blank} says it (RFC 9457 section
     * 4.2.1).
     *
     * @param status the status code, 400 to 599
     * @return the reason phrase, such as {@code Not Found}; {@code Client Error} or {@code Server Error} for a code without one
     * @throws IllegalArgumentException when the status is outside its range
     */
    public static String title(int status) {
        if (!isError(status)) {
            throw new IllegalArgumentException("The status of an error is 400 to 599, not " + status);
        }
        return ProblemBody.title(status);
    }
}
