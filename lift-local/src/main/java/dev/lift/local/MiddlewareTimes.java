package dev.lift.local;

import dev.lift.Handler;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import org.jspecify.annotations.Nullable;

/** Stands in the place of a middleware, and notes from when to when it was at work, what is further in included. */
final class MiddlewareTimes implements Middleware {
    private final Middleware measured;
    private final Invocations invocations;

    MiddlewareTimes(Middleware measured, Invocations invocations) {
        this.measured = measured;
        this.invocations = invocations;
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        return compile(request.route(), next).handle(request);
    }

    @Override
    public Handler compile(Route route, Handler next) {
        Handler compiled = measured.compile(route, next);
        // One that has nothing to do on a route is not there.
        return compiled.equals(next) ? next : new Timed(nameOf(measured), compiled);
    }

    static String nameOf(Middleware middleware) {
        String name = middleware.getClass().getSimpleName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + "(lambda)";
    }

    private final class Timed implements Handler {
        private final String name;
        private final Handler handler;

        Timed(String name, Handler handler) {
            this.name = name;
            this.handler = handler;
        }

        @Override
        public Response handle(Request request) throws Exception {
            Invocation invocation = invocationOf(request);
            if (invocation == null) {
                return handler.handle(request);
            }
            long begin = invocation.elapsed();
            try {
                return handler.handle(request);
            } finally {
                invocation.span(name, begin);
            }
        }

        private @Nullable Invocation invocationOf(Request request) {
            return request.invocation()
                    .context()
                    .map(context -> invocations.running(context.getAwsRequestId()))
                    .orElse(null);
        }
    }
}
