package dev.lift.examples.orders.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order of a tenant's customer. Immutable: what happens to it makes another, of the next version.
 *
 * @param payment what the provider calls the payment; null before it is paid
 * @param version counts the changes; who changes an order says which version they have seen
 */
public record Order(
        UUID id,
        String tenant,
        String customer,
        List<OrderLine> lines,
        OrderStatus status,
        @Nullable String payment,
        long version,
        Instant placedAt,
        Instant changedAt) {
    public Order {
        lines = List.copyOf(lines);
    }

    static Order place(UUID id, String tenant, String customer, List<OrderLine> lines, Instant now) {
        return new Order(id, tenant, customer, lines, OrderStatus.PLACED, null, 1, now, now);
    }

    /** Returns it with other lines. */
    public Order withLines(List<OrderLine> others) {
        return new Order(id, tenant, customer, others, status, payment, version, placedAt, changedAt);
    }

    /** Returns the sum of all lines. */
    public long cents() {
        long sum = 0;
        for (OrderLine line : lines) {
            sum = Math.addExact(sum, line.cents());
        }
        return sum;
    }

    /** Returns it as it stands after a change. */
    Order become(OrderStatus next, @Nullable String paid, Instant now) {
        if (!status.canBecome(next)) {
            throw new OrderStateException(id, status, next);
        }
        return new Order(id, tenant, customer, lines, next, paid, version + 1, placedAt, now);
    }
}
