package dev.lift;

import dev.lift.http.BodyCodec;
import dev.lift.json.JsonCodec;
import java.util.function.Consumer;

/**
 * Declares the routes of an app, or of a group in it. Used while the app is built and never after.
 *
 * <p>A path is made of literals, parameters {@code {name}}, typed parameters {@code {id:int}}, {@code {id:long}}, {@code
 * {id:uuid}} and those that {@link Options#pathType} registers, and, at the end, a tail {@code {rest*}} that takes one or more
 * segments. Where several routes match, the first segment that tells them apart decides: a literal beats a typed parameter,
 * that beats a plain one, that beats a tail. The order of declaration does not matter.
 *
 * <p>Not thread-safe.
 *
 * <pre>{@code
 * Lift app = Lift.of(routes -> routes
 *         .use(AccessLog.toStandardOutput())
 *         .get("/health", request -> Response.text("up"))
 *         .group("/orders", orders -> orders
 *                 .use(new Authentication())
 *                 .get("/{id:uuid}", this::order)
 *                 .post("/", NewOrder.class, this::create)));
 * }</pre>
 */
public interface Routes {
    /**
     * Adds middleware around all routes of this scope and of the groups in it; the first is the outermost.
     *
     * @param middleware the middleware
     * @return this scope
     * @throws IllegalStateException when the scope has a route already, which it would not surround
     */
    Routes use(Middleware... middleware);

    /**
     * Marks all routes of this scope and of the groups in it, those declared before included. Middleware can be kept off marked routes by
     * {@link Middleware#except(String, Middleware)}.
     *
     * @param tags the names, such as {@code public}; each begins with a letter
     * @return this scope
     * @throws IllegalArgumentException when a name does not begin with a letter
     */
    Routes tag(String... tags);

    /**
     * Adds a route for {@code GET}. It also answers {@code HEAD}, unless that is declared too.
     *
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default Routes get(String path, Handler handler) {
        return route("GET", path, handler);
    }

    /**
     * Adds a route for {@code POST}.
     *
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default Routes post(String path, Handler handler) {
        return route("POST", path, handler);
    }

    /**
     * Adds a route for {@code PUT}.
     *
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default Routes put(String path, Handler handler) {
        return route("PUT", path, handler);
    }

    /**
     * Adds a route for {@code PATCH}.
     *
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default Routes patch(String path, Handler handler) {
        return route("PATCH", path, handler);
    }

    /**
     * Adds a route for {@code DELETE}.
     *
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default Routes delete(String path, Handler handler) {
        return route("DELETE", path, handler);
    }

    /**
     * Adds a route for {@code HEAD}, in place of the one that {@code GET} brings.
     *
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default Routes head(String path, Handler handler) {
        return route("HEAD", path, handler);
    }

    /**
     * Adds a route for {@code OPTIONS}, in place of the automatic one.
     *
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default Routes options(String path, Handler handler) {
        return route("OPTIONS", path, handler);
    }

    /**
     * Adds a route for {@code POST} whose body is read as a value. A body that can not be is answered with 400 or 415.
     *
     * @param path the pattern
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default <T> Routes post(String path, Class<T> type, BodyHandler<T> handler) {
        return route("POST", path, type, handler);
    }

    /**
     * Adds a route for {@code PUT} whose body is read as a value.
     *
     * @param path the pattern
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default <T> Routes put(String path, Class<T> type, BodyHandler<T> handler) {
        return route("PUT", path, type, handler);
    }

    /**
     * Adds a route for {@code PATCH} whose body is read as a value.
     *
     * @param path the pattern
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default <T> Routes patch(String path, Class<T> type, BodyHandler<T> handler) {
        return route("PATCH", path, type, handler);
    }

    /**
     * Adds a route for {@code DELETE} whose body is read as a value.
     *
     * @param path the pattern
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return this scope
     * @throws IllegalArgumentException when the pattern is malformed
     */
    default <T> Routes delete(String path, Class<T> type, BodyHandler<T> handler) {
        return route("DELETE", path, type, handler);
    }

    /**
     * Adds a route for any method.
     *
     * @param method the method, a token, case-sensitive
     * @param path the pattern
     * @param handler the handler
     * @return this scope
     * @throws IllegalArgumentException when the method is no token or the pattern is malformed
     */
    Routes route(String method, String path, Handler handler);

    /**
     * Adds a route for any method whose body is read as a value.
     *
     * @param method the method, a token, case-sensitive
     * @param path the pattern
     * @param type the class of the body
     * @param handler the handler
     * @param <T> the type of the body
     * @return this scope
     * @throws IllegalArgumentException when the method is no token or the pattern is malformed
     */
    <T> Routes route(String method, String path, Class<T> type, BodyHandler<T> handler);

    /**
     * Adds a scope for routes with a common prefix, middleware and error handlers. Also the way to mount a module.
     *
     * @param prefix a pattern that begins with a slash, put before the paths of the group
     * @param routes declares the routes of the group; the path {@code /} in it is the prefix itself
     * @return this scope
     * @throws IllegalArgumentException when the prefix is malformed
     */
    Routes group(String prefix, Consumer<Routes> routes);

    /**
     * Adds an error handler for this scope and the groups in it. The innermost scope that has a handler for the class of an
     * error or a superclass of it answers, by the nearest superclass.
     *
     * @param type the class of the errors
     * @param handler the handler
     * @param <E> the type of the errors
     * @return this scope
     * @throws IllegalArgumentException when the scope has a handler for this class
     */
    <E extends Throwable> Routes error(Class<E> type, ErrorHandler<? super E> handler);

    /**
     * Sets what answers paths of this scope that no route matches, in place of a 404.
     *
     * @param handler the handler
     * @return this scope
     * @throws IllegalStateException when the scope has one already
     */
    Routes notFound(Handler handler);

    /**
     * Adds JSON codecs, generated or written by hand, for the whole app. Types without one are served by databind.
     *
     * @param codecs the codecs
     * @return this scope
     * @throws IllegalArgumentException when two serve the same type
     */
    Routes codecs(JsonCodec<?>... codecs);

    /**
     * Adds a codec for another media type, or replaces the JSON codec, for the whole app.
     *
     * @param codec the codec
     * @return this scope
     */
    Routes codec(BodyCodec codec);

    /**
     * Sets limits and policies of the whole app.
     *
     * @param options sets them
     * @return this scope
     */
    Routes options(Consumer<Options> options);
}
