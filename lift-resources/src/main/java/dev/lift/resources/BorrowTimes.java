package dev.lift.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many borrowers have waited how long, in powers of two of a microsecond. Guarded by a lock of its owner. */
final class BorrowTimes {
    private static final int BUCKETS = 40;

    private final long[] counts = new long[BUCKETS];

    void record(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
        counts[Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(micros))]++;
    }

    List<Long> snapshot() {
        List<Long> times = new ArrayList<>(BUCKETS);
        for (long count : counts) {
            times.add(count);
        }
        return List.copyOf(times);
    }
}
