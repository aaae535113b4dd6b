package dev.lift.events;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Declares what handles which messages. Used while the table is built and never after.
 *
 * <p>Names are compared as they stand; {@code *} is any. Where several routes take a message, the more exact name decides, then the more
 * exact type; the order of declaration does not matter.
 *
 * <p>Not thread-safe.
 *
 * <pre>{@code
 * Events table = Events.of(events -> events
 *         .use(MessageLog.toSlf4j())
 *         .sqs("orders", NewOrder.class, (message, order) -> orders.add(order))
 *         .eventBridge("shop.orders", "OrderPaid", message -> System.out.println(message.bodyText()))
 *         .schedule("nightly-report", message -> System.out.println("report")));
 * }</pre>
 */
public interface EventRoutes {
    /**
     * Adds middleware around all routes of this scope and of the groups in it; the first is the outermost.
     *
     * @param middleware the middleware
     * @return this scope
     * @throws IllegalStateException when the scope has a route already, which it would not surround
     */
    EventRoutes use(MessageMiddleware... middleware);

    /**
     * Handles the messages of a queue.
     *
     * @param queue its name, with {@code .fifo} where it has that; its whole ARN; or {@code *}
     * @param handler the handler
     * @return this scope
     */
    EventRoutes sqs(String queue, MessageHandler handler);

    /**
     * Handles the messages of a queue, read as JSON.
     *
     * @param queue its name, with {@code .fifo} where it has that; its whole ARN; or {@code *}
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return this scope
     */
    default <T> EventRoutes sqs(String queue, Class<T> type, BodyMessageHandler<T> handler) {
        return sqs(queue, new TypedHandler<>(type, handler));
    }

    /**
     * Handles the messages of a topic.
     *
     * @param topic its name; its whole ARN; or {@code *}
     * @param handler the handler
     * @return this scope
     */
    EventRoutes sns(String topic, MessageHandler handler);

    /**
     * Handles the messages of a topic, read as JSON.
     *
     * @param topic its name; its whole ARN; or {@code *}
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return this scope
     */
    default <T> EventRoutes sns(String topic, Class<T> type, BodyMessageHandler<T> handler) {
        return sns(topic, new TypedHandler<>(type, handler));
    }

    /**
     * Handles events of a bus.
     *
     * @param source the source of the event, such as {@code shop.orders}; one that ends in {@code .*} is also of all below; or {@code *}
     * @param detailType its detail type, or {@code *}
     * @param handler the handler
     * @return this scope
     */
    EventRoutes eventBridge(String source, String detailType, MessageHandler handler);

    /**
     * Handles events of a bus, whose detail is read as JSON.
     *
     * @param source the source of the event, such as {@code shop.orders}; one that ends in {@code .*} is also of all below; or {@code *}
     * @param detailType its detail type, or {@code *}
     * @param type the class of the detail
     * @param handler the handler
     * @param <T> the type of the detail
     * @return this scope
     */
    default <T> EventRoutes eventBridge(
            String source, String detailType, Class<T> type, BodyMessageHandler<T> handler) {
        return eventBridge(source, detailType, new TypedHandler<>(type, handler));
    }

    /**
     * Handles a schedule: a rule of EventBridge or a schedule of EventBridge Scheduler, with its default payload.
     *
     * @param name its name, or {@code *}
     * @param handler the handler
     * @return this scope
     */
    EventRoutes schedule(String name, MessageHandler handler);

    /**
     * Handles what happens in a bucket.
     *
     * @param bucket its name, or {@code *}
     * @param event such as {@code ObjectCreated:Put}, {@code ObjectCreated:*}, or {@code *}
     * @param handler the handler
     * @return this scope
     */
    EventRoutes s3(String bucket, String event, MessageHandler handler);

    /**
     * Handles what happens to the items of a table.
     *
     * @param table its name; the ARN of its stream; or {@code *}
     * @param event {@code INSERT}, {@code MODIFY}, {@code REMOVE}, or {@code *}
     * @param handler the handler
     * @return this scope
     */
    EventRoutes dynamoDb(String table, String event, MessageHandler handler);

    /**
     * Handles what happens to the items of a table; the new image, or the old one where it was removed, is read as JSON.
     *
     * @param table its name; the ARN of its stream; or {@code *}
     * @param event {@code INSERT}, {@code MODIFY}, {@code REMOVE}, or {@code *}
     * @param type the class of the item
     * @param handler the handler
     * @param <T> the type of the item
     * @return this scope
     */
    default <T> EventRoutes dynamoDb(String table, String event, Class<T> type, BodyMessageHandler<T> handler) {
        return dynamoDb(table, event, new TypedHandler<>(type, handler));
    }

    /**
     * Handles the records of a stream.
     *
     * @param stream its name; its whole ARN; or {@code *}
     * @param handler the handler
     * @return this scope
     */
    EventRoutes kinesis(String stream, MessageHandler handler);

    /**
     * Handles the records of a stream, read as JSON.
     *
     * @param stream its name; its whole ARN; or {@code *}
     * @param type the class of the data
     * @param handler the handler
     * @param <T> the type of the data
     * @return this scope
     */
    default <T> EventRoutes kinesis(String stream, Class<T> type, BodyMessageHandler<T> handler) {
        return kinesis(stream, new TypedHandler<>(type, handler));
    }

    /**
     * Decides about requests that an API of API Gateway asks a Lambda authorizer about.
     *
     * @param handler the handler
     * @return this scope
     * @throws IllegalStateException when there is one already
     */
    EventRoutes authorizer(AuthorizerHandler handler);

    /**
     * Handles every event that is neither HTTP nor of a source above, such as one of a direct invocation. What it throws fails the
     * invocation.
     *
     * @param function the function
     * @return this scope
     * @throws IllegalStateException when there is one already
     */
    EventRoutes other(EventFunction function);

    /**
     * Adds a scope with its own middleware and settings.
     *
     * @param routes declares its routes
     * @return this scope
     */
    EventRoutes group(Consumer<EventRoutes> routes);

    /**
     * Sets how many messages of a batch are handled at a time, each on a thread of its own; those of one message group one after another all
     * the same. Streams are always handled in their order, one at a time.
     *
     * @param messages from 1 to 100; 1 unless set
     * @return this scope
     * @throws IllegalArgumentException when it is outside its range
     */
    EventRoutes parallel(int messages);

    /**
     * Sets how much of the invocation's time must be left for a message to be begun. Those that are not are reported as failures, for their
     * source to send them again.
     *
     * @param time from zero to 15 minutes: longer than a message takes; a second unless set
     * @return this scope
     * @throws IllegalArgumentException when it is outside its range
     */
    EventRoutes reserve(Duration time);

    /**
     * Fails the invocation when any message of a batch fails, for triggers that do not have {@code ReportBatchItemFailures} among their
     * {@code FunctionResponseTypes}: they take a reply that names failures for success. Messages that had succeeded come again then.
     *
     * @return this scope
     */
    EventRoutes wholeBatches();

    /**
     * Tells somebody of each message that fails, once, with the cause; for metrics and alarms. It was logged already. What it throws is
     * logged and changes nothing.
     *
     * @param listener gets the message and what was thrown
     * @return this scope
     */
    EventRoutes onFailure(BiConsumer<? super Message, ? super Throwable> listener);
}
