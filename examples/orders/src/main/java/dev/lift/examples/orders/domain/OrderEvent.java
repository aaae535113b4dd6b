package dev.lift.examples.orders.domain;

import java.time.Instant;
import java.util.UUID;

/** What others are told of an order. It is kept with the change, and goes out later: at least once, and never without the change. */
public record OrderEvent(UUID id, String type, UUID order, String tenant, long cents, Instant time) {
    static OrderEvent of(String type, Order order) {
        return new OrderEvent(UUID.randomUUID(), type, order.id(), order.tenant(), order.cents(), order.changedAt());
    }
}
