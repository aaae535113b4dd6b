package dev.lift.examples.orders.storage;

import dev.lift.http.Deadline;
import dev.lift.middleware.IdempotencyStore;

/** A database. */
public interface Storage {
    /** Begins a transaction, which takes nothing of the database before it is used. */
    Transaction begin(Deadline deadline);

    /** Returns the store of idempotency keys, each step of which is committed at once. */
    IdempotencyStore claims();
}
