package dev.lift.resources;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An object on loan from a {@link Pool}. Close it exactly where it was borrowed, by {@code try}; closing it again does nothing.
 *
 * <p>Thread-safe, as far as the object is.
 *
 * <pre>{@code
 * try (Lease<Session> lease = pool.borrow(request.deadline())) {
 *     lease.get().find(id);
 * }
 * }</pre>
 *
 * @param <T> the type of the object
 */
public final class Lease<T> implements AutoCloseable {
    private final Pool<T> pool;
    private final Loan<T> loan;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile boolean discarded;

    Lease(Pool<T> pool, Loan<T> loan) {
        this.pool = pool;
        this.loan = loan;
    }

    /**
     * Returns the object.
     *
     * @return the object, which must not be used after the lease is closed
     * @throws IllegalStateException when the lease is closed: the object may be somebody else's by now
     */
    public T get() {
        if (!open.get()) {
            throw new IllegalStateException("The lease is closed; what it was for may be somebody else's by now");
        }
        return loan.entry().object();
    }

    /** Says that the object is broken: it is destroyed when the lease is closed, and nobody gets it. */
    public void discard() {
        discarded = true;
    }

    /** Gives the object back. */
    @Override
    public void close() {
        if (open.getAndSet(false)) {
            pool.giveBack(loan, discarded);
        }
    }
}
