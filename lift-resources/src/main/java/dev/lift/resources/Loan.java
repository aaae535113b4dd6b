package dev.lift.resources;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What the pool keeps of a lease: enough to take the object back when the lease was dropped without being closed, and no more, so
 * that it can be seen to be dropped.
 */
final class Loan<T> {
    private final Entry<T> entry;
    private final long thread;
    private final long begun;
    private boolean reported;

    /** Where it was borrowed; null unless asked for. */
    private final @Nullable Throwable borrower;

    /** Never read: a watch that nobody holds would be collected with what it watches. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable Watch<T> watch;

    Loan(Entry<T> entry, long begun, @Nullable Throwable borrower) {
        this.entry = entry;
        this.begun = begun;
        this.borrower = borrower;
        this.thread = Thread.currentThread().getId();
    }

    Entry<T> entry() {
        return entry;
    }

    long thread() {
        return thread;
    }

    long begun() {
        return begun;
    }

    /** Returns whether it has been open for too long, the first time that this is so. */
    boolean isNewlyTooLong(long now, long limit) {
        if (reported || now - begun < limit) {
            return false;
        }
        reported = true;
        return true;
    }

    @Nullable
    Throwable borrower() {
        return borrower;
    }

    Lease<T> lease(Pool<T> pool, ReferenceQueue<Lease<T>> dropped) {
        Lease<T> lease = new Lease<>(pool, this);
        watch = new Watch<>(lease, dropped, this);
        return lease;
    }

    /** A lease that the garbage collector has found to be dropped. */
    static final class Watch<T> extends WeakReference<Lease<T>> {
        final Loan<T> loan;

        Watch(Lease<T> lease, ReferenceQueue<Lease<T>> queue, Loan<T> loan) {
            super(lease, queue);
            this.loan = loan;
        }
    }
}
