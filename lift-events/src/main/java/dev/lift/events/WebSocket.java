package dev.lift.events;

import dev.lift.http.Attribute;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The connection that a request of a WebSocket API belongs to. What is kept of it while it is connected, {@link #keep} and {@link #join},
 * is stored when it was accepted.
 *
 * <p>Not thread-safe; it belongs to its request.
 *
 * <pre>{@code
 * Handler connect = request -> {
 *     WebSocket.of(request).keep("user", Principal.of(request).map(Principal::id).orElse("nobody")).join("room-1");
 *     return Response.ok();
 * };
 * }</pre>
 */
public final class WebSocket {
    static final Attribute<WebSocket> ATTRIBUTE = Attribute.of("WebSocket");
    private static final long LONGEST_SECONDS = 2 * 60 * 60;

    private final String connectionId;
    private final String routeKey;
    private final String endpoint;
    private final Instant connectedAt;
    private final Map<String, String> kept = new HashMap<>(4);
    private String group = "all";

    WebSocket(String connectionId, String routeKey, String endpoint, Instant connectedAt) {
        this.connectionId = connectionId;
        this.routeKey = routeKey;
        this.endpoint = endpoint;
        this.connectedAt = connectedAt;
    }

    /**
     * Returns the connection of a request.
     *
     * @param request a request
     * @return the connection
     * @throws HttpException 404, when the request is of no WebSocket API: somebody has sent the method of a message over HTTP
     */
    public static WebSocket of(Request request) {
        return request.get(ATTRIBUTE).orElseThrow(() -> new HttpException(404, "There is nothing here"));
    }

    /**
     * Returns the id of the connection.
     *
     * @return the id, the same for all requests of it
     */
    public String connectionId() {
        return connectionId;
    }

    /**
     * Returns what the API's route selection has found in the message.
     *
     * @return the route key, such as {@code $connect} or {@code send}
     */
    public String routeKey() {
        return routeKey;
    }

    /**
     * Returns where messages to the connection are posted.
     *
     * @return the URL of the API's stage, without a slash at the end
     */
    public String endpoint() {
        return endpoint;
    }

    /**
     * Keeps something of the connection, to be stored when it is accepted.
     *
     * @param name its name
     * @param value its value
     * @return this connection
     */
    public WebSocket keep(String name, String value) {
        kept.put(name, value);
        return this;
    }

    /**
     * Sets the group that the connection is listed by, to be stored when it is accepted.
     *
     * @param name the group; {@code all} unless set
     * @return this connection
     */
    public WebSocket join(String name) {
        group = name;
        return this;
    }

    /** Returns the connection as it is stored. */
    WebSocketConnection stored() {
        return new WebSocketConnection(
                connectionId, endpoint, group, kept, connectedAt, connectedAt.plusSeconds(LONGEST_SECONDS));
    }

    /** The id and the route key. */
    @Override
    public String toString() {
        return "WebSocket[" + connectionId + " " + routeKey + "]";
    }
}
