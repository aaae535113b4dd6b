package dev.lift.middleware;

import java.util.function.LongSupplier;

/** The nanoseconds of this process. A class, as a method reference would cost a start more. */
final class SystemTicker implements LongSupplier {
    @Override
    public long getAsLong() {
        return System.nanoTime();
    }
}
