package dev.lift.aws.dynamodb;

import dev.lift.middleware.IdempotencyRecord;
import dev.lift.middleware.IdempotencyStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Keeps idempotency keys in DynamoDB, for all processes of a function. Each step is one conditional write, which DynamoDB does as a whole
 * or not at all; that a write was done whose answer was lost is known by its owner when the client sends it again.
 *
 * <p>Thread-safe, as the client is. Times are kept in milliseconds. The role of the function needs {@code dynamodb:PutItem}, {@code
 * UpdateItem} and {@code DeleteItem} on the table.
 *
 * <pre>{@code
 * app.use(Idempotency.with(DynamoDbIdempotencyStore.of(dynamoDb, "lift")));
 * }</pre>
 */
public final class DynamoDbIdempotencyStore implements IdempotencyStore {
    /** An item of DynamoDB has 400 KB, names and all other attributes included. */
    private static final int MAX_REPLY_BYTES = 390 * 1024;

    private static final Map<String, String> NAMES =
            Map.of("#id", LiftTable.ID, "#owner", "owner", "#until", "until", "#reply", "reply");

    private final DynamoDbClient client;
    private final String table;

    private DynamoDbIdempotencyStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Makes one.
     *
     * @param client the client; its time limits are those of each step
     * @param table the name of a table as {@link LiftTable} has it
     * @return the store
     */
    public static DynamoDbIdempotencyStore of(DynamoDbClient client, String table) {
        return new DynamoDbIdempotencyStore(client, table);
    }

    @Override
    public Optional<IdempotencyRecord> claim(String key, String fingerprint, String owner, Instant now, Instant until) {
        Map<String, AttributeValue> item = new HashMap<>(id(key));
        item.put("owner", Values.text(owner));
        item.put("fingerprint", Values.text(fingerprint));
        item.put("until", Values.time(until));
        item.put(LiftTable.EXPIRES, Values.timeToLive(until));
        try {
            client.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#id) OR #until <= :now")
                    .expressionAttributeNames(Map.of("#id", LiftTable.ID, "#until", "until"))
                    .expressionAttributeValues(Map.of(":now", Values.time(now)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException present) {
            return isOwn(present, owner) ? Optional.empty() : Optional.of(read(present.item()));
        }
    }

    /** Whether what is there is what this very step has written: the client has sent it twice. */
    private static boolean isOwn(ConditionalCheckFailedException present, String owner) {
        return owner.equals(Values.text(present.item(), "owner"))
                && !present.item().containsKey("reply");
    }

    private static IdempotencyRecord read(Map<String, AttributeValue> item) {
        String fingerprint = Values.text(item, "fingerprint");
        Instant until = Values.time(item, "until");
        AttributeValue reply = item.get("reply");
        return reply == null
                ? IdempotencyRecord.inProgress(fingerprint, until)
                : IdempotencyRecord.completed(fingerprint, until, reply.b().asByteArrayUnsafe());
    }

    private static Map<String, AttributeValue> id(String key) {
        return Map.of(LiftTable.ID, Values.text("idempotency#" + key));
    }

    @Override
    public boolean complete(String key, String owner, byte[] reply, Instant until) {
        Update update = completion(key, owner, reply, until);
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(update.key())
                    .updateExpression(update.updateExpression())
                    .conditionExpression(update.conditionExpression())
                    .expressionAttributeNames(update.expressionAttributeNames())
                    .expressionAttributeValues(update.expressionAttributeValues())
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException notOurs) {
            Map<String, AttributeValue> item = notOurs.hasItem() ? notOurs.item() : Map.of();
            AttributeValue present = item.get("reply");
            return present != null
                    && owner.equals(Values.text(item, "owner"))
                    && Arrays.equals(reply, present.b().asByteArrayUnsafe());
        }
    }

    /** The one write that completes a claim, alone or in a transaction. */
    Update completion(String key, String owner, byte[] reply, Instant until) {
        return Update.builder()
                .tableName(table)
                .key(id(key))
                .updateExpression("SET #reply = :reply, #until = :until, #expires = :expires")
                .conditionExpression("attribute_exists(#id) AND #owner = :owner AND attribute_not_exists(#reply)")
                .expressionAttributeNames(with(NAMES, "#expires", LiftTable.EXPIRES))
                .expressionAttributeValues(Map.of(
                        ":owner", Values.text(owner),
                        ":reply", Values.bytes(reply),
                        ":until", Values.time(until),
                        ":expires", Values.timeToLive(until)))
                .build();
    }

    /**
     * Returns a store that completes claims in a transaction of the caller, with what else that writes: for {@link
     * dev.lift.middleware.IdempotencyClaim#complete}. Its {@code complete} always returns true; where the claim is not the owner's any more
     * the transaction is cancelled, by a {@code ConditionalCheckFailed} for this item. It can neither claim nor release.
     *
     * @param transaction takes the item, which {@code TransactWriteItems} is then called with
     * @return the store, for one transaction
     */
    public IdempotencyStore within(Consumer<TransactWriteItem> transaction) {
        return new InTransaction(this, transaction);
    }

    private static Map<String, String> with(Map<String, String> names, String name, String value) {
        Map<String, String> more = new HashMap<>(names);
        more.put(name, value);
        return more;
    }

    @Override
    public boolean release(String key, String owner) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(id(key))
                    .conditionExpression("#owner = :owner AND attribute_not_exists(#reply)")
                    .expressionAttributeNames(Map.of("#owner", "owner", "#reply", "reply"))
                    .expressionAttributeValues(Map.of(":owner", Values.text(owner))));
            return true;
        } catch (ConditionalCheckFailedException notOurs) {
            return false;
        }
    }

    @Override
    public int maxReplyBytes() {
        return MAX_REPLY_BYTES;
    }

    /** The name of the table. */
    @Override
    public String toString() {
        return "DynamoDbIdempotencyStore[" + table + "]";
    }
}
