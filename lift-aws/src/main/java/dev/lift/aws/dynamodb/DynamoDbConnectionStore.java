package dev.lift.aws.dynamodb;

import dev.lift.events.ConnectionStore;
import dev.lift.events.WebSocketConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Keeps WebSocket connections in DynamoDB, for all processes of a function. A connection is found as soon as it was put; lists are read
 * from an index that may be behind by a moment.
 *
 * <p>Thread-safe, as the client is. Times are kept in milliseconds. It needs {@code dev.lift:lift-events}; the role of the function needs
 * {@code dynamodb:PutItem}, {@code GetItem}, {@code DeleteItem} on the table and {@code Query} on its index.
 *
 * <pre>{@code
 * ConnectionStore store = DynamoDbConnectionStore.of(dynamoDb, "lift");
 * }</pre>
 */
public final class DynamoDbConnectionStore implements ConnectionStore {
    private final DynamoDbClient client;
    private final String table;

    private DynamoDbConnectionStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Makes one.
     *
     * @param client the client
     * @param table the name of a table as {@link LiftTable} has it
     * @return the store
     */
    public static DynamoDbConnectionStore of(DynamoDbClient client, String table) {
        return new DynamoDbConnectionStore(client, table);
    }

    private static Map<String, AttributeValue> id(String id) {
        return Map.of(LiftTable.ID, Values.text("connection#" + id));
    }

    @Override
    public void put(WebSocketConnection connection) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        connection.attributes().forEach((name, value) -> attributes.put(name, Values.text(value)));
        Map<String, AttributeValue> item = new HashMap<>(id(connection.id()));
        item.put(LiftTable.CONNECTION, Values.text(connection.id()));
        item.put(LiftTable.LISTED, Values.text(connection.group()));
        item.put("endpoint", Values.text(connection.endpoint()));
        item.put("attributes", AttributeValue.fromM(attributes));
        item.put("connectedAt", Values.time(connection.connectedAt()));
        item.put("expiresAt", Values.time(connection.expiresAt()));
        item.put(LiftTable.EXPIRES, Values.timeToLive(connection.expiresAt()));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public Optional<WebSocketConnection> find(String id, Instant now) {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(table).key(id(id)).consistentRead(true))
                .item();
        return item.isEmpty()
                ? Optional.empty()
                : Optional.of(read(item))
                        .filter(connection -> connection.expiresAt().isAfter(now));
    }

    private static WebSocketConnection read(Map<String, AttributeValue> item) {
        Map<String, String> attributes = new HashMap<>();
        Values.required(item, "attributes").m().forEach((name, value) -> attributes.put(name, value.s()));
        return new WebSocketConnection(
                Values.text(item, LiftTable.CONNECTION),
                Values.text(item, "endpoint"),
                Values.text(item, LiftTable.LISTED),
                attributes,
                Values.time(item, "connectedAt"),
                Values.time(item, "expiresAt"));
    }

    @Override
    public void remove(String id) {
        client.deleteItem(request -> request.tableName(table).key(id(id)));
    }

    @Override
    public List<WebSocketConnection> list(String group, String after, int most, Instant now) {
        List<WebSocketConnection> page = new ArrayList<>();
        String last = after;
        boolean more = true;
        // A page of DynamoDB may have expired connections in it, which are not those of this page.
        while (more && page.size() < most) {
            QueryResponse found = query(group, last, most - page.size());
            for (Map<String, AttributeValue> item : found.items()) {
                WebSocketConnection connection = read(item);
                last = connection.id();
                if (connection.expiresAt().isAfter(now)) {
                    page.add(connection);
                }
            }
            more = found.hasLastEvaluatedKey();
        }
        return page;
    }

    private QueryResponse query(String group, String after, int most) {
        boolean first = after.isEmpty(); // DynamoDB compares no key with an empty text.
        return client.query(request -> request.tableName(table)
                .indexName(LiftTable.INDEX)
                .keyConditionExpression(first ? "#listed = :group" : "#listed = :group AND #connection > :after")
                .expressionAttributeNames(
                        first
                                ? Map.of("#listed", LiftTable.LISTED)
                                : Map.of("#listed", LiftTable.LISTED, "#connection", LiftTable.CONNECTION))
                .expressionAttributeValues(
                        first
                                ? Map.of(":group", Values.text(group))
                                : Map.of(":group", Values.text(group), ":after", Values.text(after)))
                .limit(most));
    }

    /** The name of the table. */
    @Override
    public String toString() {
        return "DynamoDbConnectionStore[" + table + "]";
    }
}
