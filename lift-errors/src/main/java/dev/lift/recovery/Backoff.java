package dev.lift.recovery;

import dev.lift.errors.ApiException;
import io.github.resilience4j.core.IntervalBiFunction;
import io.github.resilience4j.core.functions.Either;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait: a random time up to a bound that doubles (full jitter), and at least as long as the callee asks for. */
final class Backoff<T> implements IntervalBiFunction<T> {
    private final long first;
    private final long longest;
    private final long mostAsked;
    private final RandomGenerator random;

    Backoff(RetryOptions options, RandomGenerator random) {
        first = Durations.millis(options.firstBackoff);
        longest = Durations.millis(options.longestBackoff);
        mostAsked = Durations.millis(options.maxRetryAfter);
        this.random = random;
    }

    /** Returns milliseconds, or -1 where the callee asks for more than can be waited. */
    @Override
    public Long apply(Integer attempt, Either<Throwable, T> outcome) {
        long asked = outcome.isLeft() ? asked(outcome.getLeft()) : 0;
        if (asked > mostAsked) {
            return -1L;
        }
        return Math.max(asked, jitter(attempt));
    }

    private long jitter(int attempt) {
        long bound = attempt > 62 || first > longest >> (attempt - 1) ? longest : first << (attempt - 1);
        return bound == 0 ? 0 : random.nextLong(Math.min(bound, Long.MAX_VALUE - 1) + 1);
    }

    private static long asked(Throwable thrown) {
        return thrown instanceof ApiException exception
                ? exception.retryAfter().map(Backoff::millis).orElse(0L)
                : 0;
    }

    private static long millis(Duration asked) {
        return asked.isNegative() ? 0 : Durations.millis(asked);
    }
}
