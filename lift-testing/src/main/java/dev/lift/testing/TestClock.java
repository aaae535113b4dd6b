package dev.lift.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that stands still until it is told to move, and moves as far as it is told: for deadlines, freezes and restores
 * without waiting.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
 * clock.advance(Duration.ofHours(8)); // the environment was frozen
 * }</pre>
 */
public final class TestClock extends Clock {
    /** Guarded by this clock's lock. */
    private Instant now;

    private TestClock(Instant now) {
        this.now = now;
    }

    /**
     * Makes a clock.
     *
     * @param now the time it shows
     * @return the clock
     */
    public static TestClock at(Instant now) {
        return new TestClock(now);
    }

    /**
     * Moves the clock.
     *
     * @param by how far; a negative duration moves it back
     */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
