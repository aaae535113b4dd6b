package dev.lift.examples.orders.domain;

import java.util.Set;

/** How an order stands. */
public enum OrderStatus {
    PLACED,

    /** The payment provider is being asked, or has not been heard of since; paying again finds out. */
    PAYING,
    PAID,
    SHIPPED,
    CANCELLED;

    private Set<OrderStatus> next() {
        return switch (this) {
            case PLACED -> Set.of(PAYING, CANCELLED);
            case PAYING -> Set.of(PLACED, PAID);
            case PAID -> Set.of(SHIPPED);
            case SHIPPED, CANCELLED -> Set.of();
        };
    }

    boolean canBecome(OrderStatus status) {
        return next().contains(status);
    }
}
