package dev.lift.resources;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Notices that the process was frozen: more time has passed by the wall clock than by the clock that HikariCP counts with, which stands
 * still in a machine that is paused.
 */
final class FreezeWatch {
    private static final Duration FREEZE = Duration.ofMillis(500);

    private final Clock clock;
    private final LongSupplier ticker;

    // Guarded by this object's lock.
    private Instant lastWall;
    private long lastTick;

    FreezeWatch(Clock clock, LongSupplier ticker) {
        this.clock = clock;
        this.ticker = ticker;
        lastWall = clock.instant();
        lastTick = ticker.getAsLong();
    }

    /**
     * Does something when the process was frozen since the last look, or its clock set back, which hides how long. Whoever looks meanwhile
     * waits until it is done: they would go on with what may have died.
     */
    synchronized void look(Runnable frozen) {
        Instant wall = clock.instant();
        long tick = ticker.getAsLong();
        Duration unseen = Duration.between(lastWall, wall).minusNanos(tick - lastTick);
        lastWall = wall;
        lastTick = tick;
        if (unseen.abs().compareTo(FREEZE) > 0) {
            frozen.run();
        }
    }
}
