package dev.lift.aws.dynamodb;

import dev.lift.middleware.IdempotencyRecord;
import dev.lift.middleware.IdempotencyStore;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** Completes claims with the rest of a transaction. */
final class InTransaction implements IdempotencyStore {
    private final DynamoDbIdempotencyStore store;
    private final Consumer<TransactWriteItem> transaction;

    InTransaction(DynamoDbIdempotencyStore store, Consumer<TransactWriteItem> transaction) {
        this.store = store;
        this.transaction = transaction;
    }

    @Override
    public Optional<IdempotencyRecord> claim(String key, String fingerprint, String owner, Instant now, Instant until) {
        throw new UnsupportedOperationException("A claim is made at once, not in a transaction: use the store itself");
    }

    @Override
    public boolean complete(String key, String owner, byte[] reply, Instant until) {
        Update update = store.completion(key, owner, reply, until);
        transaction.accept(TransactWriteItem.builder().update(update).build());
        return true;
    }

    @Override
    public boolean release(String key, String owner) {
        throw new UnsupportedOperationException(
                "A claim is given up at once, not in a transaction: use the store itself");
    }

    @Override
    public int maxReplyBytes() {
        return store.maxReplyBytes();
    }

    @Override
    public String toString() {
        return store + " in a transaction";
    }
}
