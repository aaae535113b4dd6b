package dev.lift.examples.orders.dynamodb;

import dev.lift.aws.dynamodb.DynamoDbIdempotencyStore;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.Transaction;
import dev.lift.http.Deadline;
import dev.lift.middleware.IdempotencyStore;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB: a table of orders, and one of {@code lift-aws} for idempotency keys. */
public final class DynamoDbStorage implements Storage {
    private final DynamoDbClient client;
    private final String orders;
    private final DynamoDbIdempotencyStore claims;

    /** Makes one of the names of the two tables. */
    public DynamoDbStorage(DynamoDbClient client, String orders, String lift) {
        this.client = client;
        this.orders = orders;
        this.claims = DynamoDbIdempotencyStore.of(client, lift);
    }

    /** The client's own time limits hold, whatever the deadline. */
    @Override
    public Transaction begin(Deadline deadline) {
        return new DynamoDbTransaction(client, orders, claims);
    }

    @Override
    public IdempotencyStore claims() {
        return claims;
    }
}
