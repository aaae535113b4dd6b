package dev.lift.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Takes messages out of the bodies of others: a queue that is subscribed to a topic, or is a target of a bus, gets them wrapped. Handlers
 * further in see the message that was sent; its source is still asked to send the outer one again when it fails.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * events.group(wrapped -> wrapped
 *         .use(Unwrap.sns())
 *         .sqs("orders", NewOrder.class, (message, order) -> orders.add(order)));
 * }</pre>
 */
public final class Unwrap implements MessageMiddleware {
    private final boolean ofTopic;

    private Unwrap(boolean ofTopic) {
        this.ofTopic = ofTopic;
    }

    /**
     * Takes notifications of a topic out. Not for subscriptions with raw message delivery, which have nothing to be taken out of.
     *
     * @return the middleware
     */
    public static Unwrap sns() {
        return new Unwrap(/* ofTopic= */ true);
    }

    /**
     * Takes events of a bus out.
     *
     * @return the middleware
     */
    public static Unwrap eventBridge() {
        return new Unwrap(/* ofTopic= */ false);
    }

    @Override
    public void handle(Message message, MessageHandler next) throws Exception {
        next.handle(inner(message));
    }

    private Message inner(Message outer) throws IOException {
        Json json = Json.of(outer.bodyBytes());
        Message.Fields inner = ofTopic ? Records.snsFields(json, json) : Records.eventBridgeFields(json);
        byte[] body = ofTopic ? json.required("Message").getBytes(StandardCharsets.UTF_8) : Records.detail(json);
        return outer.with(inner.sentAs(outer.fields()), body);
    }

    @Override
    public String toString() {
        return "Unwrap[" + (ofTopic ? MessageSource.SNS : MessageSource.EVENT_BRIDGE) + "]";
    }
}
