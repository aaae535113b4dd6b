package dev.lift.resources;

import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Nothing could be borrowed: 503 with {@code Retry-After}. The message and the cause are for the log; a client hears that it should
 * come back.
 *
 * <pre>{@code
 * try (Lease<Session> lease = pool.borrow(request.deadline())) {
 *     lease.get().ping();
 * } catch (PoolException nothing) {
 *     metrics.count("sessions", nothing.reason());
 * }
 * }</pre>
 */
public final class PoolException extends HttpException {
    private static final long serialVersionUID = 1;

    /** Why nothing could be borrowed. */
    public enum Reason {
        /** All were on loan for as long as the borrower could wait. */
        EXHAUSTED,
        /** None was there, and none could be made; the cause says why. */
        CREATION_FAILED,
        /** The pool is closed. */
        CLOSED
    }

    /** Why nothing could be borrowed. */
    private final Reason reason;

    /** What happened, for the log. */
    private final String message;

    PoolException(Reason reason, String message, @Nullable Throwable cause) {
        super(503, "Something that is needed is not available; try again later", Headers.of("Retry-After", "1"));
        this.reason = reason;
        this.message = message;
        if (cause != null) {
            initCause(cause);
        }
    }

    /**
     * Returns why nothing could be borrowed.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** The sentence for the client. */
    @Override
    public String detail() {
        return "Something that is needed is not available; try again later";
    }

    /** What happened, for the log. */
    @Override
    public String getMessage() {
        return message;
    }
}
