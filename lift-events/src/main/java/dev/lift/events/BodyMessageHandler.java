package dev.lift.events;

/**
 * Handles a message whose body was read as a value. A body that can not be is a failure of its message.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * events.sqs("orders", NewOrder.class, (message, order) -> orders.add(order));
 * }</pre>
 *
 * @param <T> the type of the body
 */
@FunctionalInterface
public interface BodyMessageHandler<T> {
    /**
     * Handles a message.
     *
     * @param message the message
     * @param body its body
     * @throws Exception when it was not handled, for whatever reason
     */
    void handle(Message message, T body) throws Exception;
}
