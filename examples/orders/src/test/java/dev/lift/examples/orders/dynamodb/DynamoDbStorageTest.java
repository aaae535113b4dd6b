package dev.lift.examples.orders.dynamodb;

import dev.lift.examples.orders.Settings;
import dev.lift.examples.orders.TestDynamoDb;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.StorageContract;

/** The contract, in DynamoDB. */
class DynamoDbStorageTest extends StorageContract {
    @Override
    protected Storage storage() {
        Settings.DynamoDb tables = TestDynamoDb.newTables();
        return new DynamoDbStorage(TestDynamoDb.client(), tables.orders(), tables.lift());
    }
}
