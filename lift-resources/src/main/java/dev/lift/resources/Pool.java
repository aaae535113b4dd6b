package dev.lift.resources;

import dev.lift.http.Deadline;
import dev.lift.resources.internal.TimeLimit;
import dev.lift.resources.internal.Warnings;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of objects that are costly to make, for a process that may be frozen. Nothing ticks: ages are looked at when an
 * object is borrowed or given back, by the wall clock, so what has died while the process was frozen is replaced before anybody
 * gets it.
 *
 * <p>There are never more than {@code max} objects, not for a moment, those that are being made or destroyed included. Borrowers
 * wait in the order of their coming, for no longer than their own time limit and what the invocation's deadline leaves. A borrower
 * that finds no idle object makes one, at most two at a time; when that fails it hears why at once, and until some time has passed,
 * up to half a second, nobody tries again.
 *
 * <p>Thread-safe. Everything that happens to an object happens on one thread at a time.
 *
 * <pre>{@code
 * Pool<Session> sessions = Pool.builder("sessions", server::connect)
 *         .destroy(Session::close)
 *         .validate(Session::ping)
 *         .max(4)
 *         .build();
 *
 * try (Lease<Session> lease = sessions.borrow(request.deadline())) {
 *     lease.get().find(id);
 * }
 * }</pre>
 *
 * @param <T> the type of the objects
 */
public final class Pool<T> implements Lifecycle, AutoCloseable {
    private final PoolBuilder<T> options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition gone = lock.newCondition();
    private final Announcer announcer;

    // Guarded by the lock, as all that follow.
    private final Deque<Entry<T>> idle = new ArrayDeque<>();
    private final Deque<Condition> waiters = new ArrayDeque<>();
    private final Set<Loan<T>> loans = new HashSet<>();
    private final ReferenceQueue<Lease<T>> dropped = new ReferenceQueue<>();
    private final BorrowTimes borrowTimes = new BorrowTimes();
    private int max;

    /** All objects: idle, on loan, being made, looked at or destroyed. */
    private int total;

    private int creating;
    private boolean suspended;
    private boolean closed;
    private long generation;
    private int failuresInARow;
    private long noCreationBefore;
    private @Nullable Throwable lastFailure;
    private long created;
    private long destroyed;
    private long timeouts;
    private long creationFailures;
    private long validationFailures;
    private long leaked;
    private long heldTooLong;
    private long abandoned;

    Pool(PoolBuilder<T> options) {
        this.options = options;
        this.max = options.max;
        this.announcer = new Announcer(options.name, options.listener);
    }

    /**
     * Starts to describe a pool.
     *
     * @param name what is in it, for logs and errors
     * @param create makes an object; it may be called by several threads at a time
     * @param <T> the type of the objects
     * @return a builder
     */
    public static <T> PoolBuilder<T> builder(String name, Callable<? extends T> create) {
        return new PoolBuilder<>(name, create);
    }

    /**
     * Borrows an object, waiting for no longer than the pool's own time limit.
     *
     * @return the lease, to be closed
     * @throws PoolException when nothing could be borrowed
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public Lease<T> borrow() throws InterruptedException {
        return borrow(Deadline.NONE);
    }

    /**
     * Borrows an object.
     *
     * @param deadline the deadline of the invocation; some of its time is left for the use of the object
     * @return the lease, to be closed
     * @throws PoolException when nothing could be borrowed
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public Lease<T> borrow(Deadline deadline) throws InterruptedException {
        long begun = options.ticker.getAsLong();
        long limit = limitNanos(deadline);
        reclaimDropped();
        Turn<T> turn = takeOrReport(begun, limit, /* again= */ false);
        while (turn.entry != null && !isUsable(turn.entry, deadline)) {
            dispose(turn.entry);
            turn = takeOrReport(begun, limit, /* again= */ true);
        }
        return lend(turn.entry == null ? create(deadline) : turn.entry, begun);
    }

    private Turn<T> takeOrReport(long begun, long limit, boolean again) throws InterruptedException {
        try {
            return take(begun, limit, again);
        } catch (PoolException nothing) {
            reportHeldTooLong();
            long waited = options.ticker.getAsLong() - begun;
            if (waited >= limit) {
                announcer.tell(PoolListener.Event.TIMED_OUT, waited);
            }
            throw nothing;
        }
    }

    private long limitNanos(Deadline deadline) {
        return within(options.borrowTimeout, deadline).toNanos();
    }

    /** Cuts a limit to what the deadline leaves; zero when that is nothing. */
    private Duration within(Duration limit, Deadline deadline) {
        long remaining = deadline.remainingMillis();
        if (remaining == Long.MAX_VALUE) {
            return limit;
        }
        Duration usable = Duration.ofMillis(Math.max(0, remaining - options.margin.toMillis()));
        return usable.compareTo(limit) < 0 ? usable : limit;
    }

    /** What a borrower may do: use an idle object, or make one. */
    private record Turn<T>(@Nullable Entry<T> entry) {}

    /** Takes a turn; one who has had one for nothing comes before those who wait. */
    private Turn<T> take(long begun, long limit, boolean again) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            checkOpen();
            Turn<T> turn = again || waiters.isEmpty() ? tryTake() : null;
            return turn == null ? await(begun, limit, again) : turn;
        } finally {
            lock.unlock();
        }
    }

    private Turn<T> await(long begun, long limit, boolean again) throws InterruptedException {
        Condition turnCame = lock.newCondition();
        if (again) {
            waiters.addFirst(turnCame);
        } else {
            waiters.addLast(turnCame);
        }
        try {
            while (true) {
                checkOpen();
                int ahead = ahead(turnCame);
                // Also where there is enough for those before it, who may not have woken up yet.
                Turn<T> turn = ahead == 0 || ahead < idle.size() ? tryTake() : null;
                if (turn != null) {
                    return turn;
                }
                long now = options.ticker.getAsLong();
                long backoff = lastFailure == null ? 0 : noCreationBefore - now;
                if (backoff > 0 && total == 0 && !suspended) {
                    throw creationFailed(lastFailure);
                }
                long left = limit - (now - begun);
                if (left <= 0) {
                    timeouts++;
                    throw exhausted(now - begun);
                }
                long unused = turnCame.awaitNanos(backoff > 0 ? Math.min(left, backoff) : left);
            }
        } finally {
            waiters.remove(turnCame);
            wakeNext();
        }
    }

    /** Returns how many come before a waiter. */
    private int ahead(Condition waiter) {
        int ahead = 0;
        for (Condition each : waiters) {
            if (each.equals(waiter)) {
                break;
            }
            ahead++;
        }
        return ahead;
    }

    /** Returns what a borrower whose turn it is may do; null while it must wait. */
    private @Nullable Turn<T> tryTake() {
        if (suspended) {
            return null;
        }
        Entry<T> entry = idle.pollFirst();
        if (entry != null) {
            return new Turn<>(entry);
        }
        boolean mayCreate = total < max
                && creating < options.maxCreating
                && (lastFailure == null || options.ticker.getAsLong() - noCreationBefore >= 0);
        if (!mayCreate) {
            return null;
        }
        total++;
        creating++;
        return new Turn<>(null);
    }

    private void wakeNext() {
        Condition first = waiters.peekFirst();
        if (first != null) {
            first.signal();
        }
    }

    private Entry<T> create(Deadline deadline) throws InterruptedException {
        Duration limit = within(options.creationTimeout, deadline);
        if (limit.isZero()) {
            notCreated(null);
            throw tooLate();
        }
        T object;
        long begun = options.ticker.getAsLong();
        try {
            object = Objects.requireNonNull(
                    TimeLimit.<T>run(limit, options.create::call, this::destroyLate), "create returned null");
        } catch (InterruptedException interrupted) {
            notCreated(null);
            throw interrupted;
        } catch (Throwable failed) {
            notCreated(failed);
            if (failed instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
                throw fatal;
            }
            throw creationFailed(failed);
        }
        announcer.tell(PoolListener.Event.CREATED, options.ticker.getAsLong() - begun);
        Entry<T> entry = new Entry<>(object, options.clock.instant(), lifetime(), generation());
        lock.lock();
        try {
            creating--;
            created++;
            failuresInARow = 0;
            lastFailure = null;
            wakeNext();
            if (!closed) {
                return entry;
            }
        } finally {
            lock.unlock();
        }
        dispose(entry);
        throw closed();
    }

    private long generation() {
        lock.lock();
        try {
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /** A random part of up to a tenth is taken off, so that objects that were made together do not end together. */
    private Duration lifetime() {
        double part = 1 - options.random.nextDouble() / 10;
        return Duration.ofMillis((long) (options.maxLifetime.toMillis() * part));
    }

    private void notCreated(@Nullable Throwable failed) {
        lock.lock();
        try {
            total--;
            creating--;
            if (failed != null) {
                creationFailures++;
                abandoned += failed instanceof TimeoutException ? 1 : 0;
                lastFailure = failed;
                long most = Math.min(options.longestBackoff.toNanos(), 10_000_000L << Math.min(failuresInARow++, 20));
                long delay = most / 2 + (long) (options.random.nextDouble() * most / 2);
                noCreationBefore = options.ticker.getAsLong() + delay;
            }
            wakeAll(); // Those who wait for nothing else hear of it.
        } finally {
            lock.unlock();
        }
    }

    private void wakeAll() {
        waiters.forEach(Condition::signal);
        gone.signalAll();
    }

    private void destroyLate(T object) {
        destroy(object);
        lock.lock();
        try {
            created++;
            destroyed++;
        } finally {
            lock.unlock();
        }
    }

    private boolean isUsable(Entry<T> entry, Deadline deadline) {
        Instant now = options.clock.instant();
        if (entry.generation() != generation() || entry.isTooOld(now, options.maxIdle)) {
            return false;
        }
        if (!entry.isIdleFor(now, options.validateAfter)) {
            return true;
        }
        Duration limit = within(options.validationTimeout, deadline);
        if (limit.isZero()) {
            putBack(entry);
            throw tooLate();
        }
        boolean valid = false;
        boolean late = false;
        try {
            valid = TimeLimit.run(
                    within(options.validationTimeout, deadline), () -> options.validate.test(entry.object()), null);
        } catch (InterruptedException interrupted) {
            Thread.currentThread()
                    .interrupt(); // The object is not at fault, but nobody knows how far the look at it has come.
        } catch (TimeoutException hung) {
            late = true;
        } catch (Throwable broken) {
            // As good as false.
        }
        if (!valid) {
            lock.lock();
            try {
                validationFailures++;
                abandoned += late ? 1 : 0;
            } finally {
                lock.unlock();
            }
        }
        return valid;
    }

    /** Leaves an object as it was found. */
    private void putBack(Entry<T> entry) {
        lock.lock();
        try {
            idle.addFirst(entry);
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    private PoolException tooLate() {
        return new PoolException(
                PoolException.Reason.EXHAUSTED,
                "Too little time is left to make an object of the pool " + options.name + ", or to look at one",
                null);
    }

    private Lease<T> lend(Entry<T> entry, long begun) {
        Loan<T> loan = new Loan<>(
                entry, options.ticker.getAsLong(), options.traceLeaks ? new Throwable("borrowed here") : null);
        Lease<T> lease = loan.lease(this, dropped);
        long waited = options.ticker.getAsLong() - begun;
        lock.lock();
        try {
            loans.add(loan);
            borrowTimes.record(waited);
        } finally {
            lock.unlock();
        }
        announcer.tell(PoolListener.Event.BORROWED, waited);
        return lease;
    }

    void giveBack(Loan<T> loan, boolean discarded) {
        Entry<T> entry = loan.entry();
        Instant now = options.clock.instant();
        Entry<T> surplus = null;
        lock.lock();
        try {
            if (!loans.remove(loan)) {
                return;
            }
            boolean kept = !discarded
                    && !closed
                    && total <= max
                    && entry.generation() == generation
                    && !entry.isTooOld(now, options.maxIdle);
            if (kept) {
                entry.idleSince(now);
                idle.addFirst(entry);
                surplus = oldest(now);
                wakeNext();
            } else {
                surplus = entry;
            }
        } finally {
            lock.unlock();
        }
        if (surplus != null) {
            dispose(surplus);
        }
        announcer.tell(PoolListener.Event.RETURNED, options.ticker.getAsLong() - loan.begun());
    }

    /** Nothing ticks, so whoever gives back one looks whether another has been idle for too long. */
    private @Nullable Entry<T> oldest(Instant now) {
        Entry<T> last = idle.peekLast();
        if (last == null || idle.size() <= options.minIdle || !last.isTooOld(now, options.maxIdle)) {
            return null;
        }
        return idle.pollLast();
    }

    /** Destroys an object that nobody has any more, and only then makes room for another. */
    private void dispose(Entry<T> entry) {
        boolean ended = destroy(entry.object());
        lock.lock();
        try {
            total--;
            destroyed++;
            abandoned += ended ? 0 : 1;
            wakeNext();
            gone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether it has ended; one that fails has. */
    private boolean destroy(T object) {
        boolean interrupted = Thread.interrupted();
        try {
            return TimeLimit.<Boolean>run(
                    options.destructionTimeout,
                    () -> {
                        options.destroy.accept(object);
                        return true;
                    },
                    null);
        } catch (TimeoutException hung) {
            return false;
        } catch (InterruptedException again) {
            interrupted = true;
            return false;
        } catch (Throwable failed) {
            Warnings.log("An object of the pool " + options.name + " could not be destroyed", failed);
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes back the objects of leases that were dropped without being closed. What state they are in nobody knows. */
    private void reclaimDropped() {
        for (Reference<? extends Lease<T>> each = dropped.poll(); each != null; each = dropped.poll()) {
            @SuppressWarnings("unchecked") // Loan.lease puts in nothing else.
            Loan<T> loan = ((Loan.Watch<T>) each).loan;
            boolean lost;
            lock.lock();
            try {
                lost = loans.remove(loan);
                leaked += lost ? 1 : 0;
            } finally {
                lock.unlock();
            }
            if (lost) {
                Warnings.log(
                        "A lease of the pool " + options.name + " was dropped without being closed", loan.borrower());
                dispose(loan.entry());
            }
        }
    }

    /** Nothing ticks, so whoever has to wait looks whether somebody forgot to close a lease. */
    private void reportHeldTooLong() {
        List<Loan<T>> suspects = new ArrayList<>();
        lock.lock();
        try {
            long now = options.ticker.getAsLong();
            for (Loan<T> loan : loans) {
                if (loan.isNewlyTooLong(now, options.holdLimit.toNanos())) {
                    suspects.add(loan);
                }
            }
            heldTooLong += suspects.size();
        } finally {
            lock.unlock();
        }
        for (Loan<T> suspect : suspects) {
            Warnings.log(
                    "A lease of the pool " + options.name + " has been open for more than "
                            + options.holdLimit.toSeconds() + " s",
                    suspect.borrower());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw closed();
        }
    }

    private PoolException closed() {
        return new PoolException(PoolException.Reason.CLOSED, "The pool " + options.name + " is closed", null);
    }

    private PoolException creationFailed(@Nullable Throwable failed) {
        return new PoolException(
                PoolException.Reason.CREATION_FAILED,
                "The pool " + options.name + " has nothing to lend, and could not make one: " + failed,
                failed);
    }

    private PoolException exhausted(long waited) {
        long mine = loans.stream()
                .filter(loan -> loan.thread() == Thread.currentThread().getId())
                .count();
        String hint = mine == 0 ? "" : "; this thread has " + mine + " of them and waits for itself";
        return new PoolException(
                lastFailure == null ? PoolException.Reason.EXHAUSTED : PoolException.Reason.CREATION_FAILED,
                "Nothing of the pool " + options.name + " was to be had in " + TimeUnit.NANOSECONDS.toMillis(waited)
                        + " ms: " + snapshot().summary() + hint,
                lastFailure);
    }

    /**
     * Returns what the pool has done.
     *
     * @return the statistics
     */
    public PoolStats stats() {
        reclaimDropped();
        reportHeldTooLong();
        lock.lock();
        try {
            return snapshot();
        } finally {
            lock.unlock();
        }
    }

    private PoolStats snapshot() {
        return new PoolStats(
                max,
                loans.size(),
                idle.size(),
                creating,
                waiters.size(),
                created,
                destroyed,
                timeouts,
                creationFailures,
                validationFailures,
                leaked,
                heldTooLong,
                abandoned,
                borrowTimes.snapshot());
    }

    /**
     * Makes objects until some are idle, for the first requests to find. Stops at the first that can not be made.
     *
     * @param count how many, at most {@code max}
     * @return how many are idle then
     * @throws PoolException when one can not be made
     * @throws InterruptedException when the thread is interrupted
     */
    public int warm(int count) throws InterruptedException {
        List<Lease<T>> leases = new ArrayList<>();
        try {
            while (leases.size() < Math.min(count, options.max)) {
                leases.add(borrow());
            }
        } finally {
            leases.forEach(Lease::close);
        }
        return stats().idle();
    }

    /**
     * Changes how many objects there may be. Surplus ones go as they are given back.
     *
     * @param most from 1
     * @throws IllegalArgumentException when it is below 1
     */
    public void resize(int most) {
        PoolBuilder.atLeast("max", most, 1);
        List<Entry<T>> surplus = new ArrayList<>();
        lock.lock();
        try {
            max = most;
            while (total - surplus.size() > max && !idle.isEmpty()) {
                surplus.add(idle.pollLast());
            }
            wakeAll();
        } finally {
            lock.unlock();
        }
        surplus.forEach(this::dispose);
    }

    /** Replaces all objects: those that are idle now, those on loan when they come back. After a restore, or a change of credentials. */
    public void evict() {
        List<Entry<T>> evicted;
        lock.lock();
        try {
            generation++;
            evicted = new ArrayList<>(idle);
            idle.clear();
        } finally {
            lock.unlock();
        }
        evicted.forEach(this::dispose);
    }

    /** Lends nothing from now on: borrowers wait until {@link #resume}, or their time is up. */
    public void suspend() {
        lock.lock();
        try {
            suspended = true;
        } finally {
            lock.unlock();
        }
    }

    /** Lends again. */
    public void resume() {
        lock.lock();
        try {
            suspended = false;
            wakeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes as many objects as are to be idle at least. */
    @Override
    public void warm() throws InterruptedException {
        if (options.minIdle > 0) {
            int unused = warm(options.minIdle);
        }
    }

    /**
     * Destroys all objects, and lends nothing until {@link #afterRestore}.
     *
     * @throws IllegalStateException when some are on loan and do not come back: they would be in the snapshot
     * @throws InterruptedException when the thread is interrupted
     */
    @Override
    public void beforeCheckpoint() throws InterruptedException {
        suspend();
        evict();
        if (!awaitEmpty(options.destructionTimeout)) {
            resume();
            throw new IllegalStateException("Leases of the pool " + options.name
                    + " are open, which would be in the snapshot: " + stats().summary());
        }
    }

    /** Lends again. What is on loan from before is replaced when it comes back, and past failures are forgotten. */
    @Override
    public void afterRestore() {
        evict();
        lock.lock();
        try {
            lastFailure = null;
            failuresInARow = 0;
        } finally {
            lock.unlock();
        }
        resume();
    }

    /** Closes the pool: borrowers that wait fail at once, idle objects are destroyed now, others when they are given back. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wakeAll();
        } finally {
            lock.unlock();
        }
        evict();
    }

    /**
     * Waits until all objects are gone.
     *
     * @param atMost how long
     * @return whether they are
     * @throws InterruptedException when the thread is interrupted
     */
    public boolean awaitEmpty(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (total > 0 && left > 0) {
                left = gone.awaitNanos(left);
            }
            return total == 0;
        } finally {
            lock.unlock();
        }
    }

    /** The name, and the numbers of the moment. */
    @Override
    public String toString() {
        return "Pool[" + options.name + ": " + stats().summary() + "]";
    }
}
