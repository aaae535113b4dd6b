package dev.lift.resources;

import dev.lift.resources.internal.Warnings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells a listener of a pool what happens, and keeps its failures from whoever borrows. */
final class Announcer {
    private final String pool;
    private final @Nullable PoolListener listener;
    private volatile boolean failedBefore;

    Announcer(String pool, @Nullable PoolListener listener) {
        this.pool = pool;
        this.listener = listener;
    }

    void tell(PoolListener.Event event, long nanos) {
        if (listener == null) {
            return;
        }
        try {
            listener.happened(event, Duration.ofNanos(Math.max(0, nanos)));
        } catch (Throwable failed) {
            if (failed instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
                throw fatal;
            }
            if (!failedBefore) {
                failedBefore = true; // One that fails each time would fill the log.
                Warnings.log("The listener of the pool " + pool + " failed", failed);
            }
        }
    }
}
