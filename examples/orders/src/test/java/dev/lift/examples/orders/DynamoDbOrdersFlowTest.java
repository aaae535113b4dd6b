package dev.lift.examples.orders;

/** The flow, over DynamoDB. */
class DynamoDbOrdersFlowTest extends OrdersFlowContract {
    @Override
    Settings.Database emptyDatabase() {
        return TestDynamoDb.newTables();
    }
}
