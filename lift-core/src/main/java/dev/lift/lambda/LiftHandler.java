package dev.lift.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lift.Lift;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of a function. Extend it, pass the app to the constructor, and name the class as the function's handler.
 * It serves the events of API Gateway (REST and HTTP APIs), function URLs, Application Load Balancers and VPC Lattice, and
 * answers each in its own format.
 *
 * <p>Thread-safe: one instance serves as many invocations at a time as the runtime starts.
 *
 * <pre>{@code
 * public final class HelloFunction extends LiftHandler {
 *     public HelloFunction() {
 *         super(Lift.of(app -> app.get("/hello", request -> Response.text("Hello"))));
 *     }
 * }
 * }</pre>
 */
public abstract class LiftHandler implements RequestStreamHandler {
    private final Lift app;
    private final EventAdapter[] adapters;
    private final AtomicInteger running = new AtomicInteger();

    /** Set when memory has run out in a process that the runtime does not end. */
    private volatile boolean unhealthy;

    /**
     * Makes the handler of an app.
     *
     * @param app the app
     */
    protected LiftHandler(Lift app) {
        this(app, new EventAdapter[0]);
    }

    /**
     * Makes the handler of an app that also reads further event formats.
     *
     * @param app the app
     * @param adapters adapters that are asked, in this order, before Lift's own
     */
    protected LiftHandler(Lift app, EventAdapter... adapters) {
        this.app = app;
        this.adapters = adapters.clone();
    }

    /**
     * Returns the app.
     *
     * @return the app
     */
    public final Lift app() {
        return app;
    }

    /**
     * Returns a handler that is like this one, but serves requests by another app, such as a {@link Lift#decorated decorated} one. What
     * is no request goes to this one.
     *
     * @param other the app
     * @return the other handler
     */
    public final LiftHandler serving(Lift other) {
        return Serving.of(other, this, adapters);
    }

    /**
     * Serves one invocation. Throws nothing but what ends the process or must reach the source of the event: see {@link
     * #handleOther}.
     *
     * @param event the event as JSON
     * @param reply takes the reply as JSON
     * @param context the Lambda context; null is taken as none
     * @throws IOException when the streams fail, or a malformed event is of a source that takes any reply for success
     */
    @Override
    public final void handleRequest(InputStream event, OutputStream reply, @Nullable Context context)
            throws IOException {
        running.incrementAndGet();
        byte @Nullable [] bytes = null;
        try {
            bytes = event.readAllBytes();
            serve(bytes, reply, context);
        } catch (VirtualMachineError fatal) {
            if (bytes == null || !Unhealthy.servesSeveralAtATime()) {
                throw fatal;
            }
            unhealthy = true;
            refuse(bytes, reply, context);
        } finally {
            running.decrementAndGet();
            // A flag that a handler left set would interrupt the next invocation of this thread.
            Thread.interrupted();
        }
    }

    /** Refuses an event because this process is about to end: with a reply, unless its source would take that for success. */
    private void refuse(byte[] bytes, OutputStream reply, @Nullable Context context) throws IOException {
        Event event = new Event(bytes);
        try {
            event.read();
        } catch (IOException malformed) {
            // As far as it was read, it is known what it is.
        }
        if (event.hasMessages) {
            throw new IllegalStateException("This instance is shutting down; the event has to come again");
        }
        send(HttpApiAdapter.INSTANCE, Unhealthy.refusal(id(context)), context, reply);
    }

    private void serve(byte[] bytes, OutputStream reply, @Nullable Context context) throws IOException {
        if (unhealthy) {
            Unhealthy.haltOnceDrained(running);
            refuse(bytes, reply, context);
            return;
        }
        Event event = new Event(bytes);
        try {
            event.read();
        } catch (IOException malformed) {
            if (event.hasMessages) {
                throw malformed; // A reply would count as handled.
            }
            send(HttpApiAdapter.INSTANCE, Refusals.malformed(malformed, id(context)), context, reply);
            return;
        }
        EventAdapter adapter = adapterFor(event);
        if (adapter == null) {
            handleOther(event, reply, context);
            return;
        }
        send(adapter, answer(adapter, event, context), context, reply);
    }

    private Response answer(EventAdapter adapter, Event event, @Nullable Context context) {
        Request request;
        try {
            request = adapter.read(event, context);
        } catch (RuntimeException malformed) {
            return Refusals.malformed(malformed, id(context));
        }
        return app.handle(request);
    }

    private @Nullable EventAdapter adapterFor(Event event) {
        for (EventAdapter adapter : adapters) {
            if (adapter.reads(event)) {
                return adapter;
            }
        }
        if (event.asksToAuthorize) {
            return null;
        }
        return event.hasHttp && event.rawPath != null && !event.hasElb
                ? HttpApiAdapter.INSTANCE
                : OtherFormats.find(event);
    }

    private void send(EventAdapter adapter, Response response, @Nullable Context context, OutputStream reply)
            throws IOException {
        JsonWriter out = new JsonWriter(response.bodyLength() + 512);
        try {
            adapter.write(response, out);
        } catch (RuntimeException unwritable) {
            out.reset();
            adapter.write(Refusals.unwritable(unwritable, id(context)), out);
        }
        int most = Math.min(adapter.maxReplyBytes(), app.maxReplyBytes());
        if (out.size() > most) {
            Response refusal = Refusals.tooLarge(out.size(), most, id(context));
            out.reset();
            adapter.write(refusal, out);
        }
        out.writeTo(reply);
    }

    private static String id(@Nullable Context context) {
        String id = context == null ? null : context.getAwsRequestId();
        return id == null ? "-" : id;
    }

    /**
     * Handles an event that is of no HTTP format. Unless overridden, an event that a queue, a stream or a bus sends fails the
     * invocation, since a reply would count as handled and the event be lost; any other is answered with 400.
     *
     * @param event the event
     * @param reply takes the reply as JSON
     * @param context the Lambda context, or null
     * @throws IOException when the stream fails
     * @throws UnsupportedEventException for an event whose source takes any reply for success
     */
    protected void handleOther(Event event, OutputStream reply, @Nullable Context context) throws IOException {
        OtherFormats.refuseIfAcknowledgedByAnyReply(event);
        send(HttpApiAdapter.INSTANCE, Refusals.unsupported(id(context)), context, reply);
    }

    /** The table of routes. */
    @Override
    public String toString() {
        return app.toString();
    }
}
