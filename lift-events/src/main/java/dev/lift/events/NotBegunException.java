package dev.lift.events;

/**
 * A message that was not begun: too little time was left, or one before it in its order has failed. It is a failure of the message, as it
 * has to be sent again, and nobody's fault.
 *
 * <pre>{@code
 * events.onFailure((message, thrown) -> metrics.count(thrown instanceof NotBegunException ? "not begun" : "failed"));
 * }</pre>
 */
public final class NotBegunException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotBegunException(String reason) {
        // Its stack would say nothing, and there may be a batch of them.
        super(reason, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
