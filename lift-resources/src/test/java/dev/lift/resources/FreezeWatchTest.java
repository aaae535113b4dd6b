package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What tells that time has passed unseen. */
class FreezeWatchTest {
    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final FreezeWatch watch = new FreezeWatch(clock, () -> 0);
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Test
    void freeze_isNoticedOnce() {
        watch.look(() -> events.add("early"));
        clock.advance(Duration.ofHours(1));
        watch.look(() -> events.add("frozen"));
        watch.look(() -> events.add("again"));
        clock.advance(Duration.ofHours(-2));
        watch.look(() -> events.add("set back"));
        assertThat(events).containsExactly("frozen", "set back");
    }

    /** Whoever comes second would borrow what has died, as nobody had been told yet. */
    @Test
    void LC04_whoeverLooksMeanwhile_waitsUntilTheFreezeIsKnown() throws Exception {
        clock.advance(Duration.ofHours(1));
        CountDownLatch noticed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread first = new Thread(() -> watch.look(() -> {
            noticed.countDown();
            awaitQuietly(goOn);
            events.add("known");
        }));
        Thread second = new Thread(() -> {
            watch.look(() -> events.add("noticed twice"));
            events.add("goes on");
        });
        first.start();
        noticed.await();
        second.start();
        while (second.getState() != Thread.State.BLOCKED) {
            assertThat(second.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        goOn.countDown();
        first.join();
        second.join();
        assertThat(events).containsExactly("known", "goes on");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
