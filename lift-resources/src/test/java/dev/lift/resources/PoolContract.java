package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lift.http.Deadline;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestContext;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every pool of the module does, whatever is in it. Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class PoolContract {
    static final Duration SHORT = Duration.ofMillis(250);

    /** A pool, as the contract sees it. */
    interface Subject extends AutoCloseable {
        Lent borrow(Deadline deadline) throws Exception;

        default Lent borrow() throws Exception {
            return borrow(Deadline.NONE);
        }

        PoolStats stats();

        void evict();

        Lifecycle lifecycle();

        @Override
        void close();
    }

    /** An object on loan. */
    interface Lent extends AutoCloseable {
        /** Tells objects apart, also behind whatever wraps them. */
        Object identity() throws SQLException;

        @Override
        void close() throws SQLException;
    }

    /** What the objects of the pool are connected to. */
    static final class Backend {
        final Set<Object> open = ConcurrentHashMap.newKeySet();
        final Set<Object> dead = ConcurrentHashMap.newKeySet();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger attempts = new AtomicInteger();
        volatile boolean down;

        /** Where set, making an object waits for it, whatever interrupts it. */
        volatile @Nullable CountDownLatch gate;

        void awaitGate() {
            CountDownLatch set = gate;
            boolean interrupted = false;
            while (set != null && set.getCount() > 0) {
                try {
                    set.await();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        <T> T opened(T object) {
            open.add(object);
            most.accumulateAndGet(open.size(), Math::max);
            return object;
        }

        /** The process was frozen meanwhile: all that is open is dead, and nobody has noticed. */
        void killAll() {
            dead.addAll(open);
        }
    }

    final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
    final Backend backend = new Backend();

    /** What the pool's listener has heard, in the order of its coming. */
    final List<PoolListener.Event> heard = Collections.synchronizedList(new ArrayList<>());

    private volatile boolean listenerFails;

    /** Hears what happens in each pool of the contract. */
    void listen(PoolListener.Event event, Duration took) {
        assertThat(took).isGreaterThanOrEqualTo(Duration.ZERO);
        heard.add(event);
        if (listenerFails) {
            throw new IllegalStateException("The metrics are down");
        }
    }

    /** Makes an empty pool. */
    abstract Subject pool(int max, Duration borrowTimeout);

    /** Whether an exception says that nothing was to be had for now, which is to be answered with 503. */
    abstract boolean isUnavailable(Throwable thrown);

    private void assertUnavailable(@Nullable Throwable thrown) {
        assertThat(thrown).isNotNull();
        if (thrown != null) {
            assertThat(isUnavailable(thrown)).as("%s", thrown).isTrue();
        }
    }

    @Test
    void PO01_exhausted_failsInTime_withNumbers() throws Exception {
        try (Subject pool = pool(1, SHORT);
                Lent held = pool.borrow()) {
            assertThat(held.identity()).isNotNull();
            Throwable thrown = catchThrowable(pool::borrow);
            assertUnavailable(thrown);
            assertThat(thrown).hasMessageContaining("1 of 1 on loan");
            assertThat(pool.stats().timeouts()).isEqualTo(1);
            assertThat(pool.stats().active()).isEqualTo(1);
            assertThat(pool.stats().waiting()).isZero();
        }
    }

    @Test
    void PO01_manyBorrowers_neverHaveMoreThanMax_norShareOne() throws Exception {
        try (Subject pool = pool(3, Duration.ofSeconds(30))) {
            Set<Object> inUse = ConcurrentHashMap.newKeySet();
            List<String> faults = Collections.synchronizedList(new ArrayList<>());
            inParallel(16, () -> {
                for (int i = 0; i < 500; i++) {
                    try (Lent lent = pool.borrow()) {
                        if (!inUse.add(lent.identity())) {
                            faults.add("shared");
                        }
                        Thread.onSpinWait();
                        inUse.remove(lent.identity());
                    }
                }
            });
            assertThat(faults).isEmpty();
            assertThat(backend.most.get()).isBetween(1, 3);
            assertThat(pool.stats().active()).isZero();
            assertThat(pool.stats().borrowTime(100)).isPositive();
        }
    }

    @Test
    void PO03_downBackend_isHeardOfWithItsCause_andFoundWhenItIsBack() throws Exception {
        try (Subject pool = pool(2, SHORT)) {
            backend.down = true;
            Throwable thrown = catchThrowable(pool::borrow);
            assertUnavailable(thrown);
            assertThat(thrown).rootCause().hasMessage("The backend is down");
            backend.down = false;
            long back = System.nanoTime();
            try (Lent lent = awaitBorrow(pool)) {
                assertThat(lent.identity()).isNotNull();
                assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(1));
            }
            assertThat(pool.stats().creationFailures()).isPositive();
        }
    }

    private static Lent awaitBorrow(Subject pool) throws Exception {
        while (true) {
            try {
                return pool.borrow();
            } catch (InterruptedException over) {
                throw over;
            } catch (Exception stillDown) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** The attempts do not grow with the number of those who ask. */
    @Test
    void PO04_downBackend_isNotStormed() throws Exception {
        try (Subject pool = pool(4, SHORT)) {
            backend.down = true;
            AtomicInteger asked = new AtomicInteger();
            long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
            inParallel(16, () -> {
                while (System.nanoTime() < end) {
                    assertThat(catchThrowable(pool::borrow)).isNotNull();
                    asked.incrementAndGet();
                }
            });
            assertThat(asked.get()).isGreaterThan(64);
            assertThat(backend.attempts.get()).isBetween(1, 60);
        }
    }

    @Test
    void PO07_closedTwice_isNotLentTwice() throws Exception {
        try (Subject pool = pool(2, SHORT)) {
            Lent lent = pool.borrow();
            Object first = lent.identity();
            lent.close();
            lent.close();
            try (Lent a = pool.borrow();
                    Lent b = pool.borrow()) {
                assertThat(a.identity()).isSameAs(first);
                assertThat(b.identity()).isNotSameAs(first);
            }
        }
    }

    @Test
    void PO09_closed_lendsNothing_andLeavesNothingOpen() throws Exception {
        Subject pool = pool(2, SHORT);
        pool.borrow().close();
        Lent held = pool.borrow();
        pool.close();
        pool.close();
        assertUnavailable(catchThrowable(pool::borrow));
        held.close();
        awaitNoneOpen();
    }

    /** What comes when nobody wants it any more is closed by somebody. */
    @Test
    void PO09_closedWhileAnObjectIsMade_leavesNothingOpen() throws Exception {
        Subject pool = pool(2, SHORT);
        CountDownLatch gate = new CountDownLatch(1);
        backend.gate = gate;
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread borrower = new Thread(() -> thrown.set(catchThrowable(pool::borrow)));
        borrower.start();
        awaitAttempt();
        Thread closer = new Thread(pool::close);
        closer.start();
        borrower.join();
        gate.countDown();
        closer.join();
        assertUnavailable(thrown.get());
        awaitNoneOpen();
        assertThat(backend.attempts).hasValue(1);
    }

    @Test
    void LC07_checkpointWhileAnObjectIsMade_leavesNothingOpen() throws Exception {
        try (Subject pool = pool(2, SHORT)) {
            CountDownLatch gate = new CountDownLatch(1);
            backend.gate = gate;
            Thread borrower = new Thread(() -> {
                Throwable unused = catchThrowable(() -> pool.borrow().close());
            });
            borrower.start();
            awaitAttempt();
            AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
            Thread checkpoint = new Thread(
                    () -> refused.set(catchThrowable(() -> pool.lifecycle().beforeCheckpoint())));
            checkpoint.start();
            gate.countDown();
            checkpoint.join();
            borrower.join();
            // Either it was made in time to be closed, or the checkpoint is refused; never is one left open behind its
            // back.
            if (refused.get() == null) {
                awaitNoneOpen();
            } else {
                assertThat(refused.get()).isInstanceOf(IllegalStateException.class);
            }
        }
        awaitNoneOpen();
    }

    private void awaitAttempt() throws InterruptedException {
        while (backend.attempts.get() == 0) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private void awaitNoneOpen() throws InterruptedException {
        while (!backend.open.isEmpty()) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Test
    void PO13_interruptedWaiter_losesNoPlace() throws Exception {
        try (Subject pool = pool(1, Duration.ofSeconds(30))) {
            Lent held = pool.borrow();
            AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
            Thread waiter = new Thread(() -> thrown.set(catchThrowable(pool::borrow)));
            waiter.start();
            while (pool.stats().waiting() == 0) {
                Thread.onSpinWait();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            waiter.interrupt();
            waiter.join();
            assertThat(thrown.get()).isNotNull();
            assertThat(pool.stats().waiting()).isZero();
            held.close();
            pool.borrow().close();
        }
    }

    @Test
    void PO22_freeze_deadObjectsAreReplacedBeforeAnybodyGetsThem() throws Exception {
        try (Subject pool = pool(3, Duration.ofSeconds(5))) {
            try (Lent a = pool.borrow();
                    Lent b = pool.borrow();
                    Lent c = pool.borrow()) {
                assertThat(Set.of(a.identity(), b.identity(), c.identity())).hasSize(3);
            }
            backend.killAll();
            clock.advance(Duration.ofSeconds(30));
            try (Lent a = pool.borrow();
                    Lent b = pool.borrow();
                    Lent c = pool.borrow()) {
                for (Lent lent : List.of(a, b, c)) {
                    assertThat(backend.dead).doesNotContain(lent.identity());
                }
            }
            assertThat(pool.stats().validationFailures()).isEqualTo(3);
            assertThat(backend.most.get()).isBetween(3, 3);
        }
    }

    @Test
    void LC03_clockSetBack_breaksNothing() throws Exception {
        try (Subject pool = pool(2, SHORT)) {
            pool.borrow().close();
            clock.advance(Duration.ofHours(-1));
            pool.borrow().close();
            backend.killAll();
            clock.advance(Duration.ofHours(-1));
            try (Lent lent = pool.borrow()) {
                assertThat(backend.dead).doesNotContain(lent.identity());
            }
        }
    }

    @Test
    void PO19_listener_hearsOfEachEvent() throws Exception {
        try (Subject pool = pool(1, SHORT)) {
            try (Lent lent = pool.borrow()) {
                assertThat(lent.identity()).isNotNull();
                assertThat(catchThrowable(pool::borrow)).isNotNull();
            }
            pool.borrow().close();
            assertThat(heard)
                    .containsExactlyInAnyOrder(
                            PoolListener.Event.CREATED,
                            PoolListener.Event.BORROWED,
                            PoolListener.Event.TIMED_OUT,
                            PoolListener.Event.RETURNED,
                            PoolListener.Event.BORROWED,
                            PoolListener.Event.RETURNED)
                    .endsWith(PoolListener.Event.BORROWED, PoolListener.Event.RETURNED);
        }
    }

    @Test
    void PO19_listenerThatThrows_isIgnored() throws Exception {
        listenerFails = true;
        try (Subject pool = pool(2, SHORT)) {
            inParallel(4, () -> {
                for (int i = 0; i < 50; i++) {
                    pool.borrow().close();
                }
            });
            try (Lent a = pool.borrow();
                    Lent b = pool.borrow()) {
                assertThat(a.identity()).isNotSameAs(b.identity());
                assertUnavailable(catchThrowable(pool::borrow));
            }
            assertThat(pool.stats().active()).isZero();
            assertThat(pool.stats().created()).isEqualTo(2);
            assertThat(heard).contains(PoolListener.Event.values());
        }
    }

    @Test
    void LC08_failureFromBeforeTheCheckpoint_isForgotten() throws Exception {
        try (Subject pool = pool(1, SHORT)) {
            backend.down = true;
            assertUnavailable(catchThrowable(pool::borrow));
            pool.lifecycle().beforeCheckpoint();
            backend.down = false;
            pool.lifecycle().afterRestore();
            pool.borrow().close(); // Or the wait that the failure asked for would go on.
        }
    }

    @Test
    void PO21_evict_replacesAll() throws Exception {
        try (Subject pool = pool(2, SHORT)) {
            Lent held = pool.borrow();
            Object old = held.identity();
            pool.evict();
            held.close();
            try (Lent a = pool.borrow();
                    Lent b = pool.borrow()) {
                assertThat(a.identity()).isNotSameAs(old);
                assertThat(b.identity()).isNotSameAs(old);
            }
        }
    }

    @Test
    void deadline_cutsTheWait() throws Exception {
        try (Subject pool = pool(1, Duration.ofSeconds(30));
                Lent held = pool.borrow()) {
            assertThat(held.identity()).isNotNull();
            Deadline deadline = Deadline.of(new TestContext("id", clock, Duration.ofMillis(500)));
            assertUnavailable(catchThrowable(() -> pool.borrow(deadline)));
        }
    }

    @Test
    void LC07_checkpoint_leavesNothingOpen_andRestoreLendsAnew() throws Exception {
        try (Subject pool = pool(2, SHORT)) {
            Object before;
            try (Lent lent = pool.borrow()) {
                before = lent.identity();
            }
            pool.lifecycle().beforeCheckpoint();
            assertThat(backend.open).isEmpty();
            assertUnavailable(catchThrowable(pool::borrow));
            assertThat(backend.open).isEmpty();
            clock.advance(Duration.ofHours(8));
            pool.lifecycle().afterRestore();
            try (Lent lent = pool.borrow()) {
                assertThat(lent.identity()).isNotSameAs(before);
            }
        }
    }

    @Test
    void LC07_objectOnLoan_failsTheCheckpoint_andThePoolGoesOn() throws Exception {
        try (Subject pool = pool(2, SHORT);
                Lent held = pool.borrow()) {
            assertThat(held.identity()).isNotNull();
            assertThat(catchThrowable(() -> pool.lifecycle().beforeCheckpoint()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("which would be in the snapshot")
                    .hasMessageContaining("1 of 2 on loan");
            pool.borrow().close();
        }
    }

    @Test
    void stats_addUp() throws Exception {
        try (Subject pool = pool(2, SHORT)) {
            for (int i = 0; i < 10; i++) {
                pool.borrow().close();
                pool.evict();
            }
            pool.borrow().close();
            PoolStats stats = pool.stats();
            assertThat(stats.created()).isEqualTo(11);
            assertThat(stats.created() - stats.destroyed()).isEqualTo(stats.idle() + stats.active());
            assertThat(stats.max()).isEqualTo(2);
            long borrows =
                    stats.borrowTimes().stream().mapToLong(Long::longValue).sum();
            assertThat(borrows).isEqualTo(11);
        }
    }

    interface Task {
        void run() throws Exception;
    }

    static void inParallel(int threads, Task task) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    task.run();
                } catch (Throwable thrown) {
                    failed.compareAndSet(null, thrown);
                }
            });
            thread.start();
            all.add(thread);
        }
        start.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(failed.get()).isNull();
    }
}
