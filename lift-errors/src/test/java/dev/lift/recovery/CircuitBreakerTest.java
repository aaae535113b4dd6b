package dev.lift.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lift.errors.Problems;
import dev.lift.testing.TestClock;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);

    private final FakeTime time = new FakeTime();

    private Breaker breaker(Consumer<CircuitBreakerOptions> changes) {
        CircuitBreakerOptions options = new CircuitBreakerOptions();
        options.window(4).minimumCalls(4).openFor(OPEN_FOR).halfOpenCalls(3);
        changes.accept(options);
        return new Breaker("callee", options, new SteadyClock(time.clock, () -> 0));
    }

    private static void fail(Breaker breaker) {
        breaker.failed(breaker.acquire(), 1, new ConnectException());
    }

    private static void succeed(Breaker breaker) {
        breaker.succeeded(breaker.acquire(), 1);
    }

    private void open(Breaker breaker) {
        for (int i = 0; i < 4; i++) {
            fail(breaker);
        }
        assertThat(breaker.state().name()).isEqualTo("OPEN");
    }

    private static void assertRejected(Breaker breaker) {
        assertThatThrownBy(breaker::acquire)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectedException.Reason.CIRCUIT_OPEN));
    }

    @Test
    void breaker_afterTooManyFailures_opensClosesAndOpensAgain() {
        Breaker breaker = breaker(options -> {});
        open(breaker);
        assertRejected(breaker);
        time.pass(OPEN_FOR.plusMillis(1));
        for (int i = 0; i < 3; i++) {
            succeed(breaker);
        }
        assertThat(breaker.state().name()).isEqualTo("CLOSED");
        open(breaker);
        time.pass(OPEN_FOR.plusMillis(1));
        for (int i = 0; i < 3; i++) {
            fail(breaker);
        }
        assertThat(breaker.state().name()).isEqualTo("OPEN");
        assertRejected(breaker);
    }

    @Test
    void retryAfter_ofAnOpenBreaker_isWhatIsLeft() {
        Breaker breaker = breaker(options -> {});
        open(breaker);
        time.pass(Duration.ofSeconds(4));
        RejectedException rejected = (RejectedException) catchThrowable(breaker::acquire);
        assertThat(rejected.retryAfter()).contains(Duration.ofSeconds(6));
        assertThat(rejected.isRetryable()).isFalse();
        assertThat(rejected.code().isRetryable()).isTrue();
    }

    @Test
    void clientFaults_areNotCountedAsFailures() {
        Breaker breaker = breaker(options -> {});
        for (int i = 0; i < 100; i++) {
            breaker.failed(breaker.acquire(), 1, Problems.notFound("x"));
            breaker.failed(breaker.acquire(), 1, Problems.rateLimited(Duration.ofSeconds(1)));
        }
        assertThat(breaker.state().name()).isEqualTo("CLOSED");
    }

    @Test
    void rejections_andInterrupts_sayNothing() {
        Breaker breaker = breaker(options -> {});
        open(breaker);
        time.pass(OPEN_FOR.plusMillis(1));
        for (int i = 0; i < 100; i++) {
            breaker.failed(breaker.acquire(), 1, new InterruptedException());
            breaker.failed(
                    breaker.acquire(),
                    1,
                    new RejectedException(RejectedException.Reason.BULKHEAD_FULL, "callee", Duration.ofSeconds(1)));
        }
        assertThat(breaker.state().name()).isEqualTo("HALF_OPEN");
        // Their permits are there again, and no more than those.
        for (int i = 0; i < 3; i++) {
            breaker.acquire();
        }
        assertRejected(breaker);
    }

    @Test
    void slowCalls_openTheBreakerToo() {
        Breaker breaker = breaker(options -> options.slowCalls(Duration.ofMillis(100), 50));
        for (int i = 0; i < 4; i++) {
            breaker.succeeded(breaker.acquire(), TimeUnit.MILLISECONDS.toNanos(i % 2 == 0 ? 150 : 50));
        }
        assertThat(breaker.state().name()).isEqualTo("OPEN");
    }

    /**
     * RE-08: at the instant of the transition as many calls as permitted go through, whoever comes. The figure in the guide is of
     * {@code -Drepetitions=10000}.
     */
    @Test
    void RE08_aThousandThreadsAtTheTransition_getExactlyThePermits() throws Exception {
        int threads = 1_000;
        int repetitions = Integer.getInteger("repetitions", 20);
        AtomicInteger permitted = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CyclicBarrier barrier = new CyclicBarrier(threads + 1);
        Breaker[] current = new Breaker[1];
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                for (int r = 0; r < repetitions; r++) {
                    await(barrier);
                    try {
                        current[0].acquire();
                        permitted.incrementAndGet();
                    } catch (RejectedException rejected) {
                        // One of the many.
                    }
                    await(barrier);
                }
            });
        }
        for (int r = 0; r < repetitions; r++) {
            Breaker breaker = breaker(options -> {});
            open(breaker);
            time.pass(OPEN_FOR.plusMillis(1));
            permitted.set(0);
            current[0] = breaker;
            await(barrier);
            await(barrier);
            if (permitted.get() != 3) {
                wrong.incrementAndGet();
            }
        }
        executor.shutdown();
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(wrong)
                .as("repetitions of %s with other than 3 permits", repetitions)
                .hasValue(0);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void RE09_trialsThatNeverComeBack_doNotKeepItHalfOpen() {
        Breaker breaker = breaker(options -> {});
        open(breaker);
        time.pass(OPEN_FOR.plusMillis(1));
        long hanging = breaker.acquire();
        breaker.acquire();
        breaker.acquire();
        assertRejected(breaker);
        time.pass(OPEN_FOR);
        assertRejected(breaker);
        assertThat(breaker.state().name()).isEqualTo("OPEN");
        time.pass(OPEN_FOR.plusMillis(1));
        // Three new permits; what the hanging one comes to is of another time.
        breaker.failed(hanging, 1, new ConnectException());
        for (int i = 0; i < 3; i++) {
            succeed(breaker);
        }
        assertThat(breaker.state().name()).isEqualTo("CLOSED");
    }

    @Test
    void RE09_errorsOfATrial_giveItsPermitBack() {
        Recovery<String> recovery = time.<String>builder("callee")
                .circuitBreaker(options ->
                        options.window(1).minimumCalls(1).openFor(OPEN_FOR).halfOpenCalls(1))
                .build();
        for (Throwable thrown :
                new Throwable[] {new ConnectException(), new LinkageError(), new StackOverflowError()}) {
            assertThat(catchThrowable(() -> recovery.call(attempt -> {
                        throw RecoveryTest.<Exception>sneaky(thrown);
                    })))
                    .isSameAs(thrown);
            assertThat(recovery.circuit()).isEqualTo("open");
            time.pass(OPEN_FOR.plusMillis(1));
        }
        assertThat(recovery.call(attempt -> "value")).isEqualTo("value");
        assertThat(recovery.circuit()).isEqualTo("closed");
    }

    @Test
    void RE10_resultsOfAnEarlierState_areNotCounted() {
        Breaker breaker = breaker(options -> {});
        long slow = breaker.acquire();
        open(breaker);
        time.pass(OPEN_FOR.plusMillis(1));
        long first = breaker.acquire();
        assertThat(breaker.state().name()).isEqualTo("HALF_OPEN");
        // These began while it was closed: they are no trials, whatever they come to.
        for (int i = 0; i < 5; i++) {
            breaker.failed(slow, 1, new ConnectException());
        }
        assertThat(breaker.state().name()).isEqualTo("HALF_OPEN");
        for (int i = 0; i < 5; i++) {
            breaker.succeeded(slow, 1);
        }
        assertThat(breaker.state().name()).isEqualTo("HALF_OPEN");
        breaker.succeeded(first, 1);
        succeed(breaker);
        succeed(breaker);
        assertThat(breaker.state().name()).isEqualTo("CLOSED");
    }

    /** RE-11: the window against a model that is plain to see, seeded. */
    @Test
    void RE11_slidingWindow_isThatOfTheModel() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            int window = 1 + random.nextInt(10);
            int minimum = 1 + random.nextInt(window);
            int percent = 1 + random.nextInt(100);
            Breaker breaker = breaker(
                    options -> options.window(window).minimumCalls(minimum).failureRate(percent));
            Deque<Boolean> model = new ArrayDeque<>();
            for (int call = 0; call < 100 && breaker.state().name().equals("CLOSED"); call++) {
                boolean failed = random.nextInt(100) < 40;
                if (failed) {
                    fail(breaker);
                } else {
                    succeed(breaker);
                }
                model.addLast(failed);
                if (model.size() > window) {
                    model.removeFirst();
                }
                long failures = model.stream().filter(each -> each).count();
                boolean opens = model.size() >= minimum && failures * 100.0 / model.size() >= percent;
                assertThat(breaker.state().name())
                        .as(
                                "seed %d, run %d, call %d: %s of %d, at least %d, %d%%",
                                seed, run, call, model, window, minimum, percent)
                        .isEqualTo(opens ? "OPEN" : "CLOSED");
            }
        }
    }

    @Test
    void RE11_concurrentResults_areAllCounted() throws Exception {
        for (int run = 0; run < 50; run++) {
            Breaker breaker =
                    breaker(options -> options.window(100).minimumCalls(100).failureRate(50));
            int threads = 4;
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            for (int i = 0; i < threads; i++) {
                executor.execute(() -> {
                    try {
                        start.await();
                        for (int call = 0; call < 24; call++) {
                            fail(breaker);
                        }
                    } catch (InterruptedException unexpected) {
                        throw new IllegalStateException(unexpected);
                    }
                });
            }
            start.countDown();
            executor.shutdown();
            assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            assertThat(breaker.state().name()).isEqualTo("CLOSED");
            for (int i = 0; i < 4; i++) {
                fail(breaker);
            }
            assertThat(breaker.state().name()).isEqualTo("OPEN");
        }
    }

    @Test
    void timeWindow_forgetsWhatIsOlder() {
        Breaker breaker =
                breaker(options -> options.window(Duration.ofSeconds(5)).minimumCalls(4));
        for (int i = 0; i < 20; i++) {
            fail(breaker);
            time.pass(Duration.ofSeconds(2));
        }
        assertThat(breaker.state().name()).isEqualTo("CLOSED");
        time.pass(Duration.ofSeconds(6));
        open(breaker);
    }

    /** RE-12: a process that was frozen for an hour finds it half-open, with its permits and no more. */
    @Test
    void RE12_LC08_freezeOfAnHourWhileOpen_isNoStampede() {
        TestClock wall = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicLong ticks = new AtomicLong();
        CircuitBreakerOptions options = new CircuitBreakerOptions();
        options.window(4).minimumCalls(4).openFor(OPEN_FOR).halfOpenCalls(3);
        Breaker breaker = new Breaker("callee", options, new SteadyClock(wall, ticks::get));
        open(breaker);
        wall.advance(Duration.ofHours(1)); // The ticker stood still.
        int permitted = 0;
        for (int i = 0; i < 1_000; i++) {
            try {
                breaker.acquire();
                permitted++;
            } catch (RejectedException rejected) {
                // As it should be.
            }
        }
        assertThat(permitted).isEqualTo(3);
        // The trials were under way when it froze again: it opens, and then tries again.
        wall.advance(Duration.ofHours(1));
        assertRejected(breaker);
        wall.advance(OPEN_FOR.plusMillis(1));
        for (int i = 0; i < 3; i++) {
            succeed(breaker);
        }
        assertThat(breaker.state().name()).isEqualTo("CLOSED");
    }

    @Test
    void RE12_clockSetBack_doesNotKeepItOpen() {
        TestClock wall = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicLong ticks = new AtomicLong();
        CircuitBreakerOptions options = new CircuitBreakerOptions();
        options.window(4).minimumCalls(4).openFor(OPEN_FOR).halfOpenCalls(3);
        Breaker breaker = new Breaker("callee", options, new SteadyClock(wall, ticks::get));
        open(breaker);
        wall.advance(Duration.ofDays(-1));
        assertRejected(breaker);
        ticks.addAndGet(OPEN_FOR.toNanos() + 1_000_000);
        succeed(breaker);
        assertThat(breaker.state().name()).isEqualTo("HALF_OPEN");
    }

    @Test
    void RE13_aMillionKeys_areBounded() {
        KeyedRecovery<String> recoveries =
                Recovery.<String>builder("callee").circuitBreaker(breaker -> {}).perKey(100);
        for (int i = 0; i < 1_000_000; i++) {
            recoveries.of("key-" + i % 300_000 * 7);
        }
        assertThat(recoveries.size()).isEqualTo(100);
    }

    @Test
    void keys_haveBreakersOfTheirOwn() {
        KeyedRecovery<String> recoveries = time.<String>builder("callee")
                .circuitBreaker(breaker -> breaker.window(1).minimumCalls(1))
                .perKey(10);
        catchThrowable(() -> recoveries.of("a").call(attempt -> {
            throw new ConnectException();
        }));
        assertThat(recoveries.of("a").circuit()).isEqualTo("open");
        assertThat(recoveries.of("b").circuit()).isEqualTo("closed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").perKey(0));
    }

    @Test
    void options_outOfRange_areRefused() {
        CircuitBreakerOptions options = new CircuitBreakerOptions();
        for (float percent : new float[] {0, -1, 100.1f, Float.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> options.failureRate(percent));
            assertThatIllegalArgumentException().isThrownBy(() -> options.slowCalls(Duration.ofSeconds(1), percent));
        }
        for (int count : new int[] {0, -1, 10_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> options.window(count));
            assertThatIllegalArgumentException().isThrownBy(() -> options.minimumCalls(count));
            assertThatIllegalArgumentException().isThrownBy(() -> options.halfOpenCalls(count));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> options.window(Duration.ofMillis(1_500)));
        assertThatIllegalArgumentException().isThrownBy(() -> options.openFor(Duration.ZERO));
    }
}
