package dev.lift.examples.orders.dynamodb;

import dev.lift.aws.dynamodb.DynamoDbIdempotencyStore;
import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderRepository;
import dev.lift.examples.orders.domain.StaleOrderException;
import dev.lift.examples.orders.storage.ClaimLostException;
import dev.lift.examples.orders.storage.Transaction;
import dev.lift.middleware.IdempotencyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Writes that are kept until the commit, which is one call: DynamoDB does all of it, or nothing. */
final class DynamoDbTransaction implements Transaction {
    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbIdempotencyStore claims;
    private final List<TransactWriteItem> writes = new ArrayList<>();

    /** The order that each write is of; null for others. */
    private final List<@Nullable Order> orders = new ArrayList<>();

    DynamoDbTransaction(DynamoDbClient client, String table, DynamoDbIdempotencyStore claims) {
        this.client = client;
        this.table = table;
        this.claims = claims;
    }

    void put(Put put, @Nullable Order order) {
        add(TransactWriteItem.builder().put(put).build(), order);
    }

    private void add(TransactWriteItem write, @Nullable Order order) {
        writes.add(write);
        orders.add(order);
    }

    @Override
    public OrderRepository orders() {
        return new DynamoDbOrderRepository(client, table, this);
    }

    @Override
    public IdempotencyStore claims() {
        return claims.within(write -> add(write, null));
    }

    @Override
    public List<OrderEvent> unsent(int most) {
        return client
                .query(request -> request.tableName(table)
                        .keyConditionExpression("#key = :outbox")
                        .expressionAttributeNames(Map.of("#key", OrdersTable.KEY))
                        .expressionAttributeValues(Map.of(":outbox", AttributeValue.fromS(OrderItems.OUTBOX)))
                        .consistentRead(true)
                        .limit(most))
                .items()
                .stream()
                .map(OrderItems::event)
                .toList();
    }

    @Override
    public void sent(OrderEvent event) {
        add(
                TransactWriteItem.builder()
                        .delete(delete -> delete.tableName(table).key(OrderItems.key(event)))
                        .build(),
                null);
    }

    @Override
    public void commit() {
        if (writes.isEmpty()) {
            return;
        }
        try {
            client.transactWriteItems(request -> request.transactItems(writes));
        } catch (TransactionCanceledException cancelled) {
            throw refusal(cancelled);
        }
    }

    /** Which write was refused, as DynamoDB says it: a reason for each, in their order. */
    private RuntimeException refusal(TransactionCanceledException cancelled) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        for (int i = 0; i < reasons.size(); i++) {
            String code = reasons.get(i).code();
            boolean lost = "ConditionalCheckFailed".equals(code) || "TransactionConflict".equals(code);
            Order order = orders.get(i);
            if (lost && order != null) {
                return new StaleOrderException(order.id(), order.version() - 1);
            }
            if (lost) {
                return new ClaimLostException();
            }
        }
        return cancelled;
    }

    @Override
    public void close() {
        writes.clear();
    }
}
