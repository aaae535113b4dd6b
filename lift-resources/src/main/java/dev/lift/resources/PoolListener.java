package dev.lift.resources;

import java.time.Duration;

/**
 * Hears what happens in a pool as it happens, to keep metrics: {@link PoolStats} says how much of it there was.
 *
 * <p>It runs on the thread that borrows or gives back, which waits for it. When it fails, that is logged once, and the pool goes on as
 * if it had not. It must be thread-safe.
 *
 * <pre>{@code
 * Pool<Session> sessions = Pool.builder("sessions", server::connect)
 *         .listener((event, took) -> metrics.count("sessions", event, took))
 *         .build();
 * }</pre>
 */
@FunctionalInterface
public interface PoolListener {
    /** What happened. */
    enum Event {
        /** An object was made; it took the time given. */
        CREATED,
        /** An object was lent; its borrower has waited for the time given. */
        BORROWED,
        /** An object was given back; it has been on loan for the time given. */
        RETURNED,
        /** A borrower got nothing; it has waited for the time given. */
        TIMED_OUT
    }

    /**
     * Hears of an event.
     *
     * @param event what happened
     * @param took how long it took, never negative
     */
    void happened(Event event, Duration took);
}
