package dev.lift.examples.orders.dynamodb;

import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderQuery;
import dev.lift.examples.orders.domain.OrderRepository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads at once; what is written waits for the commit, and so does the news that an order was stale. */
final class DynamoDbOrderRepository implements OrderRepository {
    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbTransaction transaction;

    DynamoDbOrderRepository(DynamoDbClient client, String table, DynamoDbTransaction transaction) {
        this.client = client;
        this.table = table;
        this.transaction = transaction;
    }

    @Override
    public Optional<Order> find(String tenant, UUID id) {
        Map<String, AttributeValue> item = client.getItem(request ->
                        request.tableName(table).key(OrderItems.key(tenant, id)).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(OrderItems.order(item));
    }

    @Override
    public List<Order> list(OrderQuery query) {
        List<Order> orders = new ArrayList<>();
        Map<String, AttributeValue> next = Map.of();
        do {
            QueryResponse page = client.query(request(query, next));
            page.items().forEach(item -> orders.add(OrderItems.order(item)));
            next = page.lastEvaluatedKey();
        } while (orders.size() < query.limit() && !next.isEmpty());
        return orders.size() > query.limit() ? List.copyOf(orders.subList(0, query.limit())) : orders;
    }

    /** A page may have fewer than asked for, as those of another status are left out of it once it was read. */
    private QueryRequest request(OrderQuery query, Map<String, AttributeValue> from) {
        boolean all = query.customer() == null;
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        names.put("#key", all ? OrdersTable.TENANT_KEY : OrdersTable.CUSTOMER_KEY);
        values.put(
                ":key",
                AttributeValue.fromS(
                        query.customer() == null
                                ? OrdersTable.tenantKey(query.tenant())
                                : OrdersTable.customerKey(query.tenant(), query.customer())));
        String condition = "#key = :key";
        @Nullable String after = OrdersTable.after(query);
        if (after != null) {
            condition += " AND #placed < :after";
            names.put("#placed", OrdersTable.PLACED);
            values.put(":after", AttributeValue.fromS(after));
        }
        QueryRequest.Builder request = QueryRequest.builder()
                .tableName(table)
                .indexName(all ? OrdersTable.OF_TENANT : OrdersTable.OF_CUSTOMER)
                .scanIndexForward(false)
                .limit(query.limit());
        if (query.status() != null) {
            names.put("#status", "status");
            values.put(":status", AttributeValue.fromS(query.status().name()));
            request.filterExpression("#status = :status");
        }
        if (!from.isEmpty()) {
            request.exclusiveStartKey(from);
        }
        return request.keyConditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    @Override
    public void add(Order order, OrderEvent event) {
        transaction.put(
                Put.builder()
                        .tableName(table)
                        .item(OrderItems.of(order))
                        .conditionExpression("attribute_not_exists(#key)")
                        .expressionAttributeNames(Map.of("#key", OrdersTable.KEY))
                        .build(),
                order);
        tell(event);
    }

    @Override
    public void replace(Order order, OrderEvent event) {
        transaction.put(
                Put.builder()
                        .tableName(table)
                        .item(OrderItems.of(order))
                        .conditionExpression("#version = :before")
                        .expressionAttributeNames(Map.of("#version", "version"))
                        .expressionAttributeValues(
                                Map.of(":before", AttributeValue.fromN(Long.toString(order.version() - 1))))
                        .build(),
                order);
        tell(event);
    }

    private void tell(OrderEvent event) {
        transaction.put(
                Put.builder().tableName(table).item(OrderItems.of(event)).build(), null);
    }
}
