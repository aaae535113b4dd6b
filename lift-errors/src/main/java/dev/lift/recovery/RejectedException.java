package dev.lift.recovery;

import dev.lift.errors.ErrorCode;
import dev.lift.errors.UnavailableException;
import java.time.Duration;

/**
 * A call that was not made: 503 with {@code Retry-After}.
 *
 * <pre>{@code
 * Price price;
 * try {
 *     price = prices.call(attempt -> client.price(sku));
 * } catch (RejectedException rejected) {
 *     price = rejected.reason() == RejectedException.Reason.CIRCUIT_OPEN ? listPrice(sku) : Price.UNKNOWN;
 * }
 * }</pre>
 */
public final class RejectedException extends UnavailableException {
    private static final long serialVersionUID = 1;

    /** Why a call was not made: the codes of these problems. */
    public enum Reason implements ErrorCode {
        /** The circuit breaker is open, or all permits of its half-open state are taken. */
        CIRCUIT_OPEN("circuit-open", "Something that is needed has failed too often; try again later"),
        /** As many calls as allowed are under way. */
        BULKHEAD_FULL("bulkhead-full", "Too much is going on at once; try again later"),
        /** Too little time is left before the invocation ends. */
        DEADLINE_TOO_NEAR("deadline-too-near", "Too little time is left for this request; try again"),
        /** Too many calls that ran into their time limit still have not ended. */
        TOO_MANY_ABANDONED("too-many-abandoned", "Too much is going on at once; try again later");

        private final String code;
        private final String title;

        Reason(String code, String title) {
            this.code = code;
            this.title = title;
        }

        @Override
        public String code() {
            return code;
        }

        @Override
        public int status() {
            return 503;
        }

        @Override
        public String title() {
            return title;
        }
    }

    /** Why the call was not made. */
    private final Reason reason;

    RejectedException(Reason reason, String name, Duration retryAfter) {
        super(reason);
        this.reason = reason;
        retryAfter(retryAfter);
        context("recovery", name);
    }

    /**
     * Returns why the call was not made.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /** False: whoever is told to wait must not retry at once. A client may, after {@code Retry-After}. */
    @Override
    public boolean isRetryable() {
        return false;
    }
}
