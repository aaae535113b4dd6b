package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * Makes a span of each request with OpenTelemetry, by its semantic conventions for HTTP servers: method, route, status and error. Its
 * parent is the trace that {@link TraceContext} further out has found. It is current while the handler runs, so that spans of clients
 * and of databases are its children. It needs {@code io.opentelemetry:opentelemetry-api}, and an SDK to send anything.
 *
 * <p>The path of a request is not recorded unless {@link #recordingPaths} says so, as it may hold what identifies a person. Dry runs have
 * no span. Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(
 *         TraceContext.ofInvocation(),
 *         OpenTelemetryTracing.of(openTelemetry).flushedBy(() -> tracerProvider.forceFlush().join(1, TimeUnit.SECONDS)));
 * }</pre>
 */
public final class OpenTelemetryTracing implements Placed {
    private static final Runnable NOT_FLUSHED = new NotFlushed();

    private final Tracer tracer;
    private final Runnable flush;
    private final boolean recordingPaths;
    private final AtomicBoolean served = new AtomicBoolean();
    private final AtomicBoolean failedBefore = new AtomicBoolean();

    private OpenTelemetryTracing(Tracer tracer, Runnable flush, boolean recordingPaths) {
        this.tracer = tracer;
        this.flush = flush;
        this.recordingPaths = recordingPaths;
    }

    private static final class NotFlushed implements Runnable {
        @Override
        public void run() {}
    }

    /**
     * Makes one.
     *
     * @param openTelemetry makes spans
     * @return the middleware
     */
    public static OpenTelemetryTracing of(OpenTelemetry openTelemetry) {
        return new OpenTelemetryTracing(openTelemetry.getTracer("dev.lift"), NOT_FLUSHED, /* recordingPaths= */ false);
    }

    /**
     * Sets what is done at the end of each request. A process is frozen then, and spans that wait for a batch may never be sent.
     *
     * @param action sends what waits; a failure is logged once and costs no reply
     * @return the middleware with it
     */
    public OpenTelemetryTracing flushedBy(Runnable action) {
        return new OpenTelemetryTracing(tracer, action, recordingPaths);
    }

    /**
     * Records the path as it came, in {@code url.path}. The query is never recorded.
     *
     * @return the middleware with it
     */
    public OpenTelemetryTracing recordingPaths() {
        return new OpenTelemetryTracing(tracer, flush, /* recordingPaths= */ true);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (request.invocation().isDryRun()) {
            return next.handle(request);
        }
        Span span = begin(request);
        Scope current = span.makeCurrent();
        try {
            carryOn(request, span);
            Response response = next.handle(request);
            end(span, response.status());
            return response;
        } finally {
            current.close();
            span.end();
            flush();
        }
    }

    private Span begin(Request request) {
        String method = KnownMethod.of(request);
        String route = request.route().path();
        boolean routed = !route.equals("*");
        String verb = method.equals(KnownMethod.OTHER) ? "HTTP" : method;
        SpanBuilder builder = tracer.spanBuilder(routed ? verb + " " + route : verb)
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", method)
                .setAttribute("url.scheme", "https")
                .setAttribute("faas.trigger", "http")
                .setAttribute("faas.invocation_id", request.invocation().requestId())
                .setAttribute("faas.coldstart", !served.getAndSet(true));
        if (routed) {
            builder.setAttribute("http.route", route);
        }
        if (recordingPaths) {
            builder.setAttribute("url.path", request.path());
        }
        Trace.of(request).ifPresent(trace -> builder.setParent(Context.root().with(Span.wrap(remote(trace)))));
        return builder.startSpan();
    }

    private static SpanContext remote(Trace trace) {
        return SpanContext.createFromRemoteParent(
                trace.id(),
                trace.parent(),
                trace.isSampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
    }

    /** Logs and calls that are not made with OpenTelemetry are part of the span too. */
    private static void carryOn(Request request, Span span) {
        SpanContext context = span.getSpanContext();
        Trace trace = Trace.of(context.getTraceId(), context.getSpanId(), context.isSampled());
        if (trace != null) {
            request.set(Trace.ATTRIBUTE, trace);
        }
    }

    private static void end(Span span, int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= 500) {
            span.setAttribute("error.type", Integer.toString(status));
            span.setStatus(StatusCode.ERROR);
        }
    }

    private void flush() {
        try {
            flush.run();
        } catch (RuntimeException failed) {
            if (!failedBefore.getAndSet(true)) {
                LoggerFactory.getLogger(OpenTelemetryTracing.class).warn("Spans could not be sent", failed);
            }
        }
    }

    @Override
    public Place place() {
        return Place.SPAN;
    }

    @Override
    public String toString() {
        return "OpenTelemetryTracing";
    }
}
