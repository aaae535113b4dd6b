package dev.lift.events;

/**
 * Handles a message. It has succeeded when it returns; when it throws, the source keeps the message and sends it again.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * MessageHandler ship = message -> System.out.println("ship " + message.bodyText());
 * }</pre>
 */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Handles a message.
     *
     * @param message the message
     * @throws Exception when it was not handled, for whatever reason
     */
    void handle(Message message) throws Exception;
}
