package dev.lift.examples.orders.domain;

import java.util.UUID;

/** A tenant has no such order. */
public final class OrderNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OrderNotFoundException(UUID order) {
        super("No order " + order);
    }
}
