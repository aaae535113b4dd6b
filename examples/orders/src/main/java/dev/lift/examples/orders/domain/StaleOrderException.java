package dev.lift.examples.orders.domain;

import java.util.UUID;

/** Somebody has changed an order since it was read. */
public final class StaleOrderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes one of the order, and the version that it does not have any more. */
    public StaleOrderException(UUID order, long version) {
        super("Order " + order + " is not of version " + version + " any more");
    }
}
