package dev.lift.recovery;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Random numbers for any thread, and for each of the processes that begin with one snapshot: they would all have the numbers of {@link
 * ThreadLocalRandom} in common, and try again at one moment, but no two have the same time.
 */
final class SharedRandom implements RandomGenerator {
    /** An odd number whose multiples are far apart: 2^64 divided by the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final LongSupplier numbers;
    private final LongSupplier ticker;

    SharedRandom() {
        this(() -> ThreadLocalRandom.current().nextLong(), System::nanoTime);
    }

    SharedRandom(LongSupplier numbers, LongSupplier ticker) {
        this.numbers = numbers;
        this.ticker = ticker;
    }

    @Override
    public long nextLong() {
        return numbers.getAsLong() ^ ticker.getAsLong() * SPREAD;
    }
}
