package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;

/** A route with its finished chain. */
final class CompiledRoute {
    final Route route;

    /** What is surrounded by the chain's outer boundary, which throws nothing but what ends the process. */
    private final ErrorBoundary chain;

    CompiledRoute(Route route, ErrorBoundary chain) {
        this.route = route;
        this.chain = chain;
    }

    Response handle(Request request, String path) {
        return chain.handle(request.routed(route, path));
    }
}
