package dev.lift.errors;

import dev.lift.http.HttpException;
import java.util.Optional;

/**
 * An error that an app can answer with: its name for programs, and what is the same each time. Usually an enum; constants by
 * {@link #of} do as well. A {@link Catalogue} collects those of an app.
 *
 * <p>Implementations must be immutable.
 *
 * <pre>{@code
 * enum OrderError implements ErrorCode {
 *     ORDER_NOT_FOUND("order-not-found", 404, "There is no such order"),
 *     OUT_OF_STOCK("out-of-stock", 409, "Too few are left");
 *
 *     private final String code;
 *     private final int status;
 *     private final String title;
 *
 *     OrderError(String code, int status, String title) {
 *         this.code = code;
 *         this.status = status;
 *         this.title = title;
 *     }
 *
 *     public String code() { return code; }
 *     public int status() { return status; }
 *     public String title() { return title; }
 * }
 * }</pre>
 */
public interface ErrorCode {
    /**
     * Returns the name of the error for programs, which must never change.
     *
     * @return lower-case letters, digits and dashes, such as {@code order-not-found}
     */
    String code();

    /**
     * Returns the status of a reply with this error.
     *
     * @return the status code, 400 to 599
     */
    int status();

    /**
     * Returns what is the same each time, for people.
     *
     * @return a short sentence that is safe to send to a client; what the status means unless overridden
     */
    default String title() {
        return HttpException.title(status());
    }

    /**
     * Returns where the error is documented, which is the {@code type} of its problems.
     *
     * @return an absolute URL; empty unless overridden
     */
    default Optional<String> documentation() {
        return Optional.empty();
    }

    /**
     * Tells whether the same request may succeed later.
     *
     * @return whether it may; unless overridden, with 429, 502, 503 and 504
     */
    default boolean isRetryable() {
        return SimpleErrorCode.isRetryable(status());
    }

    /**
     * Makes a code.
     *
     * @param code lower-case letters, digits and dashes
     * @param status the status code, 400 to 599
     * @param title a short sentence that is safe to send to a client
     * @return the code
     * @throws IllegalArgumentException when the code is malformed or the status outside its range
     */
    static ErrorCode of(String code, int status, String title) {
        return new SimpleErrorCode(code, status, title);
    }
}
