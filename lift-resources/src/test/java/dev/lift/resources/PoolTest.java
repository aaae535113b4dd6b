package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lift.http.Deadline;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The class PO of the faults. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    private final AtomicInteger made = new AtomicInteger();
    private final Set<Integer> alive = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostAlive = new AtomicInteger();

    /** Numbers, from 1, that are alive from their making to their destruction. */
    private PoolBuilder<Integer> numbers() {
        return Pool.<Integer>builder("numbers", () -> {
                    int number = made.incrementAndGet();
                    alive.add(number);
                    mostAlive.accumulateAndGet(alive.size(), Math::max);
                    return number;
                })
                .destroy(alive::remove)
                .clock(clock)
                .borrowTimeout(LONG);
    }

    private static void awaitWaiting(Pool<?> pool, int count) {
        while (pool.stats().waiting() != count) {
            if (Thread.interrupted()) {
                throw new IllegalStateException("expected " + count + " to wait: " + pool);
            }
            Thread.onSpinWait();
        }
    }

    private static PoolException.Reason reason(Throwable thrown) {
        assertThat(thrown).isInstanceOf(PoolException.class);
        return ((PoolException) thrown).reason();
    }

    // Borrowing and giving back.

    @Test
    void borrow_afterGiveBack_getsTheSameObject() throws Exception {
        Pool<Integer> pool = numbers().build();
        for (int i = 0; i < 3; i++) {
            try (Lease<Integer> lease = pool.borrow()) {
                assertThat(lease.get()).isEqualTo(1);
                assertThat(pool.stats().active()).isEqualTo(1);
            }
        }
        assertThat(pool.stats().created()).isEqualTo(1);
        assertThat(pool.stats().borrowTimes().stream().mapToLong(each -> each).sum())
                .isEqualTo(3);
        assertThat(pool.stats().borrowTime(50)).isPositive();
        assertThat(pool).hasToString("Pool[numbers: 0 of 10 on loan, 1 idle, 0 being made, 0 waiting]");
    }

    @Test
    void PO01_exhausted_waitsAndSaysHowThingsStand() throws Exception {
        Pool<Integer> pool = numbers().max(1).borrowTimeout(SHORT).build();
        try (Lease<Integer> held = pool.borrow()) {
            assertThat(held.get()).isEqualTo(1);
            Thread other = new Thread(() -> assertThatThrownBy(pool::borrow)
                    .isInstanceOfSatisfying(PoolException.class, exhausted -> {
                        assertThat(exhausted.reason()).isEqualTo(PoolException.Reason.EXHAUSTED);
                        assertThat(exhausted.status()).isEqualTo(503);
                        assertThat(exhausted.headers().get("Retry-After")).contains("1");
                        assertThat(exhausted)
                                .hasMessageContaining("1 of 1 on loan, 0 idle, 0 being made, 1 waiting")
                                .hasMessageNotContaining("itself");
                        assertThat(exhausted.detail()).doesNotContain("numbers").doesNotContain("on loan");
                    }));
            AtomicReference<Throwable> failed = new AtomicReference<>();
            other.setUncaughtExceptionHandler((thread, thrown) -> failed.set(thrown));
            other.start();
            other.join();
            assertThat(failed.get()).isNull();
        }
        assertThat(pool.stats().timeouts()).isEqualTo(1);
        assertThat(pool.stats().waiting()).isZero();
    }

    @Test
    void PO01_waiters_areServedInTheOrderOfTheirComing() throws Exception {
        Pool<Integer> pool = numbers().max(1).build();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        Lease<Integer> held = pool.borrow();
        for (int i = 0; i < 20; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try (Lease<Integer> lease = pool.borrow()) {
                    assertThat(lease.get()).isEqualTo(1);
                    order.add(number);
                } catch (InterruptedException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            });
            thread.start();
            threads.add(thread);
            awaitWaiting(pool, i + 1);
        }
        held.close();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).isSorted().hasSize(20);
    }

    /** One who comes back at once does not overtake those who wait. Many rounds, as an unfair pool is unfair only sometimes. */
    @Test
    void PO01_greedyBorrower_doesNotOvertake() throws Exception {
        for (int round = 0; round < 300; round++) {
            Pool<Integer> pool = numbers().max(1).build();
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            Lease<Integer> held = pool.borrow();
            Thread waiter = new Thread(() -> borrowAs("waiter", pool, order));
            waiter.start();
            awaitWaiting(pool, 1);
            held.close();
            borrowAs("greedy", pool, order);
            waiter.join();
            assertThat(order).as("round %s", round).containsExactly("waiter", "greedy");
        }
    }

    private static void borrowAs(String name, Pool<Integer> pool, List<String> order) {
        try (Lease<Integer> lease = pool.borrow()) {
            order.add(name);
            assertThat(lease.get()).isPositive();
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    @Test
    void deadline_cutsTheWait() throws Exception {
        Pool<Integer> pool = numbers().max(1).margin(Duration.ofMillis(500)).build();
        Lease<Integer> held = pool.borrow();
        // 40 ms are left less the margin, and the clock stands still: so it is the wait that ends.
        Deadline deadline = Deadline.of(new TestContext("id", clock, Duration.ofMillis(540)));
        assertThat(reason(catchThrowable(() -> pool.borrow(deadline)))).isEqualTo(PoolException.Reason.EXHAUSTED);
        Deadline past = Deadline.of(new TestContext("id", clock, Duration.ofMillis(100)));
        assertThat(reason(catchThrowable(() -> pool.borrow(past)))).isEqualTo(PoolException.Reason.EXHAUSTED);
        held.close();
        // What is there is lent even then, unless it would have to be looked at: then it stays.
        pool.borrow(past).close();
        clock.advance(Duration.ofSeconds(2));
        assertThat(reason(catchThrowable(() -> pool.borrow(past)))).isEqualTo(PoolException.Reason.EXHAUSTED);
        assertThat(pool.stats().idle()).isEqualTo(1);
        assertThat(pool.stats().validationFailures()).isZero();
    }

    @Test
    void deadline_cutsTheMakingToo() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Pool<Integer> pool = Pool.<Integer>builder("slow", () -> {
                    if (calls.incrementAndGet() == 1) {
                        new CountDownLatch(1).await();
                    }
                    return 7;
                })
                .creationTimeout(LONG)
                .borrowTimeout(LONG)
                .build();
        Deadline past = Deadline.of(new TestContext("id", clock, Duration.ofMillis(200)));
        assertThat(reason(catchThrowable(() -> pool.borrow(past)))).isEqualTo(PoolException.Reason.EXHAUSTED);
        assertThat(calls).hasValue(0);
        Deadline near = Deadline.of(new TestContext("id", clock, Duration.ofMillis(240)));
        assertThat(reason(catchThrowable(() -> pool.borrow(near)))).isEqualTo(PoolException.Reason.CREATION_FAILED);
        assertThat(pool.stats().creating()).isZero();
    }

    @Test
    void PO02_spikeOnAFewIdleObjects_makesFewMore() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        Pool<Integer> pool = Pool.<Integer>builder("slow", () -> {
                    if (made.incrementAndGet() > 5) {
                        slow.await();
                    }
                    return made.get();
                })
                .max(50)
                .borrowTimeout(LONG)
                .creationTimeout(LONG)
                .build();
        assertThat(pool.warm(5)).isEqualTo(5);
        AtomicInteger served = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(50);
        for (int i = 0; i < 50; i++) {
            executor.execute(() -> {
                try (Lease<Integer> lease = pool.borrow()) {
                    assertThat(lease.get()).isPositive();
                    served.incrementAndGet();
                } catch (InterruptedException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            });
        }
        // All but those who make one are served by what comes back.
        while (served.get() < 48) {
            Thread.onSpinWait();
        }
        slow.countDown();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(served).hasValue(50);
        assertThat(pool.stats().created()).isLessThanOrEqualTo(10);
    }

    @Test
    void PO07_doubleClose_andUseAfterIt_areHarmless() throws Exception {
        Pool<Integer> pool = numbers().max(2).build();
        Lease<Integer> first = pool.borrow();
        first.close();
        Lease<Integer> second = pool.borrow();
        first.close();
        first.discard();
        first.close();
        assertThatIllegalStateException().isThrownBy(first::get);
        assertThat(second.get()).isEqualTo(1);
        // It is still on loan, once.
        try (Lease<Integer> third = pool.borrow()) {
            assertThat(third.get()).isEqualTo(2);
        }
        second.close();
        assertThat(pool.stats().idle()).isEqualTo(2);
    }

    @Test
    void PO14_exceptionOfTheUser_givesBackOnce() throws Exception {
        Pool<Integer> pool = numbers().max(1).build();
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> {
                        try (Lease<Integer> lease = pool.borrow()) {
                            throw new IOException("of the user of " + lease.get());
                        }
                    })
                    .hasMessage("of the user of 1");
        }
        assertThat(pool.stats().idle()).isEqualTo(1);
        assertThat(pool.stats().created()).isEqualTo(1);
    }

    @Test
    void PO13_interruptOfAWaiter_losesNoSlot() throws Exception {
        Pool<Integer> pool = numbers().max(1).build();
        Lease<Integer> held = pool.borrow();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        Thread waiter = new Thread(() -> caught.set(catchThrowable(pool::borrow)));
        waiter.start();
        awaitWaiting(pool, 1);
        waiter.interrupt();
        waiter.join();
        assertThat(caught.get()).isInstanceOf(InterruptedException.class);
        held.close();
        pool.borrow().close();
        assertThat(pool.stats().active()).isZero();
    }

    @Test
    void PO13_interruptOfAMaker_losesNoSlot() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Pool<Integer> pool = Pool.<Integer>builder("hanging", () -> {
                    if (calls.incrementAndGet() == 1) {
                        making.countDown();
                        never.await();
                    }
                    return 7;
                })
                .max(1)
                .build();
        Thread maker = new Thread(() -> catchThrowable(pool::borrow));
        maker.start();
        making.await();
        maker.interrupt();
        maker.join();
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).isEqualTo(7);
        }
    }

    @Test
    void PO16_borrowingAgainAtSizeOne_saysSo() throws Exception {
        Pool<Integer> pool = numbers().max(1).borrowTimeout(SHORT).build();
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).isEqualTo(1);
            assertThatThrownBy(pool::borrow).hasMessageContaining("this thread has 1 of them and waits for itself");
        }
    }

    // Making.

    @Test
    void PO03_failingCreation_givesTheCauseAndTheSlotBack() throws Exception {
        List<Throwable> failures = List.of(
                new IOException("refused"),
                new LinkageError("missing"),
                new StackOverflowError(),
                new IllegalStateException());
        for (Throwable failure : failures) {
            AtomicInteger calls = new AtomicInteger();
            AtomicLong ticks = new AtomicLong();
            PoolBuilder<Integer> builder = Pool.builder("failing", () -> {
                if (calls.incrementAndGet() <= 2) {
                    throw PoolTest.<Exception>sneaky(failure);
                }
                return 7;
            });
            builder.ticker = ticks::get;
            Pool<Integer> pool = builder.max(1).borrowTimeout(LONG).build();
            for (int i = 0; i < 2; i++) {
                Throwable thrown = catchThrowable(pool::borrow);
                assertThat(reason(thrown)).isEqualTo(PoolException.Reason.CREATION_FAILED);
                assertThat(thrown).hasCause(failure);
                ticks.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
            pool.borrow().close();
            assertThat(pool.stats().creationFailures()).isEqualTo(2);
            assertThat(pool.stats().created()).isEqualTo(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void PO03_creationOfNull_isAFailure() {
        Pool<Integer> pool = Pool.<Integer>builder("null", () -> null).build();
        assertThatThrownBy(pool::borrow).hasRootCauseMessage("create returned null");
    }

    @Test
    void PO03_hangingCreation_isAbandonedAndWhatComesLateDestroyed() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch destroyed = new CountDownLatch(1);
        Pool<Integer> pool = Pool.<Integer>builder("hanging", () -> {
                    int number = made.incrementAndGet();
                    while (number == 1 && release.getCount() > 0) {
                        Thread.onSpinWait(); // As what ignores interrupts.
                    }
                    return number;
                })
                .destroy(number -> destroyed.countDown())
                .max(1)
                .creationTimeout(SHORT)
                .build();
        // On a busy machine the thread may be late before it has begun.
        while (made.get() == 0) {
            assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.CREATION_FAILED);
        }
        assertThat(pool.stats().abandoned()).isPositive();
        Lease<Integer> lease = null;
        while (lease == null) { // As soon as the backoff has passed.
            try {
                lease = pool.borrow();
            } catch (PoolException backoff) {
                Thread.onSpinWait();
            }
        }
        assertThat(lease.get()).isGreaterThan(1);
        release.countDown();
        assertThat(destroyed.await(10, TimeUnit.SECONDS)).isTrue();
        lease.close();
    }

    /** PO-04: 64 borrowers of a backend that is down for a minute ask it about twice a second, not each of them each time. */
    @Test
    void PO04_backendThatIsDown_isNotStormed() {
        AtomicLong ticks = new AtomicLong();
        AtomicInteger attempts = new AtomicInteger();
        PoolBuilder<Integer> builder = Pool.builder("down", () -> {
            attempts.incrementAndGet();
            throw new IOException("refused");
        });
        builder.ticker = ticks::get;
        Pool<Integer> pool = builder.max(10).random(new Random(1)).build();
        long step = TimeUnit.MILLISECONDS.toNanos(1);
        int refused = 0;
        for (long now = 0; now < TimeUnit.SECONDS.toNanos(60); now += step) {
            ticks.set(now);
            assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.CREATION_FAILED);
            refused++;
        }
        assertThat(refused).isEqualTo(60_000);
        assertThat(attempts.get()).isBetween(60, 60 * 4 + 10);
        // Half a second after the last attempt it is asked again.
        int before = attempts.get();
        ticks.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        catchThrowable(pool::borrow);
        assertThat(attempts).hasValue(before + 1);
    }

    @Test
    void PO03_failingCreation_doesNotBlockWhatComesBack() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        Pool<Integer> pool = Pool.<Integer>builder("one", () -> {
                    if (calls.incrementAndGet() > 1) {
                        throw new IOException("no more");
                    }
                    return 1;
                })
                .max(2)
                .borrowTimeout(LONG)
                .build();
        Lease<Integer> held = pool.borrow();
        assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.CREATION_FAILED);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Integer> waiter = executor.submit(() -> {
            while (true) {
                try (Lease<Integer> lease = pool.borrow()) {
                    return lease.get();
                } catch (PoolException failed) {
                    Thread.onSpinWait();
                }
            }
        });
        held.close();
        assertThat(waiter.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        executor.shutdown();
    }

    // Ages, freezes, broken objects.

    @Test
    void PO05_brokenObjects_areReplacedBeforeAnybodyGetsThem() throws Exception {
        List<PoolBuilder.Check<Integer>> checks = List.of(
                number -> number > 1,
                number -> {
                    if (number > 1) {
                        return true;
                    }
                    throw new IOException("broken");
                },
                number -> {
                    if (number == 1) {
                        new CountDownLatch(1).await();
                    }
                    return true;
                });
        for (PoolBuilder.Check<Integer> check : checks) {
            made.set(0);
            PoolBuilder<Integer> builder = numbers().validate(check).validateAfter(Duration.ZERO);
            builder.validationTimeout(Duration.ofSeconds(2));
            if (check == checks.get(2)) {
                builder.validationTimeout(SHORT);
            }
            Pool<Integer> pool = builder.build();
            pool.borrow().close();
            try (Lease<Integer> lease = pool.borrow()) {
                assertThat(lease.get()).isEqualTo(2);
            }
            assertThat(pool.stats().validationFailures()).isEqualTo(1);
            assertThat(alive).contains(2).doesNotContain(1);
            pool.close();
        }
    }

    @Test
    void PO05_discardedObjects_areDestroyed() throws Exception {
        Pool<Integer> pool = numbers().build();
        try (Lease<Integer> lease = pool.borrow()) {
            lease.discard();
        }
        assertThat(alive).isEmpty();
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).isEqualTo(2);
        }
    }

    @Test
    void validation_isForWhatWasIdleForAWhile() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Pool<Integer> pool = numbers()
                .validateAfter(Duration.ofSeconds(1))
                .validate(number -> looks.incrementAndGet() > 0)
                .build();
        for (int i = 0; i < 10; i++) {
            pool.borrow().close();
        }
        assertThat(looks).hasValue(0);
        clock.advance(Duration.ofSeconds(1));
        pool.borrow().close();
        pool.borrow().close();
        assertThat(looks).hasValue(1);
    }

    @Test
    void PO06_destructionThatFailsOrHangs_isBounded() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Pool<Integer> pool = numbers()
                .max(1)
                .destroy(number -> {
                    if (number == 1) {
                        throw new IOException("can not be closed");
                    }
                    never.await();
                })
                .destructionTimeout(SHORT)
                .build();
        for (int i = 1; i <= 2; i++) {
            try (Lease<Integer> lease = pool.borrow()) {
                assertThat(lease.get()).isEqualTo(i);
                lease.discard();
            }
        }
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).isEqualTo(3);
        }
        assertThat(pool.stats().destroyed()).isEqualTo(2);
        assertThat(pool.stats().abandoned()).isEqualTo(1);
    }

    /** PO-22, LC-04: nothing has ticked while the process was frozen; what was idle is replaced when somebody comes. */
    @Test
    void PO22_freeze_replacesWhatIsTooOld() throws Exception {
        Pool<Integer> pool = numbers()
                .max(3)
                .maxIdle(Duration.ofMinutes(5))
                .maxLifetime(Duration.ofHours(2))
                .build();
        assertThat(pool.warm(3)).isEqualTo(3);
        clock.advance(Duration.ofMinutes(4));
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).isLessThanOrEqualTo(3);
        }
        clock.advance(Duration.ofMinutes(6));
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).as("idle for too long").isEqualTo(4);
        }
        clock.advance(Duration.ofHours(8));
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).as("too old").isEqualTo(5);
            assertThat(alive).containsExactly(5);
        }
        assertThat(mostAlive).hasValue(3);
    }

    @Test
    void PO12_lifetimes_endAtDifferentTimes() throws Exception {
        Pool<Integer> pool = numbers()
                .max(100)
                .random(new Random(1))
                .maxIdle(Duration.ofDays(1))
                .maxLifetime(Duration.ofMinutes(100))
                .build();
        assertThat(pool.warm(100)).isEqualTo(100);
        int before = made.get();
        int most = 0;
        for (int minute = 0; minute < 100; minute++) {
            clock.advance(Duration.ofMinutes(1));
            int replacedBefore = made.get();
            List<Lease<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(pool.borrow());
            }
            all.forEach(Lease::close);
            most = Math.max(most, made.get() - replacedBefore);
        }
        assertThat(made.get() - before).isEqualTo(100);
        // Between 90 and 100 minutes about ten end in each.
        assertThat(most).isLessThanOrEqualTo(25);
    }

    @Test
    void PO12_clockSetBack_makesThemNew() throws Exception {
        Pool<Integer> pool = numbers().build();
        pool.borrow().close();
        clock.advance(Duration.ofHours(-1));
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).isEqualTo(2);
        }
    }

    @Test
    void idleObjects_aboveTheMinimum_goWhenAnotherIsGivenBack() throws Exception {
        Pool<Integer> pool =
                numbers().max(5).minIdle(2).maxIdle(Duration.ofMinutes(5)).build();
        assertThat(pool.warm(5)).isEqualTo(5);
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofMinutes(1));
            pool.borrow().close();
        }
        assertThat(pool.stats().idle()).isEqualTo(2);
        assertThat(alive).hasSize(2);
    }

    @Test
    void PO21_evict_replacesAllWithoutMixing() throws Exception {
        AtomicReference<String> credentials = new AtomicReference<>("old");
        Pool<String> pool = Pool.builder("rotating", () -> credentials.get() + made.incrementAndGet())
                .max(3)
                .build();
        assertThat(pool.warm(2)).isEqualTo(2);
        Lease<String> held = pool.borrow();
        credentials.set("new");
        pool.evict();
        assertThat(held.get()).startsWith("old");
        for (int i = 0; i < 3; i++) {
            try (Lease<String> lease = pool.borrow()) {
                assertThat(lease.get()).startsWith("new");
            }
        }
        held.close();
        for (int i = 0; i < 3; i++) {
            try (Lease<String> lease = pool.borrow()) {
                assertThat(lease.get()).startsWith("new");
            }
        }
    }

    // Leaks.

    @Test
    void PO08_droppedLease_isFoundAndItsObjectDestroyed() throws Exception {
        Pool<Integer> pool = numbers().max(1).traceLeaks().build();
        drop(pool);
        while (pool.stats().leaked() == 0) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(alive).isEmpty();
        try (Lease<Integer> lease = pool.borrow()) {
            assertThat(lease.get()).isEqualTo(2);
        }
        assertThat(pool.stats().leaked()).isEqualTo(1);
        assertThat(pool.stats().active()).isZero();
    }

    @Test
    void PO08_leaseHeldTooLong_isCountedOnce_andStaysWithItsHolder() throws Exception {
        Pool<Integer> pool = numbers()
                .max(1)
                .borrowTimeout(SHORT)
                .holdLimit(Duration.ofMillis(20))
                .traceLeaks()
                .build();
        try (Lease<Integer> held = pool.borrow()) {
            assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.EXHAUSTED);
            assertThat(pool.stats().heldTooLong()).isEqualTo(1);
            assertThat(pool.stats().heldTooLong()).isEqualTo(1);
            assertThat(held.get()).isEqualTo(1);
        }
        pool.borrow().close();
        assertThat(pool.stats().heldTooLong()).isEqualTo(1);
        assertThat(pool.stats().destroyed()).isZero();
    }

    private static void drop(Pool<Integer> pool) throws InterruptedException {
        assertThat(pool.borrow().get()).isEqualTo(1);
    }

    // Closing, suspending, resizing.

    @Test
    void PO09_close_failsWaitersAndDestroysAll() throws Exception {
        Pool<Integer> pool = numbers().max(2).build();
        Lease<Integer> first = pool.borrow();
        Lease<Integer> second = pool.borrow();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        Thread waiter = new Thread(() -> caught.set(catchThrowable(pool::borrow)));
        waiter.start();
        awaitWaiting(pool, 1);
        for (int i = 0; i < 10; i++) {
            pool.close();
        }
        waiter.join();
        assertThat(reason(caught.get())).isEqualTo(PoolException.Reason.CLOSED);
        assertThat(first.get()).isEqualTo(1);
        assertThat(pool.awaitEmpty(Duration.ofMillis(1))).isFalse();
        first.close();
        second.close();
        assertThat(pool.awaitEmpty(LONG)).isTrue();
        assertThat(alive).isEmpty();
        assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.CLOSED);
    }

    @Test
    void PO09_closeWhileMaking_destroysWhatComes() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Pool<Integer> pool = Pool.<Integer>builder("slow", () -> {
                    making.countDown();
                    release.await();
                    alive.add(1);
                    return 1;
                })
                .destroy(alive::remove)
                .creationTimeout(LONG)
                .build();
        AtomicReference<Throwable> caught = new AtomicReference<>();
        Thread borrower = new Thread(() -> caught.set(catchThrowable(pool::borrow)));
        borrower.start();
        making.await();
        pool.close();
        release.countDown();
        borrower.join();
        assertThat(reason(caught.get())).isEqualTo(PoolException.Reason.CLOSED);
        assertThat(pool.awaitEmpty(LONG)).isTrue();
        assertThat(alive).isEmpty();
    }

    @Test
    void PO10_suspended_lendsNothingUntilResumed() throws Exception {
        Pool<Integer> pool = numbers().borrowTimeout(SHORT).build();
        pool.borrow().close();
        pool.suspend();
        assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.EXHAUSTED);
        pool.resume();
        pool.borrow().close();
        pool.suspend();
        pool.close();
        assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.CLOSED);
        Pool<Integer> waited = numbers().build();
        waited.suspend();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Future<Integer> waiter = executor.submit(() -> {
            try (Lease<Integer> lease = waited.borrow()) {
                return lease.get();
            }
        });
        awaitWaiting(waited, 1);
        waited.resume();
        assertThat(waiter.get(30, TimeUnit.SECONDS)).isPositive();
        executor.shutdown();
    }

    @Test
    void PO11_resize_neverExceedsAndDrains() throws Exception {
        Pool<Integer> pool = numbers().max(4).borrowTimeout(SHORT).build();
        List<Lease<Integer>> leases = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            leases.add(pool.borrow());
        }
        pool.resize(2);
        leases.remove(0).close();
        leases.remove(0).close();
        assertThat(alive).hasSize(2);
        assertThat(reason(catchThrowable(pool::borrow))).isEqualTo(PoolException.Reason.EXHAUSTED);
        pool.resize(3);
        leases.add(pool.borrow());
        assertThat(alive).hasSize(3);
        leases.forEach(Lease::close);
        pool.resize(1);
        assertThat(alive).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> pool.resize(0));
    }

    @Test
    void settings_outOfRange_areRefused() {
        PoolBuilder<Integer> builder = numbers();
        assertThatIllegalArgumentException().isThrownBy(() -> Pool.builder(" ", () -> 1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.max(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.minIdle(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxCreating(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.margin(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.validateAfter(Duration.ofNanos(-1)));
        for (Duration bad : new Duration[] {Duration.ZERO, Duration.ofNanos(-1)}) {
            assertThatIllegalArgumentException().isThrownBy(() -> builder.borrowTimeout(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.creationTimeout(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.validationTimeout(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.destructionTimeout(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.maxIdle(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> builder.maxLifetime(bad));
        }
        Duration most = Duration.ofSeconds(Long.MAX_VALUE);
        assertThat(builder.borrowTimeout(most)
                        .maxIdle(most)
                        .maxLifetime(most)
                        .build()
                        .stats()
                        .active())
                .isZero();
    }

    // Many threads.

    /**
     * PO-15: threads borrow and give back, with one object in a hundred broken, one creation in a hundred failing. Nobody ever shares
     * an object, there are never more than may be, and in the end the books balance. {@code -Dcycles=10000000} is the long run.
     */
    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void PO15_manyCycles_balance() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        int cycles = Integer.getInteger("cycles", 100_000);
        int threads = 16;
        for (int size : new int[] {1, 4, 16}) {
            AtomicInteger alive = new AtomicInteger();
            AtomicInteger wrong = new AtomicInteger();
            Random faults = new Random(seed);
            Pool<AtomicInteger> pool = Pool.builder("stress", () -> {
                        if (faults.nextInt(100) == 0) {
                            throw new IOException("planted");
                        }
                        if (alive.incrementAndGet() > size) {
                            wrong.incrementAndGet();
                        }
                        return new AtomicInteger();
                    })
                    .destroy(object -> alive.decrementAndGet())
                    .validateAfter(Duration.ofDays(1))
                    .max(size)
                    .borrowTimeout(LONG)
                    .build();
            AtomicInteger left = new AtomicInteger(cycles / 3);
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            for (int i = 0; i < threads; i++) {
                Random random = new Random(seed + i);
                executor.execute(() -> {
                    while (left.getAndDecrement() > 0) {
                        try (Lease<AtomicInteger> lease = pool.borrow()) {
                            if (lease.get().incrementAndGet() != 1) {
                                wrong.incrementAndGet();
                            }
                            lease.get().decrementAndGet();
                            if (random.nextInt(100) == 0) {
                                lease.discard();
                            }
                        } catch (PoolException failed) {
                            if (failed.reason() != PoolException.Reason.CREATION_FAILED) {
                                wrong.incrementAndGet();
                            }
                        } catch (InterruptedException unexpected) {
                            throw new IllegalStateException(unexpected);
                        }
                    }
                });
            }
            executor.shutdown();
            assertThat(executor.awaitTermination(10, TimeUnit.MINUTES)).isTrue();
            PoolStats stats = pool.stats();
            assertThat(wrong).as("seed %d, size %d: %s", seed, size, stats).hasValue(0);
            assertThat(stats.active()).isZero();
            assertThat(stats.created() - stats.destroyed()).isEqualTo(stats.idle());
            assertThat(stats.idle()).isEqualTo(alive.get());
            assertThat(stats.waiting() + stats.creating()).isZero();
            pool.close();
            assertThat(pool.awaitEmpty(LONG)).isTrue();
            assertThat(alive).hasValue(0);
        }
    }

    @Test
    void PO17_thousandsOfBorrowers_areAllServed() throws Exception {
        Pool<Integer> pool = numbers().max(4).build();
        AtomicInteger served = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        boolean virtual = Runtime.version().feature() >= 21;
        for (int i = 0; i < (virtual ? 10_000 : 500); i++) {
            threads.add(start(() -> {
                try (Lease<Integer> lease = pool.borrow()) {
                    assertThat(lease.get()).isPositive();
                    served.incrementAndGet();
                } catch (InterruptedException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(served).hasValue(threads.size());
        assertThat(mostAlive.get()).isLessThanOrEqualTo(4);
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

    /** PO-18: nothing is kept for a thread, so nothing is lost with one. */
    @Test
    void PO18_threadsThatEnd_keepNothing() throws Exception {
        Pool<Integer> pool = numbers().max(1).build();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            Thread thread = new Thread(() -> {
                try (Lease<Integer> lease = pool.borrow()) {
                    synchronized (seen) {
                        seen.add(lease.get());
                    }
                } catch (InterruptedException unexpected) {
                    throw new IllegalStateException(unexpected);
                }
            });
            thread.start();
            thread.join();
        }
        assertThat(seen).containsExactly(1);
    }
}
