package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;

/**
 * Surrounds a handler. The chain of a route is folded once, when the app is built.
 *
 * <p>Implementations must be thread-safe: one instance may serve many invocations at a time.
 *
 * <pre>{@code
 * Middleware timing = (request, next) -> {
 *     long start = System.nanoTime();
 *     Response response = next.handle(request);
 *     return response.header("Server-Timing", "app;dur=" + (System.nanoTime() - start) / 1_000_000);
 * };
 * }</pre>
 */
@FunctionalInterface
public interface Middleware {
    /**
     * Handles a request, usually by calling {@code next}. It may be called again, to retry: the rest of the chain then runs
     * again. It must not be called after this method has returned.
     *
     * @param request the request
     * @param next the rest of the chain
     * @return the reply
     * @throws Exception any failure; the app's error handlers map it to a reply, which middleware further out sees. {@code next} throws
     *     nothing but what ends the process: what fails further in comes back as a reply
     */
    Response handle(Request request, Handler next) throws Exception;

    /**
     * Composes this middleware with the rest of a route's chain. Runs once per route when the app is built. Override it to
     * compute something per route, or to return {@code next} and vanish from routes that this middleware has nothing to do
     * for.
     *
     * @param route the route; its path is {@code *} for the chain that answers what no route matches
     * @param next the rest of the chain
     * @return the composed handler
     */
    default Handler compile(Route route, Handler next) {
        return new Link(this, next);
    }
}
