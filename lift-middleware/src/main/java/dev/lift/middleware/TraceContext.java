package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trace that a request is a part of, for handlers, for the access log and for outgoing calls: see {@link Trace}. It is that of
 * Lambda's X-Ray header, which is right for each invocation also where several run at a time; unless callers are trusted to bring their
 * own in {@code traceparent} (W3C Trace Context).
 *
 * <p>What is malformed is as if it were not there. Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(TraceContext.ofInvocation());
 * }</pre>
 */
public final class TraceContext implements Placed {
    private final boolean trusting;

    private TraceContext(boolean trusting) {
        this.trusting = trusting;
    }

    /**
     * Takes the trace of the invocation.
     *
     * @return the middleware
     */
    public static TraceContext ofInvocation() {
        return new TraceContext(/* trusting= */ false);
    }

    /**
     * Takes the trace that a caller names, where it names one. For functions that only callers of one's own reach: anybody else could put
     * its requests into the trace of another.
     *
     * @return the middleware with it
     */
    public TraceContext trustingCallers() {
        return new TraceContext(/* trusting= */ true);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        Trace trace = find(request);
        if (trace != null) {
            request.set(Trace.ATTRIBUTE, trace);
        }
        return next.handle(request);
    }

    private @Nullable Trace find(Request request) {
        List<String> sent = trusting ? request.headers("traceparent") : List.of();
        Trace callers = sent.size() == 1 ? Trace.parseTraceparent(sent.get(0)) : null;
        return callers != null
                ? callers
                : request.invocation().traceId().map(Trace::parseXRay).orElse(null);
    }

    @Override
    public Place place() {
        return Place.TRACE;
    }

    @Override
    public String toString() {
        return "TraceContext";
    }
}
