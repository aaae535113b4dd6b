package dev.lift.events;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.BodyCodecs;
import dev.lift.http.HttpException;
import dev.lift.json.JsonWriter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What handles the messages of queues, topics, buses, buckets and streams: a table of routes, compiled once. {@link LiftEventHandler} has
 * it beside an app.
 *
 * <p>Each message succeeds or fails alone, and its source hears of it: a queue gets the ids of those to send again, a stream the place to go
 * on from, and where all have failed, or the source knows no such reply, the invocation fails. Nothing counts as handled that was not.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Events table = Events.of(events -> events
 *         .sqs("orders", NewOrder.class, (message, order) -> orders.add(order)));
 * }</pre>
 */
public final class Events {
    private final List<EventRoute> routes;
    private final RouteTable table;
    private final @Nullable AuthorizerHandler authorizer;
    private final @Nullable EventFunction other;

    private Events(EventScope scope) {
        this.routes = List.copyOf(scope.routes);
        this.table = new RouteTable(this.routes);
        this.authorizer = scope.authorizer;
        this.other = scope.other;
    }

    /**
     * Builds a table.
     *
     * @param routes declares the routes
     * @return the table
     * @throws IllegalArgumentException when two routes take the same messages
     */
    public static Events of(Consumer<EventRoutes> routes) {
        EventScope scope = new EventScope(null);
        routes.accept(scope);
        return new Events(scope);
    }

    /**
     * Returns the table.
     *
     * @return the routes in the order of their declaration
     */
    public List<EventRoute> routes() {
        return routes;
    }

    /** Does once what reading the types of the routes would do at the first message. */
    void prepare(BodyCodecs codecs) {
        for (EventRoute route : routes) {
            if (route.handler() instanceof TypedHandler<?> typed) {
                codecs.prepare(typed.type);
            }
        }
    }

    /**
     * Handles an event.
     *
     * @return the reply; null when the event is of no source that is known, and there is no function for others
     * @throws Exception fails the invocation
     */
    byte @Nullable [] handle(byte[] event, BodyCodecs codecs, @Nullable Context context) throws Exception {
        Json json = Json.of(event);
        List<Message> messages = new Records(codecs, context).read(json);
        if (messages != null) {
            return handle(messages);
        }
        AuthorizerRequest asked = authorizer == null ? null : AuthorizerRequest.of(json);
        if (authorizer != null && asked != null) {
            return authorize(authorizer, asked);
        }
        if (other == null) {
            return null;
        }
        byte[] reply = other.handle(event, context);
        return reply == null ? new byte[] {'n', 'u', 'l', 'l'} : reply;
    }

    private static byte[] authorize(AuthorizerHandler authorizer, AuthorizerRequest asked) throws Exception {
        try {
            return authorizer.handle(asked).json();
        } catch (HttpException refused) {
            // By exactly this message the API tells a caller that is not known from an authorizer that is broken.
            throw refused.status() == 401 ? new IllegalStateException("Unauthorized", refused) : refused;
        }
    }

    private byte[] handle(List<Message> messages) {
        RouteTable.Entry[] found = new RouteTable.Entry[messages.size()];
        boolean partial = true;
        for (int i = 0; i < found.length; i++) {
            RouteTable.Entry entry = table.find(messages.get(i));
            if (entry == null) {
                throw new UnroutedMessageException(messages.get(i), routes);
            }
            found[i] = entry;
            partial &= !entry.route().scope().isWholeBatches();
        }
        return reply(messages, new Batch(messages, found).handle(), partial && knowsPartial(messages.get(0)));
    }

    private static boolean knowsPartial(Message message) {
        return message.source() == MessageSource.SQS || Batch.isStream(message);
    }

    private static byte[] reply(List<Message> messages, @Nullable Throwable[] failures, boolean partial) {
        int failed = 0;
        Throwable first = null;
        JsonWriter out = new JsonWriter();
        out.beginObject().name("batchItemFailures").beginArray();
        for (int i = 0; i < failures.length; i++) {
            if (failures[i] != null) {
                first = first == null ? failures[i] : first;
                write(messages.get(i), out, failed++);
            }
        }
        if (first != null && (!partial || failed == failures.length)) {
            Message of = messages.get(0);
            throw new MessagesFailedException(
                    failed + " of " + failures.length + " messages of " + of.source() + " " + of.name() + " failed",
                    first);
        }
        return out.endArray().endObject().toByteArray();
    }

    /** A queue sends again what is named; a stream goes on from the first. */
    private static void write(Message message, JsonWriter out, int before) {
        if (!Batch.isStream(message) || before == 0) {
            String id = Batch.isStream(message) ? message.sequenceNumber().orElseThrow() : message.id();
            out.beginObject().name("itemIdentifier").string(id).endObject();
        }
    }

    /** The routes, one a line. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        for (EventRoute route : routes) {
            table.append(table.length() == 0 ? "" : "\n").append(route);
        }
        return table.toString();
    }
}
