package dev.lift.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The declarations of a table or a group, kept until all are there. */
final class EventScope implements EventRoutes {
    private static final Duration LONGEST = Duration.ofMinutes(15);

    final List<MessageMiddleware> middleware;

    // Read when all declarations are there, so that settings may stand anywhere in their scope.
    private final @Nullable EventScope parent;
    private @Nullable Integer parallel;
    private @Nullable Duration reserve;
    private boolean wholeBatches;
    private final List<BiConsumer<? super Message, ? super Throwable>> listeners = new ArrayList<>(2);
    private boolean hasRoutes;

    // Of the outermost scope.
    final List<EventRoute> routes;

    @Nullable
    AuthorizerHandler authorizer;

    @Nullable
    EventFunction other;

    EventScope(@Nullable EventScope parent) {
        this.parent = parent;
        this.middleware = parent == null ? new ArrayList<>(4) : new ArrayList<>(parent.middleware);
        this.routes = parent == null ? new ArrayList<>() : parent.routes;
    }

    @Override
    public EventRoutes use(MessageMiddleware... added) {
        if (hasRoutes) {
            throw new IllegalStateException(
                    "use(...) comes before the first route of its scope; those declared so far would not be surrounded");
        }
        middleware.addAll(List.of(added));
        return this;
    }

    private EventRoutes add(MessageSource source, String name, String type, MessageHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (name.isBlank() || type.isBlank()) {
            throw new IllegalArgumentException(
                    "A route needs a name and a type, or '*' for any, was '" + name + "' and '" + type + "'");
        }
        hasRoutes = true;
        routes.add(new EventRoute(this, source, name, type, handler));
        return this;
    }

    @Override
    public EventRoutes sqs(String queue, MessageHandler handler) {
        return add(MessageSource.SQS, queue, "*", handler);
    }

    @Override
    public EventRoutes sns(String topic, MessageHandler handler) {
        return add(MessageSource.SNS, topic, "*", handler);
    }

    @Override
    public EventRoutes eventBridge(String source, String detailType, MessageHandler handler) {
        return add(MessageSource.EVENT_BRIDGE, source, detailType, handler);
    }

    @Override
    public EventRoutes schedule(String name, MessageHandler handler) {
        return add(MessageSource.SCHEDULE, name, "*", handler);
    }

    @Override
    public EventRoutes s3(String bucket, String event, MessageHandler handler) {
        return add(MessageSource.S3, bucket, event, handler);
    }

    @Override
    public EventRoutes dynamoDb(String table, String event, MessageHandler handler) {
        return add(MessageSource.DYNAMODB, table, event, handler);
    }

    @Override
    public EventRoutes kinesis(String stream, MessageHandler handler) {
        return add(MessageSource.KINESIS, stream, "*", handler);
    }

    @Override
    public EventRoutes authorizer(AuthorizerHandler handler) {
        EventScope outermost = outermost();
        if (outermost.authorizer != null) {
            throw new IllegalStateException("authorizer(...) was set already");
        }
        outermost.authorizer = Objects.requireNonNull(handler, "handler");
        return this;
    }

    @Override
    public EventRoutes other(EventFunction function) {
        EventScope outermost = outermost();
        if (outermost.other != null) {
            throw new IllegalStateException("other(...) was set already");
        }
        outermost.other = Objects.requireNonNull(function, "function");
        return this;
    }

    private EventScope outermost() {
        EventScope outermost = this;
        while (outermost.parent != null) {
            outermost = outermost.parent;
        }
        return outermost;
    }

    @Override
    public EventRoutes group(Consumer<EventRoutes> members) {
        hasRoutes = true;
        members.accept(new EventScope(this));
        return this;
    }

    @Override
    public EventRoutes parallel(int messages) {
        if (messages < 1 || messages > 100) {
            throw new IllegalArgumentException("From 1 to 100 messages are handled at a time, was " + messages);
        }
        parallel = messages;
        return this;
    }

    int parallel() {
        return parallel != null ? parallel : parent == null ? 1 : parent.parallel();
    }

    @Override
    public EventRoutes reserve(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The reserve is from 0 to 15 minutes, was " + time);
        }
        reserve = time;
        return this;
    }

    Duration reserve() {
        return reserve != null ? reserve : parent == null ? Duration.ofSeconds(1) : parent.reserve();
    }

    @Override
    public EventRoutes wholeBatches() {
        wholeBatches = true;
        return this;
    }

    boolean isWholeBatches() {
        return wholeBatches || parent != null && parent.isWholeBatches();
    }

    @Override
    public EventRoutes onFailure(BiConsumer<? super Message, ? super Throwable> listener) {
        listeners.add(listener);
        return this;
    }

    void tell(Message message, Throwable failure) {
        for (BiConsumer<? super Message, ? super Throwable> listener : listeners) {
            try {
                listener.accept(message, failure);
            } catch (RuntimeException | LinkageError broken) {
                LoggerFactory.getLogger(Events.class).warn("A listener of failures has failed", broken);
            }
        }
        if (parent != null) {
            parent.tell(message, failure);
        }
    }
}
