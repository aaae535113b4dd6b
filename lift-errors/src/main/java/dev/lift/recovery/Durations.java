package dev.lift.recovery;

import java.time.Duration;

/** Checks durations of options, and saturates where milliseconds would overflow. */
final class Durations {
    private Durations() {}

    static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be above zero, was " + duration);
        }
        return duration;
    }

    static Duration notNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, was " + duration);
        }
        return duration;
    }

    /** Returns the milliseconds, those of a fraction rounded up. */
    static long millis(Duration duration) {
        if (duration.getSeconds() > Long.MAX_VALUE / 1_000 - 1) {
            return Long.MAX_VALUE;
        }
        return duration.getSeconds() * 1_000 + (duration.getNano() + 999_999) / 1_000_000;
    }

    static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
