package dev.lift.examples.orders;

import dev.lift.examples.orders.dynamodb.DynamoDbStorage;
import dev.lift.examples.orders.storage.Storage;

/** The API, over DynamoDB. */
class DynamoDbOrdersApiTest extends OrdersApiContract {
    private Settings.DynamoDb tables = TestDynamoDb.newTables();

    @Override
    Settings.Database emptyDatabase() {
        tables = TestDynamoDb.newTables();
        return tables;
    }

    @Override
    Storage storage() {
        return new DynamoDbStorage(TestDynamoDb.client(), tables.orders(), tables.lift());
    }
}
