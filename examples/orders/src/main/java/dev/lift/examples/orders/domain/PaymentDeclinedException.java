package dev.lift.examples.orders.domain;

/** The payment provider has said no: paying again will not help. */
public final class PaymentDeclinedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes one of what the provider has said. */
    public PaymentDeclinedException(String reason) {
        super(reason);
    }
}
