package dev.lift.events;

/**
 * Surrounds the handler of messages, as middleware surrounds that of requests. The chain of a route is folded once, when the table is
 * built. What fails further in is thrown through it; what it throws or lets through is a failure of the message.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * MessageMiddleware slow = (message, next) -> {
 *     long begun = System.nanoTime();
 *     next.handle(message);
 *     System.out.println(message.id() + " took " + (System.nanoTime() - begun) / 1_000_000 + " ms");
 * };
 * }</pre>
 */
@FunctionalInterface
public interface MessageMiddleware {
    /**
     * Handles a message, usually by calling {@code next}, with this message or a changed one.
     *
     * @param message the message
     * @param next the rest of the chain
     * @throws Exception when it was not handled
     */
    void handle(Message message, MessageHandler next) throws Exception;
}
