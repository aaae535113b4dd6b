package dev.lift.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lift.errors.Problems;
import dev.lift.errors.TimedOutException;
import dev.lift.http.Deadline;
import dev.lift.testing.TestContext;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/** Time limits, bulkheads, hedges, and all of them together. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecoveryTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeTime time = new FakeTime();

    @SuppressWarnings("unchecked")
    static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    // Time limits.

    @Test
    void EX09_lateAttempt_isInterruptedAndItsResultDropped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Recovery<String> recovery =
                Recovery.<String>builder("callee").timeout(SHORT).build();
        while (begun.getCount() > 0) { // On a busy machine an attempt may be late before it has begun.
            assertThatThrownBy(() -> recovery.call(attempt -> {
                        begun.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException stopped) {
                            interrupted.countDown();
                        }
                        return "late";
                    }))
                    .isInstanceOfSatisfying(TimedOutException.class, late -> {
                        assertThat(late.status()).isEqualTo(504);
                        assertThat(late.context())
                                .containsEntry("recovery", "callee")
                                .containsEntry("limitMillis", 30L);
                    });
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void EX09_timeLimit_isCutToWhatTheDeadlineLeaves() {
        Recovery<String> recovery = Recovery.<String>builder("callee")
                .timeout(LONG)
                .margin(Duration.ofSeconds(1))
                .build();
        Deadline deadline = Deadline.of(new TestContext("id", time.clock, Duration.ofMillis(1_050)));
        assertThatThrownBy(() -> recovery.call(deadline, attempt -> {
                    assertThat(attempt.remaining()).isLessThanOrEqualTo(Duration.ofMillis(50));
                    new CountDownLatch(1).await();
                    return "late";
                }))
                .isInstanceOf(TimedOutException.class);
        assertThat(deadline.remainingMillis()).isPositive();
    }

    @Test
    void EX10_attemptsThatIgnoreInterrupts_areCountedAndCapped() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Recovery<String> recovery =
                Recovery.<String>builder("zombies").timeout(SHORT).maxThreads(2).build();
        Call<String, Exception> stubborn = attempt -> {
            threads.add(Thread.currentThread().getName());
            assertThat(Thread.currentThread().isDaemon()).isTrue();
            while (release.getCount() > 0) {
                try {
                    release.await();
                } catch (InterruptedException ignored) {
                    // As bad code does.
                }
            }
            return "late";
        };
        while (threads.size() < 2) { // As above.
            assertThatThrownBy(() -> recovery.call(stubborn)).isInstanceOf(TimedOutException.class);
        }
        assertThatThrownBy(() -> recovery.call(stubborn))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        rejected ->
                                assertThat(rejected.reason()).isEqualTo(RejectedException.Reason.TOO_MANY_ABANDONED));
        assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("lift-zombies-"));
        release.countDown();
        // As soon as they have ended there is room again.
        while (catchThrowable(() -> recovery.call(attempt -> "value")) instanceof RejectedException) {
            Thread.onSpinWait();
        }
        assertThat(recovery.call(attempt -> "value")).isEqualTo("value");
    }

    @Test
    void EX13_nestedLimits_theInnerOneWins() {
        Recovery<String> outer = Recovery.<String>builder("outer").timeout(LONG).build();
        Recovery<String> inner =
                Recovery.<String>builder("inner").timeout(SHORT).build();
        assertThatThrownBy(() -> outer.call(a -> inner.call(b -> {
                    new CountDownLatch(1).await();
                    return "late";
                })))
                .isInstanceOfSatisfying(
                        TimedOutException.class,
                        late -> assertThat(late.context()).containsEntry("recovery", "inner"));
    }

    @Test
    void EX15_loggingContext_goesWithTheAttempt() throws Exception {
        Recovery<String> recovery =
                Recovery.<String>builder("callee").timeout(LONG).build();
        MDC.put("requestId", "1");
        try {
            String seen = recovery.call(attempt -> Thread.currentThread().getName() + " " + MDC.get("requestId"));
            // slf4j-simple keeps no context: what matters is that nothing fails.
            assertThat(seen).startsWith("lift-callee-");
        } finally {
            MDC.clear();
        }
    }

    @Test
    void EX17_tenThousandTimeoutsAndFailures_leaveNoThreads() throws Exception {
        Recovery<String> recovery = Recovery.<String>builder("many")
                .timeout(Duration.ofMillis(1))
                .maxThreads(8)
                .build();
        int timedOut = 0;
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            Throwable thrown = catchThrowable(() -> recovery.call(attempt -> {
                if (number % 20 == 0) {
                    new CountDownLatch(1).await();
                }
                throw new ConnectException();
            }));
            timedOut += thrown instanceof TimedOutException ? 1 : 0;
        }
        assertThat(timedOut).isGreaterThanOrEqualTo(500);
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lift-many-"))
                .count();
        // A thread whose attempt has just ended may stand beside its successor.
        assertThat(threads).isLessThanOrEqualTo(16);
    }

    /** RE-18: an attempt that ends at the moment of its limit is either a result or late, and the breaker and permits agree. */
    @Test
    void RE18_raceOfResultAndLimit_hasOneOutcome() throws Exception {
        Recovery<Integer> recovery = Recovery.<Integer>builder("race")
                .timeout(Duration.ofMillis(2))
                .bulkhead(1)
                .circuitBreaker(breaker -> breaker.window(10_000).minimumCalls(10_000))
                .build();
        int results = 0;
        int late = 0;
        for (int i = 0; i < 500; i++) {
            int number = i;
            try {
                int value = recovery.call(attempt -> {
                    long until = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(1_900 + number % 10 * 20);
                    while (System.nanoTime() < until) {
                        Thread.onSpinWait();
                    }
                    return number;
                });
                assertThat(value).isEqualTo(number);
                results++;
            } catch (TimedOutException timedOut) {
                late++;
            }
            // The permit of a late one is given back when it has ended.
            while (recovery.bulkhead.getMetrics().getAvailableConcurrentCalls() == 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(results + late).isEqualTo(500);
        assertThat(recovery.bulkhead.getMetrics().getAvailableConcurrentCalls()).isEqualTo(1);
    }

    @Test
    void interruptOfTheCaller_endsTheWaitAndTheAttempt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Recovery<String> recovery = Recovery.<String>builder("callee")
                .timeout(LONG)
                .retry(retry -> {})
                .build();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        AtomicBoolean flag = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            caught.set(catchThrowable(() -> recovery.call(attempt -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    ended.countDown();
                }
                return "late";
            })));
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(caught.get()).isInstanceOf(InterruptedException.class);
        assertThat(flag).isTrue();
    }

    // Bulkhead.

    @Test
    void bulkhead_whenFull_refusesAtOnce() throws Exception {
        Recovery<String> recovery = Recovery.<String>builder("callee")
                .bulkhead(2)
                .circuitBreaker(breaker -> breaker.window(1).minimumCalls(1))
                .build();
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        ExecutorService executor = Executors.newFixedThreadPool(2);
        List<Future<String>> running = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            running.add(executor.submit(() -> recovery.call(attempt -> {
                begun.countDown();
                release.await();
                return "value";
            })));
        }
        begun.await();
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> recovery.call(attempt -> "value"))
                    .isInstanceOfSatisfying(RejectedException.class, rejected -> {
                        assertThat(rejected.reason()).isEqualTo(RejectedException.Reason.BULKHEAD_FULL);
                        assertThat(rejected.retryAfter()).contains(Duration.ofSeconds(1));
                    });
        }
        // A refusal of our own says nothing of the callee.
        assertThat(recovery.circuit()).isEqualTo("closed");
        release.countDown();
        for (Future<String> each : running) {
            assertThat(each.get()).isEqualTo("value");
        }
        assertThat(recovery.call(attempt -> "value")).isEqualTo("value");
        executor.shutdown();
    }

    @Test
    void bulkhead_permitOfALateCall_isHeldUntilItEnds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recovery<String> recovery =
                Recovery.<String>builder("callee").bulkhead(1).timeout(SHORT).build();
        while (begun.getCount() > 0) {
            assertThatThrownBy(() -> recovery.call(attempt -> {
                        begun.countDown();
                        while (release.getCount() > 0) {
                            Thread.onSpinWait();
                        }
                        return "late";
                    }))
                    .isInstanceOf(TimedOutException.class);
        }
        assertThatThrownBy(() -> recovery.call(attempt -> "value"))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(RejectedException.Reason.BULKHEAD_FULL));
        release.countDown();
        while (catchThrowable(() -> recovery.call(attempt -> "value")) != null) {
            Thread.onSpinWait();
        }
    }

    // Hedge.

    @Test
    void RE20_hedge_needsIdempotence() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Recovery.builder("callee").hedge(SHORT).build())
                .withMessageContaining("idempotent()");
    }

    @Test
    void RE20_slowFirstCall_isOvertakenAndInterrupted() throws Exception {
        CountDownLatch loserEnded = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Recovery<String> recovery = Recovery.<String>builder("callee")
                .idempotent()
                .hedge(SHORT)
                .bulkhead(2)
                .build();
        String value = recovery.call(attempt -> {
            if (calls.incrementAndGet() == 1) {
                try {
                    new CountDownLatch(1).await();
                } finally {
                    loserEnded.countDown();
                }
            }
            return "second";
        });
        assertThat(value).isEqualTo("second");
        assertThat(loserEnded.await(10, TimeUnit.SECONDS)).isTrue();
        while (recovery.bulkhead.getMetrics().getAvailableConcurrentCalls() < 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void RE20_fastFirstCall_isTheOnlyOne() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Recovery<String> recovery =
                Recovery.<String>builder("callee").idempotent().hedge(LONG).build();
        assertThat(recovery.call(attempt -> "value " + calls.incrementAndGet())).isEqualTo("value 1");
        assertThatThrownBy(() -> recovery.call(attempt -> {
                    calls.incrementAndGet();
                    throw new ConnectException("first");
                }))
                .hasMessage("first");
        assertThat(calls).hasValue(2);
    }

    @Test
    void RE20_bothCallsFailOrAreLate_isOneFailure() {
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Recovery<String> failing =
                Recovery.<String>builder("callee").idempotent().hedge(SHORT).build();
        assertThatThrownBy(() -> failing.call(attempt -> {
                    if (calls.incrementAndGet() == 2) {
                        second.countDown();
                        throw new ConnectException("second");
                    }
                    second.await();
                    throw new ConnectException("first");
                }))
                .isInstanceOf(ConnectException.class);
        Recovery<String> late = Recovery.<String>builder("callee")
                .idempotent()
                .hedge(SHORT)
                .timeout(SHORT.multipliedBy(2))
                .build();
        assertThatThrownBy(() -> late.call(attempt -> {
                    new CountDownLatch(1).await();
                    return "late";
                }))
                .isInstanceOf(TimedOutException.class);
    }

    @Test
    void RE20_hedges_takeFromTheRetryBudget() {
        AtomicInteger calls = new AtomicInteger();
        Recovery<String> recovery = Recovery.<String>builder("callee")
                .idempotent()
                .hedge(Duration.ofMillis(1))
                .timeout(Duration.ofMillis(5))
                .retry(retry -> retry.attempts(1).budget(0, 3))
                .build();
        for (int i = 0; i < 20; i++) {
            catchThrowable(() -> recovery.call(attempt -> {
                calls.incrementAndGet();
                new CountDownLatch(1).await();
                return "late";
            }));
        }
        assertThat(calls.get()).isLessThanOrEqualTo(20 + 3);
    }

    // All together.

    /**
     * RE-17: each subset of the strategies, described in a random order, does what the documented order of them does: a model says
     * what that is for a callee that fails a given number of times.
     */
    @Test
    void RE17_eachSubsetInEachOrder_behavesAsDocumented() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int subset = 0; subset < 32; subset++) {
            boolean retry = (subset & 1) != 0;
            boolean breaker = (subset & 2) != 0;
            boolean timeout = (subset & 4) != 0;
            boolean bulkhead = (subset & 8) != 0;
            boolean fallback = (subset & 16) != 0;
            for (int failures = 0; failures <= 4; failures++) {
                RecoveryBuilder<String> builder = time.<String>builder("callee");
                List<Runnable> steps = new ArrayList<>();
                if (retry) {
                    steps.add(() -> builder.retry(options -> options.attempts(3)));
                }
                if (breaker) {
                    steps.add(() ->
                            builder.circuitBreaker(options -> options.window(2).minimumCalls(2)));
                }
                if (timeout) {
                    steps.add(() -> builder.timeout(LONG));
                }
                if (bulkhead) {
                    steps.add(() -> builder.bulkhead(1));
                }
                if (fallback) {
                    steps.add(() -> builder.fallback("fallback"));
                }
                Collections.shuffle(steps, random);
                steps.forEach(Runnable::run);
                AtomicInteger calls = new AtomicInteger();
                int failing = failures;
                Recovery<String> recovery = builder.build();
                Call<String, Exception> call = attempt -> {
                    if (calls.incrementAndGet() <= failing) {
                        throw Problems.unavailable("down");
                    }
                    return "value";
                };
                String outcome;
                try {
                    outcome = recovery.call(call);
                } catch (RejectedException rejected) {
                    outcome = "rejected";
                } catch (Exception failed) {
                    outcome = "failed";
                }
                // The breaker sees each attempt, so it opens after two failures and refuses the third attempt.
                int attempts = retry ? Math.min(3, failures + 1) : 1;
                int made = breaker ? Math.min(attempts, failures >= 2 ? 2 : attempts) : attempts;
                boolean succeeded = failures < made;
                String failure = breaker && attempts > made ? "rejected" : "failed";
                assertThat(outcome)
                        .as("seed %d, subset %d, %d failures", seed, subset, failures)
                        .isEqualTo(succeeded ? "value" : fallback ? "fallback" : failure);
                assertThat(calls)
                        .as("seed %d, subset %d, %d failures", seed, subset, failures)
                        .hasValue(made);
            }
        }
    }

    @Test
    void EX16_virtualThreads_callThroughIt() throws Exception {
        // On 21 and later, by the JDK's own factory; a platform thread otherwise.
        Recovery<String> recovery = Recovery.<String>builder("callee")
                .timeout(LONG)
                .retry(retry -> {})
                .circuitBreaker(breaker -> {})
                .bulkhead(100)
                .build();
        AtomicInteger values = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(start(() -> {
                if (recovery.call(attempt -> "value").equals("value")) {
                    values.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(values).hasValue(50);
    }

    private static Thread start(Runnable task) throws Exception {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (NoSuchMethodException before21) {
            Thread thread = new Thread(task);
            thread.start();
            return thread;
        }
    }

    @Test
    void builder_afterBuild_changesNothingBuilt() throws Exception {
        RecoveryBuilder<String> builder = time.<String>builder("callee");
        Recovery<String> recovery = builder.build();
        builder.fallback("later");
        assertThatThrownBy(() -> recovery.call(attempt -> {
                    throw new ConnectException();
                }))
                .isInstanceOf(ConnectException.class);
        assertThat(recovery).hasToString("Recovery[callee]");
        assertThat(recovery.circuit()).isEqualTo("closed");
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Recovery.builder(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Recovery.builder("x".repeat(65)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").bulkhead(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").maxThreads(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").staleOnError(LONG, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.builder("x").margin(Duration.ofMillis(-1)));
    }
}
