package dev.lift.events;

import java.util.List;

/**
 * A route of the table of events: which messages it takes.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Events table = Events.of(events -> events.sqs("orders", message -> System.out.println(message)));
 * table.routes().forEach(route -> System.out.println(route)); // SQS orders
 * }</pre>
 */
public final class EventRoute {
    private final EventScope scope;
    private final MessageSource source;
    private final String name;
    private final String type;
    private final MessageHandler handler;

    EventRoute(EventScope scope, MessageSource source, String name, String type, MessageHandler handler) {
        this.scope = scope;
        this.source = source;
        this.name = name;
        this.type = type;
        this.handler = handler;
    }

    /** Returns the handler with the middleware around it; the first is the outermost. */
    MessageHandler chain() {
        List<MessageMiddleware> middleware = scope.middleware;
        MessageHandler chain = handler;
        for (int i = middleware.size() - 1; i >= 0; i--) {
            chain = new Link(middleware.get(i), chain);
        }
        return chain;
    }

    private record Link(MessageMiddleware middleware, MessageHandler next) implements MessageHandler {
        @Override
        public void handle(Message message) throws Exception {
            middleware.handle(message, next);
        }
    }

    EventScope scope() {
        return scope;
    }

    MessageHandler handler() {
        return handler;
    }

    /**
     * Returns where its messages come from.
     *
     * @return the kind of source
     */
    public MessageSource source() {
        return source;
    }

    /**
     * Returns the name that it takes.
     *
     * @return as it was declared
     */
    public String name() {
        return name;
    }

    /**
     * Returns the type that it takes.
     *
     * @return as it was declared; {@code *} where the source has none
     */
    public String type() {
        return type;
    }

    /** Source, name and type. */
    @Override
    public String toString() {
        return source + " " + name + (type.equals("*") ? "" : " " + type);
    }
}
