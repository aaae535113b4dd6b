package dev.lift.aws.dynamodb;

import dev.lift.middleware.RateLimitStore;
import dev.lift.middleware.RateLimitStoreContract;
import java.io.IOException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbRateLimitStoreTest extends RateLimitStoreContract {
    private static final DynamoDbClient CLIENT = LocalDynamoDb.client();

    @Override
    protected RateLimitStore store() throws IOException {
        return DynamoDbRateLimitStore.of(CLIENT, LocalDynamoDb.newTable(CLIENT)).tries(1_000);
    }

    @Override
    protected int asks() {
        return 20;
    }
}
