package dev.lift.events;

/**
 * Sends to connections from the side of the server: API Gateway's management API, or what stands for it.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * ConnectionClient client = (connection, message) -> ConnectionClient.Outcome.SENT;
 * }</pre>
 */
@FunctionalInterface
public interface ConnectionClient {
    /** What became of a message. */
    enum Outcome {
        /** It was taken. */
        SENT,
        /** There is no such connection any more: status 410. */
        GONE,
        /** Too many were sent, and it may be tried again: status 429. */
        THROTTLED
    }

    /**
     * Sends a message.
     *
     * @param connection the connection
     * @param message its bytes, UTF-8, of 131,072 at most
     * @return what became of it
     * @throws Exception when it could not be sent for any other reason
     */
    Outcome post(WebSocketConnection connection, byte[] message) throws Exception;
}
