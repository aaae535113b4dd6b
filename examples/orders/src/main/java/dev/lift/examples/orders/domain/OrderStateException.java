package dev.lift.examples.orders.domain;

import java.util.UUID;

/** An order can not become what it was to become. */
public final class OrderStateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final OrderStatus status;

    OrderStateException(UUID order, OrderStatus status, OrderStatus wanted) {
        super("Order " + order + " is " + status + " and can not become " + wanted);
        this.status = status;
    }

    /** Returns how the order stands. */
    public OrderStatus status() {
        return status;
    }
}
