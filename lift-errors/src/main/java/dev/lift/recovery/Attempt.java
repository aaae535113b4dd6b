package dev.lift.recovery;

import java.time.Duration;

/**
 * One attempt of a call.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Price price = prices.call(request.deadline(), attempt -> client.price(sku, attempt.remaining()));
 * }</pre>
 */
public final class Attempt {
    private final int number;
    private final long limitMillis;

    Attempt(int number, long limitMillis) {
        this.number = number;
        this.limitMillis = limitMillis;
    }

    /**
     * Returns which attempt this is.
     *
     * @return the number, from 1
     */
    public int number() {
        return number;
    }

    /**
     * Returns how long this attempt may take, from its beginning: a client's own time limit should be no longer.
     *
     * @return the smaller of the time limit and what the invocation's deadline leaves; {@link Long#MAX_VALUE} milliseconds where
     *     there is neither
     */
    public Duration remaining() {
        return Duration.ofMillis(limitMillis);
    }

    /** The number. */
    @Override
    public String toString() {
        return "attempt " + number;
    }
}
