package dev.lift.examples.orders.storage;

/** The claim on a request's idempotency key is somebody else's by now, who is to have its effect: nothing was committed. */
public final class ClaimLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Makes one. */
    public ClaimLostException() {
        super("The claim on the idempotency key is somebody else's by now");
    }
}
