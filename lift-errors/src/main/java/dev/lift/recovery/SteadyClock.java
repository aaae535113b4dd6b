package dev.lift.recovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A clock that never stands still and never goes back. A frozen environment may find that only the wall clock has moved, and a
 * wall clock that was set back would keep a circuit breaker open: so from one look to the next this one moves by whichever of wall
 * clock and ticker has moved further.
 */
final class SteadyClock extends Clock {
    private final Clock wall;
    private final LongSupplier ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private Instant now;
    private Instant wallBefore;
    private long ticksBefore;

    SteadyClock(Clock wall, LongSupplier ticker) {
        this.wall = wall;
        this.ticker = ticker;
        now = wall.instant();
        wallBefore = now;
        ticksBefore = ticker.getAsLong();
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            Instant wallNow = wall.instant();
            long ticks = ticker.getAsLong();
            Duration byWall = Duration.between(wallBefore, wallNow);
            Duration byTicks = Duration.ofNanos(ticks - ticksBefore);
            Duration moved = byWall.compareTo(byTicks) > 0 ? byWall : byTicks;
            wallBefore = wallNow;
            ticksBefore = ticks;
            now = moved.isNegative() ? now : now.plus(moved);
            return now;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ZoneId getZone() {
        return wall.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new SteadyClock(wall.withZone(zone), ticker);
    }
}
