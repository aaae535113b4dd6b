package dev.lift.events;

import dev.lift.BodyHandler;
import dev.lift.Handler;
import dev.lift.Middleware;
import dev.lift.Routes;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a WebSocket API, to be mounted in an app at {@link #PATH}: the app's middleware, codecs and error handlers are theirs, too.
 * The handler needs a {@link WebSocketAdapter}. A connection is a request of the method {@code CONNECT}, a message one of {@code MESSAGE}, the end one of {@code
 * DISCONNECT}; what came over HTTP with such a method gets 404.
 *
 * <p>A connection is refused by any status but 2xx. The body of a reply to a message goes to the client where the API's route has a route
 * response, errors included.
 *
 * <p>Not thread-safe; the routes it declares are.
 *
 * <pre>{@code
 * app.group(
 *         WebSockets.PATH,
 *         WebSockets.accepting(request -> Response.ok(), GatewayAuthentication.lambda())
 *                 .connections(InMemoryConnectionStore.ofConnections(1_000))
 *                 .route("order", NewOrder.class, (request, order) -> Response.text(orders.add(order))));
 * }</pre>
 */
public final class WebSockets implements Consumer<Routes> {
    /** Where the routes are. */
    public static final String PATH = "/websocket";

    static final String CONNECT = "CONNECT";
    static final String MESSAGE = "MESSAGE";
    static final String DISCONNECT = "DISCONNECT";

    private final Handler connect;
    private final Middleware[] middleware;
    private final List<Consumer<Routes>> messages = new ArrayList<>();
    private @Nullable Handler disconnect;
    private @Nullable ConnectionStore store;

    private WebSockets(Handler connect, Middleware... middleware) {
        this.connect = connect;
        this.middleware = middleware.clone();
    }

    /**
     * Begins with who may connect.
     *
     * @param connect accepts a connection by replying 2xx
     * @param middleware what surrounds that and no messages, such as an authentication
     * @return the routes, of which there are none for messages yet
     */
    public static WebSockets accepting(Handler connect, Middleware... middleware) {
        return new WebSockets(connect, middleware);
    }

    /**
     * Stores connections that were accepted, and forgets those that ended. A connection that can not be stored is refused.
     *
     * @param connections the store
     * @return these routes
     */
    public WebSockets connections(ConnectionStore connections) {
        store = connections;
        return this;
    }

    /**
     * Handles messages of a route key.
     *
     * @param key the route key as the API has it
     * @param handler the handler
     * @return these routes
     */
    public WebSockets route(String key, Handler handler) {
        messages.add(routes -> routes.route(MESSAGE, "/message/" + segment(key), new OfWebSocket(handler)));
        return this;
    }

    /**
     * Handles messages of a route key whose body is read as JSON.
     *
     * @param key the route key as the API has it
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return these routes
     */
    public <T> WebSockets route(String key, Class<T> type, BodyHandler<T> handler) {
        messages.add(routes -> routes.route(MESSAGE, "/message/" + segment(key), type, (request, body) -> {
            WebSocket.of(request);
            return handler.handle(request, body);
        }));
        return this;
    }

    /**
     * Handles messages of all other route keys, {@code $default} among them.
     *
     * @param handler the handler
     * @return these routes
     */
    public WebSockets fallback(Handler handler) {
        messages.add(routes -> routes.route(MESSAGE, "/message/{key}", new OfWebSocket(handler)));
        return this;
    }

    /**
     * Hears of connections that ended. AWS says so where it can; the reply is not read.
     *
     * @param handler the handler
     * @return these routes
     */
    public WebSockets disconnected(Handler handler) {
        disconnect = handler;
        return this;
    }

    /** Returns a route key as one segment of a path. */
    static String segment(String key) {
        StringBuilder segment = new StringBuilder();
        for (byte each : key.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            boolean plain = each >= 'a' && each <= 'z'
                    || each >= 'A' && each <= 'Z'
                    || each >= '0' && each <= '9'
                    || each == '-'
                    || each == '_'
                    || each == '$';
            if (plain) {
                segment.append((char) each);
            } else {
                // Not with a percent sign: what decodes to a dot or a slash is no segment.
                segment.append('~').append(Integer.toHexString(256 + (each & 0xFF)), 1, 3);
            }
        }
        return segment.toString();
    }

    /**
     * Declares the routes in a group.
     *
     * @param routes the group at {@link #PATH}
     */
    @Override
    public void accept(Routes routes) {
        routes.group("/connect", group -> group.use(middleware).route(CONNECT, "/", new Connecting(connect, store)));
        routes.route(DISCONNECT, "/disconnect", new Disconnecting(disconnect, store));
        for (Consumer<Routes> each : messages) {
            each.accept(routes);
        }
    }

    private record OfWebSocket(Handler handler) implements Handler {
        @Override
        public Response handle(Request request) throws Exception {
            WebSocket.of(request);
            return handler.handle(request);
        }
    }

    private record Connecting(Handler handler, @Nullable ConnectionStore store) implements Handler {
        @Override
        public Response handle(Request request) throws Exception {
            WebSocket socket = WebSocket.of(request);
            Response response = handler.handle(request);
            if (store != null && response != null && response.status() < 300) {
                store.put(socket.stored());
            }
            return response;
        }
    }

    private record Disconnecting(
            @Nullable Handler handler, @Nullable ConnectionStore store) implements Handler {
        @Override
        public Response handle(Request request) throws Exception {
            WebSocket socket = WebSocket.of(request);
            if (store != null) {
                store.remove(socket.connectionId());
            }
            return handler == null ? Response.noContent() : handler.handle(request);
        }
    }
}
