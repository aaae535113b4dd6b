package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;

/** A route: first as it was declared, then, when all declarations are there, with its finished chain. */
final class CompiledRoute {
    final Scope scope;
    final String method;
    final String path;
    final Handler handler;

    // Set once, before the final field of Lift that publishes them (JLS 17.5).
    private Route route;

    /** The chain's outermost boundary, which throws nothing but what ends the process. */
    private ErrorBoundary chain;

    @SuppressWarnings("NullAway.Init")
    CompiledRoute(Scope scope, String method, String path, Handler handler) {
        this.scope = scope;
        this.method = method;
        this.path = path;
        this.handler = handler;
    }

    CompiledRoute compile(BodyCodecs codecs) {
        route = Route.of(method, path, codecs);
        if (path.startsWith("/")) { // What answers for a whole scope is not among what a tag marks.
            route = route.tagged(scope.tags());
        }
        chain = scope.chain(route, handler);
        return this;
    }

    /** Returns the finished route. */
    Route route() {
        return route;
    }

    Response handle(Request request, String routedPath) {
        Request routed = request.routed(route, routedPath);
        try {
            return chain.handle(routed);
        } finally {
            routed.answered();
        }
    }

    /** Method and pattern. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
