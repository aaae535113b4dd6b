package dev.lift.recovery;

import dev.lift.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A clock that waits move, and the waits. */
final class FakeTime {
    final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    final List<Duration> waits = new ArrayList<>();

    <T> RecoveryBuilder<T> builder(String name) {
        return Recovery.<T>builder(name).clock(clock).random(new Random(1)).sleeper(duration -> {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            waits.add(duration);
            clock.advance(duration);
        });
    }

    /** Time passes as in a call. */
    void pass(Duration duration) {
        clock.advance(duration);
    }
}
