package dev.lift.examples.orders.postgres;

import dev.lift.examples.orders.TestDatabase;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.StorageContract;

/** The contract, in PostgreSQL. */
class PostgresStorageTest extends StorageContract {
    @Override
    protected Storage storage() throws Exception {
        TestDatabase.empty();
        return new PostgresStorage(TestDatabase::pool);
    }
}
