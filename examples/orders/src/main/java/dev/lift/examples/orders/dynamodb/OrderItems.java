package dev.lift.examples.orders.dynamodb;

import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderLine;
import dev.lift.examples.orders.domain.OrderStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Orders and events as items. */
final class OrderItems {
    static final String OUTBOX = "outbox";
    static final String ORDER = "order";

    private OrderItems() {}

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("The item has no " + name + "; is the table used for something else?");
        }
        return value.s() == null ? value.n() : value.s();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(text(item, name));
    }

    static Map<String, AttributeValue> key(String tenant, UUID id) {
        return Map.of(
                OrdersTable.KEY, text(OrdersTable.orderKey(tenant, id)),
                OrdersTable.SORT, text(ORDER));
    }

    static Map<String, AttributeValue> of(Order order) {
        Map<String, AttributeValue> item = new HashMap<>(key(order.tenant(), order.id()));
        item.put(OrdersTable.TENANT_KEY, text(OrdersTable.tenantKey(order.tenant())));
        item.put(OrdersTable.CUSTOMER_KEY, text(OrdersTable.customerKey(order.tenant(), order.customer())));
        item.put(OrdersTable.PLACED, text(OrdersTable.placed(order.placedAt(), order.id())));
        item.put("id", text(order.id().toString()));
        item.put("tenant", text(order.tenant()));
        item.put("customer", text(order.customer()));
        item.put("status", text(order.status().name()));
        if (order.payment() != null) {
            item.put("payment", text(order.payment()));
        }
        item.put("version", number(order.version()));
        item.put("placedAt", text(order.placedAt().toString()));
        item.put("changedAt", text(order.changedAt().toString()));
        item.put(
                "lines",
                AttributeValue.fromL(order.lines().stream().map(OrderItems::of).toList()));
        return item;
    }

    private static AttributeValue of(OrderLine line) {
        return AttributeValue.fromM(Map.of(
                "sku", text(line.sku()),
                "quantity", number(line.quantity()),
                "unitCents", number(line.unitCents())));
    }

    static Order order(Map<String, AttributeValue> item) {
        AttributeValue payment = item.get("payment");
        AttributeValue lines = item.get("lines");
        return new Order(
                UUID.fromString(text(item, "id")),
                text(item, "tenant"),
                text(item, "customer"),
                lines == null
                        ? List.of()
                        : lines.l().stream().map(line -> line(line.m())).toList(),
                OrderStatus.valueOf(text(item, "status")),
                payment == null ? null : payment.s(),
                number(item, "version"),
                Instant.parse(text(item, "placedAt")),
                Instant.parse(text(item, "changedAt")));
    }

    private static OrderLine line(Map<String, AttributeValue> line) {
        return new OrderLine(text(line, "sku"), (int) number(line, "quantity"), number(line, "unitCents"));
    }

    static Map<String, AttributeValue> of(OrderEvent event) {
        Map<String, AttributeValue> item = new HashMap<>(key(event));
        item.put("id", text(event.id().toString()));
        item.put("type", text(event.type()));
        item.put("order", text(event.order().toString()));
        item.put("tenant", text(event.tenant()));
        item.put("cents", number(event.cents()));
        item.put("time", text(event.time().toString()));
        return item;
    }

    static Map<String, AttributeValue> key(OrderEvent event) {
        return Map.of(
                OrdersTable.KEY, text(OUTBOX),
                OrdersTable.SORT, text(OrdersTable.micros(event.time()) + "#" + event.id()));
    }

    static OrderEvent event(Map<String, AttributeValue> item) {
        return new OrderEvent(
                UUID.fromString(text(item, "id")),
                text(item, "type"),
                UUID.fromString(text(item, "order")),
                text(item, "tenant"),
                number(item, "cents"),
                Instant.parse(text(item, "time")));
    }
}
