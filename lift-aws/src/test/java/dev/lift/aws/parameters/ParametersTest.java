package dev.lift.aws.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.testing.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that are kept for a while. Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ParametersTest {
    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean down;

    private final Parameters parameters = Parameters.of(name -> {
                int number = fetches.incrementAndGet();
                if (down) {
                    throw new IOException("down");
                }
                return name + " " + number;
            })
            .clock(clock, ticks::get);

    /** Time goes by, for the clock and the process alike. */
    private void pass(Duration time) {
        clock.advance(time);
        ticks.addAndGet(time.toNanos());
    }

    @Test
    void value_isFetchedOnce_untilItIsOld() {
        assertThat(parameters.get("a")).isEqualTo("a 1");
        pass(Duration.ofSeconds(299));
        assertThat(parameters.get("a")).isEqualTo("a 1");
        assertThat(parameters.get("b")).isEqualTo("b 2");
        pass(Duration.ofSeconds(1));
        assertThat(parameters.get("a")).isEqualTo("a 3");
        assertThat(fetches).hasValue(3);
    }

    /** LC-08: a process that was frozen has not ticked, and a clock that was set back has not moved. */
    @Test
    void LC08_freezeAndClockThatIsSetBack_makeNoValueYounger() {
        assertThat(parameters.get("a")).isEqualTo("a 1");
        clock.advance(Duration.ofHours(3));
        assertThat(parameters.get("a")).isEqualTo("a 2");
        clock.advance(Duration.ofHours(-2));
        assertThat(parameters.get("a")).isEqualTo("a 3");
        ticks.addAndGet(Duration.ofMinutes(6).toNanos());
        assertThat(parameters.get("a")).isEqualTo("a 4");
    }

    @Test
    void sourceThatIsDown_costsNothing_whileTheValueDoes() {
        assertThat(parameters.get("a")).isEqualTo("a 1");
        down = true;
        pass(Duration.ofMinutes(6));
        assertThat(parameters.get("a")).isEqualTo("a 1");
        assertThat(parameters.get("a")).isEqualTo("a 1");
        assertThat(fetches).as("asked once in ten seconds").hasValue(2);
        pass(Duration.ofSeconds(10));
        assertThat(parameters.get("a")).isEqualTo("a 1");
        assertThat(fetches).hasValue(3);
        down = false;
        pass(Duration.ofSeconds(10));
        assertThat(parameters.get("a")).isEqualTo("a 4");
        down = true;
        pass(Duration.ofMinutes(60));
        assertThatThrownBy(() -> parameters.get("a"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("The parameter a can not be fetched")
                .hasRootCauseMessage("down");
    }

    @Test
    void valueThatWasNeverFetched_isAFailure_andTriedAgain() {
        down = true;
        assertThatThrownBy(() -> parameters.get("a")).isInstanceOf(ParameterException.class);
        down = false;
        assertThat(parameters.get("a")).isEqualTo("a 2");
    }

    /** One asks the source; those that have a value go on with it, and those that have none wait. */
    @Test
    void manyThreads_askOnce() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch asking = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Parameters shared = Parameters.of(name -> {
                    if (asked.incrementAndGet() > 1) {
                        asking.countDown();
                        answer.await(30, TimeUnit.SECONDS);
                    }
                    return "value " + asked.get();
                })
                .clock(clock, ticks::get);
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        inThreads(16, () -> got.add(shared.get("a")));
        assertThat(got).hasSize(16).containsOnly("value 1");
        pass(Duration.ofMinutes(6));
        Thread slow = new Thread(() -> got.add(shared.get("a")));
        slow.start();
        assertThat(asking.await(30, TimeUnit.SECONDS)).isTrue();
        got.clear();
        inThreads(16, () -> got.add(shared.get("a")));
        assertThat(got).hasSize(16).containsOnly("value 1");
        answer.countDown();
        slow.join();
        assertThat(shared.get("a")).isEqualTo("value 2");
        assertThat(asked).hasValue(2);
    }

    private static void inThreads(int number, Runnable action) throws Exception {
        CyclicBarrier start = new CyclicBarrier(number);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await(30, TimeUnit.SECONDS);
                } catch (Exception broken) {
                    return;
                }
                action.run();
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Each waits for the others: that they come is that they are fetched at one time. */
    @Test
    void prefetch_fetchesAllAtOneTime() {
        CyclicBarrier all = new CyclicBarrier(3);
        Parameters prefetched = Parameters.of(name -> {
                    all.await(30, TimeUnit.SECONDS);
                    fetches.incrementAndGet();
                    return name;
                })
                .prefetch("a", "b", "c");
        assertThat(prefetched.get("a")).isEqualTo("a");
        assertThat(fetches).hasValue(3);
        assertThat(prefetched).hasToString("Parameters[a, b, c]");
    }

    @Test
    void prefetchThatFails_namesAllThatDo() {
        assertThatThrownBy(() -> Parameters.of(name -> {
                            if (name.startsWith("bad")) {
                                throw new IOException("no");
                            }
                            return name;
                        })
                        .prefetch("bad-2", "good", "bad-1"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("Parameters can not be fetched: [bad-1, bad-2]");
    }

    /** LC-07: no secret is in a snapshot, and each process that comes of it has fetched its own. */
    @Test
    void LC07_snapshot_hasNoValues_andTheRestoreFetchesAgain() {
        parameters.prefetch("a");
        assertThat(parameters.get("b")).isEqualTo("b 2");
        parameters.beforeCheckpoint();
        assertThat(parameters).hasToString("Parameters[]");
        parameters.afterRestore();
        assertThat(parameters).hasToString("Parameters[a]");
        assertThat(parameters.get("a")).isEqualTo("a 3");
        assertThat(parameters.get("b")).isEqualTo("b 4");
        down = true;
        assertThatThrownBy(parameters::afterRestore).hasMessageContaining("[a]");
    }

    @Test
    void DO10_names_areBounded() {
        for (int i = 0; i < 1_000; i++) {
            parameters.get("name-" + i);
        }
        assertThatThrownBy(() -> parameters.get("one-more")).hasMessageContaining("1000 names");
        assertThat(parameters.get("name-7")).isEqualTo("name-7 8");
    }

    @Test
    void settings_outsideTheirRanges_areRefused() {
        assertThatThrownBy(() -> parameters.maxAge(Duration.ofMillis(999))).hasMessageContaining("a second to a day");
        assertThatThrownBy(() -> parameters.maxAge(Duration.ofDays(2))).hasMessageContaining("a second to a day");
        assertThatThrownBy(() -> parameters.staleFor(Duration.ofNanos(-1))).hasMessageContaining("zero");
        assertThat(parameters.toString()).doesNotContain("a 1");
    }
}
