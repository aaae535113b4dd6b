package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Tells a sink of each request how it went: what counts, latencies and errors by route are made of. A sink that fails costs no reply; it
 * is logged once. Dry runs are not told of.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * app.use(RequestMetrics.to(sample -> metrics.count("requests", sample.route(), sample.status(), sample.duration())));
 * }</pre>
 */
public final class RequestMetrics implements Placed {
    private final Sink sink;
    private final LongSupplier ticker;
    private final AtomicBoolean served = new AtomicBoolean();
    private final AtomicBoolean failedBefore = new AtomicBoolean();

    private RequestMetrics(Sink sink, LongSupplier ticker) {
        this.sink = sink;
        this.ticker = ticker;
    }

    /** Keeps what it is told; on the thread of the request, which waits for it. It must be thread-safe. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Hears of a request.
         *
         * @param sample how it went
         */
        void record(Sample sample);
    }

    /**
     * How a request went.
     *
     * @param method the method; {@code _OTHER} for one that neither a standard nor the route has, of which clients could make up many
     * @param route the pattern of its route, of which there are few; {@code *} where none matched
     * @param status the status of the reply
     * @param duration how long it took from here to the handler and back
     * @param coldStart whether it was the first of this process
     * @param requestBytes the size of the body that came
     * @param replyBytes the size of the body that went
     */
    public record Sample(
            String method,
            String route,
            int status,
            Duration duration,
            boolean coldStart,
            int requestBytes,
            int replyBytes) {}

    /**
     * Makes one.
     *
     * @param sink keeps what it is told
     * @return the middleware
     */
    public static RequestMetrics to(Sink sink) {
        return new RequestMetrics(sink, new SystemTicker());
    }

    /**
     * Sets what time is measured by, for tests.
     *
     * @param nanos counts nanoseconds
     * @return the middleware with it
     */
    public RequestMetrics ticker(LongSupplier nanos) {
        return new RequestMetrics(sink, nanos);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (request.invocation().isDryRun()) {
            return next.handle(request);
        }
        boolean coldStart = !served.getAndSet(true);
        long begun = ticker.getAsLong();
        Response response = next.handle(request);
        Duration took = Duration.ofNanos(Math.max(0, ticker.getAsLong() - begun));
        record(new Sample(
                KnownMethod.of(request),
                request.route().path(),
                response.status(),
                took,
                coldStart,
                request.bodyLength(),
                response.bodyLength()));
        return response;
    }

    private void record(Sample sample) {
        try {
            sink.record(sample);
        } catch (RuntimeException | LinkageError failed) {
            if (!failedBefore.getAndSet(true)) {
                LoggerFactory.getLogger(RequestMetrics.class).warn("The sink of metrics failed", failed);
            }
        }
    }

    @Override
    public Place place() {
        return Place.METRICS;
    }

    @Override
    public String toString() {
        return "RequestMetrics";
    }
}
