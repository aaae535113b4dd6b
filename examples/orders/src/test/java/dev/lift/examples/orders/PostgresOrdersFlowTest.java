package dev.lift.examples.orders;

/** The flow, over PostgreSQL. */
class PostgresOrdersFlowTest extends OrdersFlowContract {
    @Override
    Settings.Database emptyDatabase() throws Exception {
        TestDatabase.empty();
        return TestDatabase.settings();
    }
}
