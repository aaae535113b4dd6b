package dev.lift.resources;

import java.time.Duration;

/** A time that several things have together. */
final class TimeLeft {
    private final long end;

    TimeLeft(Duration all) {
        end = System.nanoTime() + all.toNanos();
    }

    /** Returns what is left now; at least a millisecond, for what may not take any time to get a chance. */
    Duration now() {
        long left = end - System.nanoTime();
        return left < 1_000_000 ? Duration.ofMillis(1) : Duration.ofNanos(left);
    }

    Duration atMost(Duration limit) {
        Duration left = now();
        return left.compareTo(limit) < 0 ? left : limit;
    }
}
