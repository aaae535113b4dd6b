package dev.lift.examples.orders.domain;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which orders are listed, the newest first.
 *
 * @param customer whose; null for those of all
 * @param status how they stand; null for all
 * @param after the order that the page before has ended with; null for the first page
 * @param limit how many at most
 */
public record OrderQuery(
        String tenant,
        @Nullable String customer,
        @Nullable OrderStatus status,
        @Nullable Position after,
        int limit) {
    /** Where an order stands in the list. */
    public record Position(Instant placedAt, UUID id) {}
}
