package dev.lift.events;

import java.time.Instant;
import java.util.Map;

/**
 * A connection of a WebSocket API, as it is stored.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * WebSocketConnection connection = new WebSocketConnection(
 *         "L0SM9cOFvHcCIhw=", "https://abc123.execute-api.eu-west-1.amazonaws.com/prod", "room-1", Map.of("user", "ada"), Instant.EPOCH, Instant.MAX);
 * }</pre>
 *
 * @param id its id, of 1 to 128 characters
 * @param endpoint where messages to it are posted, without a slash at the end
 * @param group what it is listed by, such as a room; of 1 to 256 characters
 * @param attributes what is known of it, such as who is connected
 * @param connectedAt when it was connected
 * @param expiresAt when it is gone for sure: two hours after that on AWS
 */
public record WebSocketConnection(
        String id,
        String endpoint,
        String group,
        Map<String, String> attributes,
        Instant connectedAt,
        Instant expiresAt) {
    /**
     * Checks and copies.
     *
     * @param id its id
     * @param endpoint where messages to it are posted
     * @param group what it is listed by
     * @param attributes what is known of it
     * @param connectedAt when it was connected
     * @param expiresAt when it is gone for sure
     * @throws IllegalArgumentException when the id or the group is empty or too long
     */
    public WebSocketConnection {
        if (id.isEmpty() || id.length() > 128) {
            throw new IllegalArgumentException("The id of a connection has 1 to 128 characters, was of " + id.length());
        }
        if (group.isEmpty() || group.length() > 256) {
            throw new IllegalArgumentException(
                    "The group of a connection has 1 to 256 characters, was of " + group.length());
        }
        attributes = Map.copyOf(attributes);
    }

    /** The id and the group; nothing of the attributes. */
    @Override
    public String toString() {
        return "WebSocketConnection[" + id + " in " + group + "]";
    }
}
