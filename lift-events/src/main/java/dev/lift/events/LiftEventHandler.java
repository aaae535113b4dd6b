package dev.lift.events;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.Lift;
import dev.lift.lambda.Event;
import dev.lift.lambda.EventAdapter;
import dev.lift.lambda.LiftHandler;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of a function that serves HTTP and handles messages, too: one app, one table of events, one process with what both need.
 *
 * <p>Thread-safe, as {@link LiftHandler}.
 *
 * <pre>{@code
 * public final class ShopFunction extends LiftEventHandler {
 *     public ShopFunction() {
 *         super(
 *                 Lift.of(app -> app.get("/health", request -> Response.text("up"))),
 *                 Events.of(events -> events.sqs("orders", message -> System.out.println(message.bodyText()))));
 *     }
 * }
 * }</pre>
 */
public abstract class LiftEventHandler extends LiftHandler {
    private final Events events;

    /**
     * Makes the handler of an app and of a table of events.
     *
     * @param app the app, whose codecs read messages too
     * @param events the table
     * @param adapters adapters of further formats of HTTP, asked before Lift's own
     */
    protected LiftEventHandler(Lift app, Events events, EventAdapter... adapters) {
        super(app, adapters);
        this.events = events;
        events.prepare(app.codecs());
    }

    /**
     * Returns the table of events.
     *
     * @return the table
     */
    public final Events events() {
        return events;
    }

    /**
     * Handles what is of no HTTP format by the table of events.
     *
     * @param event the event
     * @param reply takes the reply as JSON
     * @param context the Lambda context, or null
     * @throws IOException when the stream fails, or the event is malformed
     * @throws RuntimeException fails the invocation, so that the source of the event keeps it
     */
    @Override
    protected final void handleOther(Event event, OutputStream reply, @Nullable Context context) throws IOException {
        byte[] answer;
        try {
            answer = events.handle(event.bytes(), app().codecs(), context);
        } catch (IOException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new MessagesFailedException("The function for other events failed", failed);
        }
        if (answer == null) {
            super.handleOther(event, reply, context);
        } else {
            reply.write(answer);
        }
    }

    /** The tables of routes and of events. */
    @Override
    public String toString() {
        return super.toString() + "\n" + events;
    }
}
