package dev.lift.examples.orders;

import dev.lift.examples.orders.postgres.PostgresStorage;
import dev.lift.examples.orders.storage.Storage;

/** The API, over PostgreSQL. */
class PostgresOrdersApiTest extends OrdersApiContract {
    @Override
    Settings.Database emptyDatabase() throws Exception {
        TestDatabase.empty();
        return TestDatabase.settings();
    }

    @Override
    Storage storage() {
        return new PostgresStorage(TestDatabase::pool);
    }
}
