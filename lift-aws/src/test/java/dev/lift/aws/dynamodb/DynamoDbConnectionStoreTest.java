package dev.lift.aws.dynamodb;

import dev.lift.events.ConnectionStore;
import dev.lift.events.ConnectionStoreContract;
import java.io.IOException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbConnectionStoreTest extends ConnectionStoreContract {
    private static final DynamoDbClient CLIENT = LocalDynamoDb.client();

    @Override
    protected ConnectionStore store() throws IOException {
        return DynamoDbConnectionStore.of(CLIENT, LocalDynamoDb.newTable(CLIENT));
    }
}
