package dev.lift.recovery;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * When and how often a call is repeated. Not thread-safe.
 *
 * <pre>{@code
 * Recovery<Price> prices = Recovery.<Price>builder("prices")
 *         .retry(retry -> retry.attempts(4).backoff(Duration.ofMillis(50), Duration.ofSeconds(1)))
 *         .build();
 * }</pre>
 */
public final class RetryOptions {
    private static final int MAX_ATTEMPTS = 100;

    int attempts = 3;
    Duration firstBackoff = Duration.ofMillis(100);
    Duration longestBackoff = Duration.ofSeconds(2);
    Duration maxElapsed = Duration.ofSeconds(30);
    Duration maxRetryAfter = Duration.ofSeconds(10);
    double budgetRatio = 0.1;
    int budgetReserve = 10;
    Predicate<Throwable> retryable = Classification::isRetryable;

    RetryOptions() {}

    /**
     * Sets how often a call is made.
     *
     * @param count the most attempts, the first included, 1 to 100; 3 unless set
     * @return these options
     * @throws IllegalArgumentException when it is outside its range
     */
    public RetryOptions attempts(int count) {
        if (count < 1 || count > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("attempts must be 1 to " + MAX_ATTEMPTS + ", was " + count);
        }
        attempts = count;
        return this;
    }

    /**
     * Sets how long is waited: before the second attempt a random time up to the first duration, and up to twice as much each time
     * after (full jitter).
     *
     * @param first the most before the second attempt, from zero; 100 ms unless set
     * @param longest the most before any attempt, not below the first; 2 seconds unless set
     * @return these options
     * @throws IllegalArgumentException when one is outside its range
     */
    public RetryOptions backoff(Duration first, Duration longest) {
        Durations.notNegative("the first backoff", first);
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the longest backoff must not be below the first, was " + longest + " and " + first);
        }
        firstBackoff = first;
        longestBackoff = longest;
        return this;
    }

    /**
     * Sets how long all attempts and waits may take together: no attempt begins after that.
     *
     * @param duration above zero; 30 seconds unless set
     * @return these options
     * @throws IllegalArgumentException when it is not above zero
     */
    public RetryOptions maxElapsed(Duration duration) {
        maxElapsed = Durations.positive("maxElapsed", duration);
        return this;
    }

    /**
     * Sets how long a wait that the callee asks for by {@code Retry-After} may be. One that is longer ends the attempts.
     *
     * @param duration from zero; 10 seconds unless set
     * @return these options
     * @throws IllegalArgumentException when it is negative
     */
    public RetryOptions maxRetryAfter(Duration duration) {
        maxRetryAfter = Durations.notNegative("maxRetryAfter", duration);
        return this;
    }

    /**
     * Sets how many of all calls may be repeated, so that a callee that is down is not flooded: each call puts a part of a repetition
     * into the budget, and each repetition takes one out.
     *
     * @param ratio repetitions for each call, 0 to 1; 0.1 unless set
     * @param reserve what the budget begins with and holds at most, 0 to 1,000; 10 unless set
     * @return these options
     * @throws IllegalArgumentException when one is outside its range
     */
    public RetryOptions budget(double ratio, int reserve) {
        if (!(ratio >= 0 && ratio <= 1) || reserve < 0 || reserve > 1_000) {
            throw new IllegalArgumentException(
                    "the ratio must be 0 to 1 and the reserve 0 to 1000, were " + ratio + " and " + reserve);
        }
        budgetRatio = ratio;
        budgetReserve = reserve;
        return this;
    }

    /**
     * Sets which errors may pass.
     *
     * @param errors tells whether the same call may succeed later; unless set, errors that are mapped to a retryable code, time-outs,
     *     and broken connections. One that throws counts as no.
     * @return these options
     */
    public RetryOptions retryIf(Predicate<Throwable> errors) {
        retryable = errors;
        return this;
    }
}
