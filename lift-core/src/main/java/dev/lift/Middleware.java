package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import java.util.List;
import java.util.function.Predicate;

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

    /**
     * Looks whether this middleware may stand behind others. Runs when it is used in an app or a group, so that an order that would
     * weaken something does not get as far as a deployment. Allows any order unless overridden.
     *
     * @param outer those further out, the outermost first; what {@link #all}, {@link #when} and {@link #except} consist of, one by one
     * @throws IllegalStateException when it may not, with the reason
     */
    default void checkOrder(List<Middleware> outer) {}

    /**
     * Makes one of several, to be used together.
     *
     * @param members the middleware; the first is the outermost
     * @return all of them
     */
    static Middleware all(Middleware... members) {
        return new All(members);
    }

    /**
     * Lets only some requests through a middleware; others go past it.
     *
     * @param condition says which; it is asked once for each request
     * @param middleware the middleware
     * @return the middleware for those requests
     */
    static Middleware when(Predicate<? super Request> condition, Middleware middleware) {
        return new Conditional("when", middleware, Conditional.EVERY_ROUTE, condition);
    }

    /**
     * Keeps a middleware off some routes. They are told by what was declared and not by the path of a request, so that no spelling of
     * a path gets past it. What no route matches is not excepted.
     *
     * @param routes says which; it is asked once for each route, when the app is built
     * @param middleware the middleware
     * @return the middleware for all other routes
     */
    static Middleware except(Predicate<? super Route> routes, Middleware middleware) {
        return new Conditional("except", middleware, new Conditional.Not<>(routes), Conditional.EVERY_REQUEST);
    }

    /**
     * Keeps a middleware off one route, or off those that are marked with a tag. They are told by what was declared and not by the path of
     * a request, so that no spelling of a path gets past it.
     *
     * @param pathOrTag the pattern of a route as it is declared, with the prefixes of its groups, such as {@code /users/{id}}, of any
     *     method; or, without a slash, a tag of {@link Routes#tag}, such as {@code public}
     * @param middleware the middleware
     * @return the middleware for all other routes
     * @throws IllegalArgumentException when it begins with neither a slash nor a letter, and so can be neither
     */
    static Middleware except(String pathOrTag, Middleware middleware) {
        if (pathOrTag.isEmpty() || pathOrTag.charAt(0) != '/' && !Character.isLetter(pathOrTag.charAt(0))) {
            throw new IllegalArgumentException(
                    "The pattern of a route begins with '/' and a tag with a letter, was '" + pathOrTag + "'");
        }
        Predicate<Route> excepted =
                pathOrTag.charAt(0) == '/' ? new Conditional.Path(pathOrTag) : new Conditional.Tag(pathOrTag);
        return new Conditional(
                "except " + pathOrTag, middleware, new Conditional.Not<>(excepted), Conditional.EVERY_REQUEST);
    }
}
