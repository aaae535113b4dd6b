package dev.lift.examples.orders.http;

import dev.lift.examples.orders.domain.Order;
import dev.lift.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as clients see it. */
@Json
record OrderView(
        UUID id,
        String customer,
        String status,
        List<Line> lines,
        long cents,
        @Nullable String payment,
        long version,
        Instant placedAt,
        Instant changedAt) {
    @Json
    record Line(String sku, int quantity, long unitCents) {}

    static OrderView of(Order order) {
        List<Line> lines = order.lines().stream()
                .map(line -> new Line(line.sku(), line.quantity(), line.unitCents()))
                .toList();
        return new OrderView(
                order.id(),
                order.customer(),
                order.status().name(),
                lines,
                order.cents(),
                order.payment(),
                order.version(),
                order.placedAt(),
                order.changedAt());
    }
}
