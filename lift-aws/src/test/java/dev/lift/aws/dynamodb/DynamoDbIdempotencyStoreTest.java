package dev.lift.aws.dynamodb;

import dev.lift.middleware.IdempotencyStore;
import dev.lift.middleware.IdempotencyStoreContract;
import java.io.IOException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbIdempotencyStoreTest extends IdempotencyStoreContract {
    private static final DynamoDbClient CLIENT = LocalDynamoDb.client();

    @Override
    protected IdempotencyStore store() throws IOException {
        return DynamoDbIdempotencyStore.of(CLIENT, LocalDynamoDb.newTable(CLIENT));
    }

    @Override
    protected int rounds() {
        return 20;
    }
}
