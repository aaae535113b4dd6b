package dev.lift.examples.orders.postgres;

import dev.lift.examples.orders.TestDatabase;
import dev.lift.middleware.IdempotencyStore;
import dev.lift.middleware.IdempotencyStoreContract;
import org.junit.jupiter.api.BeforeEach;

/** ID-01 and the others of the contract, in PostgreSQL. */
class PostgresIdempotencyStoreTest extends IdempotencyStoreContract {
    @BeforeEach
    void empty() throws Exception {
        TestDatabase.empty();
    }

    @Override
    protected IdempotencyStore store() {
        return new PostgresStorage(TestDatabase::pool).claims();
    }

    @Override
    protected int rounds() {
        return 50;
    }
}
