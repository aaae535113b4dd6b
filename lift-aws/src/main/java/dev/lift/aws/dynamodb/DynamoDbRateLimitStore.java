package dev.lift.aws.dynamodb;

import dev.lift.middleware.RateLimitPolicy;
import dev.lift.middleware.RateLimitStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Counts requests in DynamoDB, for all processes of a function: exactly, by a read and a conditional write for each request that is let
 * through, and a read for each that is not. Where many count one key at a time, a write that comes too late is decided anew on what is
 * there; after ten times the store gives up, and {@code RateLimit} fails open or closed, as it is set.
 *
 * <p>Thread-safe, as the client is: give that a short time limit, since requests wait for it. The role of the function needs {@code
 * dynamodb:GetItem} and {@code PutItem} on the table.
 *
 * <pre>{@code
 * app.use(RateLimit.perClient(RateLimitPolicy.tokenBucket(100, Duration.ofMinutes(1)))
 *         .store(DynamoDbRateLimitStore.of(dynamoDb, "lift")));
 * }</pre>
 */
public final class DynamoDbRateLimitStore implements RateLimitStore {
    private final DynamoDbClient client;
    private final String table;
    private final int tries;

    private DynamoDbRateLimitStore(DynamoDbClient client, String table, int tries) {
        this.client = client;
        this.table = table;
        this.tries = tries;
    }

    /**
     * Makes one.
     *
     * @param client the client
     * @param table the name of a table as {@link LiftTable} has it
     * @return the store
     */
    public static DynamoDbRateLimitStore of(DynamoDbClient client, String table) {
        return new DynamoDbRateLimitStore(client, table, 10);
    }

    /**
     * Sets how often a request is decided about when others count the same key.
     *
     * @param times from 1; 10 unless set
     * @return the store with it
     * @throws IllegalArgumentException when it is below 1
     */
    public DynamoDbRateLimitStore tries(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("A request is decided about once at least, was " + times);
        }
        return new DynamoDbRateLimitStore(client, table, times);
    }

    @Override
    public RateLimitPolicy.Decision take(String key, RateLimitPolicy policy, Instant now) {
        Map<String, AttributeValue> id = Map.of(LiftTable.ID, Values.text("rate-limit#" + key));
        Map<String, AttributeValue> item =
                client.getItem(request -> request.tableName(table).key(id)).item();
        for (int i = 0; i < tries; i++) {
            RateLimitPolicy.State state = state(item);
            RateLimitPolicy.Decision decision = policy.decide(state, now);
            if (decision.state().equals(state)) {
                return decision; // What is there says so already, as it mostly does where a request is refused.
            }
            try {
                put(id, state, decision);
                return decision;
            } catch (ConditionalCheckFailedException changed) {
                item = changed.hasItem() ? changed.item() : Map.of();
            }
        }
        throw new IllegalStateException("Too many count the same key at a time: given up after " + tries + " tries");
    }

    private static RateLimitPolicy.@Nullable State state(Map<String, AttributeValue> item) {
        return item.isEmpty()
                ? null
                : new RateLimitPolicy.State(Values.number(item, "first"), Values.number(item, "second"));
    }

    private void put(
            Map<String, AttributeValue> id, RateLimitPolicy.@Nullable State before, RateLimitPolicy.Decision decision) {
        Map<String, AttributeValue> item = new HashMap<>(id);
        item.put("first", Values.number(decision.state().first()));
        item.put("second", Values.number(decision.state().second()));
        item.put(LiftTable.EXPIRES, Values.timeToLive(decision.expires()));
        client.putItem(request -> {
            request.tableName(table)
                    .item(item)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            if (before == null) {
                request.conditionExpression("attribute_not_exists(#id)")
                        .expressionAttributeNames(Map.of("#id", LiftTable.ID));
            } else {
                request.conditionExpression("#first = :first AND #second = :second")
                        .expressionAttributeNames(Map.of("#first", "first", "#second", "second"))
                        .expressionAttributeValues(Map.of(
                                ":first", Values.number(before.first()), ":second", Values.number(before.second())));
            }
        });
    }

    /** The name of the table. */
    @Override
    public String toString() {
        return "DynamoDbRateLimitStore[" + table + "]";
    }
}
