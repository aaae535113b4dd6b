package dev.lift.recovery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a call came to: for logs, metrics and tests.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Recovery<Price> prices = Recovery.<Price>builder("prices")
 *         .retry(retry -> retry.attempts(3))
 *         .observe(attempts -> metrics.count(attempts.name(), attempts.outcome().name()))
 *         .build();
 * }</pre>
 */
public final class Attempts {
    /** What a call came to. */
    public enum Outcome {
        /** The first attempt succeeded. */
        SUCCEEDED,
        /** A later attempt succeeded. */
        RETRIED,
        /** No attempt succeeded, and the fallback or a stale value was returned. */
        FELL_BACK,
        /** The call failed. */
        FAILED
    }

    /** Why there was no further attempt. */
    public enum Stop {
        /** There was nothing to repeat: an attempt succeeded. */
        SUCCESS,
        /** The error is none that may pass, or the call may not be repeated. */
        NOT_RETRYABLE,
        /** All attempts were made. */
        ATTEMPTS,
        /** The retry budget is spent. */
        BUDGET,
        /** The next attempt could not have ended before the deadline, or within the most time for all of them. */
        DEADLINE,
        /** The thread was interrupted. */
        INTERRUPTED
    }

    private final String name;
    private final int count;
    private final List<Throwable> causes;
    private final Duration waited;
    private final Outcome outcome;
    private final Stop stop;

    Attempts(String name, int count, List<Throwable> causes, Duration waited, Outcome outcome, Stop stop) {
        this.name = name;
        this.count = count;
        this.causes = List.copyOf(causes);
        this.waited = waited;
        this.outcome = outcome;
        this.stop = stop;
    }

    /**
     * Returns the attempts that led to an error. They are a suppressed exception of it.
     *
     * @param thrown what {@link Recovery#call} threw
     * @return the attempts of the innermost recovery that had retried; empty when none had
     */
    public static Optional<Attempts> of(Throwable thrown) {
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed instanceof AttemptsException log) {
                return Optional.of(log.attempts());
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the name of the recovery.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns how many attempts were made.
     *
     * @return the count, from 1; an attempt that the circuit breaker or the bulkhead refused counts
     */
    public int count() {
        return count;
    }

    /**
     * Returns why attempts failed.
     *
     * @return an error for each attempt that failed, in their order, the first 20
     */
    public List<Throwable> causes() {
        return causes;
    }

    /**
     * Returns how long was waited between attempts.
     *
     * @return the sum
     */
    public Duration waited() {
        return waited;
    }

    /**
     * Returns what the call came to.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns why there was no further attempt.
     *
     * @return the reason
     */
    public Stop stop() {
        return stop;
    }

    /** Name, outcome, count and time, for people. */
    @Override
    public String toString() {
        return name + ": " + outcome + " after " + count + (count == 1 ? " attempt" : " attempts") + ", waited "
                + waited.toMillis() + " ms, stopped by " + stop;
    }
}
