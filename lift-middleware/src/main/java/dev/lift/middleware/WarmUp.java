package dev.lift.middleware;

import dev.lift.json.JsonReader;
import dev.lift.lambda.Event;
import java.io.IOException;

/**
 * Knows the events that warm-up plugins send to keep an environment alive. They are no requests, and nobody reads what comes back: a
 * function answers them in {@code handleOther}, where else they would fail the invocation.
 *
 * <p>Provisioned concurrency and SnapStart do more than they can: a plugin keeps as many environments warm as it sends events at a time.
 *
 * <pre>{@code
 * class WarmFunction extends LiftHandler {
 *     WarmFunction(Lift app) {
 *         super(app);
 *     }
 *
 *     @Override
 *     protected void handleOther(Event event, OutputStream reply, Context context) throws IOException {
 *         if (WarmUp.isWarmUp(event)) {
 *             reply.write("{}".getBytes(StandardCharsets.US_ASCII));
 *         } else {
 *             super.handleOther(event, reply, context);
 *         }
 *     }
 * }
 * }</pre>
 */
public final class WarmUp {
    private WarmUp() {}

    /**
     * Tells whether an event is one of theirs: {@code {"source": "serverless-plugin-warmup"}} of serverless-plugin-warmup, or {@code
     * {"warmer": true}} of lambda-warmer.
     *
     * @param event the event
     * @return whether it is
     */
    public static boolean isWarmUp(Event event) {
        if (!event.has("source") && !event.has("warmer")) {
            return false;
        }
        try {
            JsonReader in = event.reader();
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs("source") && in.peek() == '"') {
                    if (in.readString().equals("serverless-plugin-warmup")) {
                        return true;
                    }
                } else if (in.nameIs("warmer") && in.peek() == 't') {
                    return in.readBoolean();
                } else {
                    in.skipValue();
                }
            }
        } catch (IOException malformed) {
            // No plugin has sent it.
        }
        return false;
    }
}
