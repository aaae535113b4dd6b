package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Headers;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An application: its routes, compiled. It is itself a {@link Handler}.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * Lift app = Lift.of(routes -> routes.get("/hello/{name}", hello));
 * Response response = app.handle(Request.get("/hello/Ada").build());
 * }</pre>
 */
public final class Lift implements Handler {
    private static final byte[] NO_BODY = {};

    private final Router router;
    private final Options options;

    private Lift(Router router, Options options) {
        this.router = router;
        this.options = options;
    }

    /**
     * Builds an application.
     *
     * @param routes declares its routes
     * @return the application
     * @throws IllegalArgumentException when a declaration is malformed, or two routes answer the same requests; the message
     *     names them
     * @throws IllegalStateException when declarations come in an order that can not work, or a body type has no codec
     */
    public static Lift of(Consumer<Routes> routes) {
        Scope root = new Scope("", null);
        routes.accept(root);
        root.closed = true;
        // A copy: whoever kept the options of the builder must not change a built app.
        Options options = new Options(root.options);
        return new Lift(new Router(root, options), options);
    }

    /**
     * Answers a request. Failures are mapped to replies.
     *
     * @param request the request
     * @return the reply, its body in bytes
     */
    @Override
    public Response handle(Request request) {
        String path = routedPath(request);
        Response response = isWithinLimits(request, path) ? dispatch(request, path) : tooLarge(request, path);
        if (response.bodyLength() > 0 && hasNoBody(request, response)) {
            return response.withBody(NO_BODY);
        }
        return response;
    }

    private Response dispatch(Request request, String path) {
        boolean bodyTooLarge = request.bodyLength() > options.maxBodyBytes;
        CompiledRoute route;
        try {
            route = bodyTooLarge ? router.fallback(path) : route(request, path);
        } catch (RuntimeException | StackOverflowError failed) {
            // A path type is user code that runs before there is a chain whose boundary could catch it.
            return ErrorAnswer.of(
                    failed, request, router.errors(), request.route().codecs());
        }
        return route.handle(bodyTooLarge ? request.withoutBody() : request, path);
    }

    private CompiledRoute route(Request request, String path) {
        if (options.slashIgnored) {
            CompiledRoute exact = router.findRoute(request.method(), path);
            CompiledRoute other = exact != null ? exact : router.findRoute(request.method(), withOtherSlash(path));
            if (other != null) {
                return other;
            }
        }
        return router.find(request.method(), path);
    }

    /** RFC 9110 sections 9.3.2, 15.3.5 and 15.4.5. */
    private static boolean hasNoBody(Request request, Response response) {
        return response.status() == 204
                || response.status() == 304
                || request.method().equals("HEAD");
    }

    static String withOtherSlash(String path) {
        if (path.length() > 1 && path.charAt(path.length() - 1) == '/') {
            return path.substring(0, path.length() - 1);
        }
        return path.length() == 1 ? path : path.concat("/");
    }

    private String routedPath(Request request) {
        String path = request.path();
        if (options.stageStripped && request.invocation().isStageInPath()) {
            path = withoutPrefix(path, "/".concat(request.invocation().stage().orElse("")));
        }
        return options.basePath.isEmpty() ? path : withoutPrefix(path, options.basePath);
    }

    /** Takes a prefix of whole segments off. */
    private static String withoutPrefix(String path, String prefix) {
        int length = prefix.length();
        if (!path.startsWith(prefix) || path.length() > length && path.charAt(length) != '/') {
            return path;
        }
        return path.length() == length ? "/" : path.substring(length);
    }

    private boolean isWithinLimits(Request request, String path) {
        return path.length() <= options.maxPathLength
                // A path has no more segments than characters.
                && (path.length() <= options.maxPathDepth || depth(path) <= options.maxPathDepth)
                && request.queryString().length() <= options.maxQueryLength
                && (!request.hasQuery() || request.queryParams().size() <= options.maxQueryParams)
                && request.headers().size() <= options.maxHeaders
                && request.headers().length() <= options.maxHeaderBytes;
    }

    private static int depth(String path) {
        int depth = 0;
        for (int i = path.indexOf('/'); i >= 0; i = path.indexOf('/', i + 1)) {
            depth++;
        }
        return depth;
    }

    /**
     * No middleware sees what is over the limits of path, query and headers: it would have to read them. The app's error
     * handlers do, so that a client gets errors in one form.
     */
    private Response tooLarge(Request request, String path) {
        RuntimeException refusal;
        if (request.headers().size() > options.maxHeaders || request.headers().length() > options.maxHeaderBytes) {
            refusal = ErrorAnswer.refusal(
                    431,
                    "A request must have at most " + options.maxHeaders + " headers of at most "
                            + options.maxHeaderBytes + " bytes together",
                    Headers.EMPTY);
        } else if (path.length() > options.maxPathLength || depth(path) > options.maxPathDepth) {
            refusal = ErrorAnswer.refusal(
                    414,
                    "The path must have at most " + options.maxPathLength + " characters in at most "
                            + options.maxPathDepth + " segments",
                    Headers.EMPTY);
        } else {
            refusal = ErrorAnswer.refusal(
                    414,
                    "The query must have at most " + options.maxQueryParams + " parameters in at most "
                            + options.maxQueryLength + " characters",
                    Headers.EMPTY);
        }
        return ErrorAnswer.of(refusal, request, router.errors(), request.route().codecs());
    }

    /**
     * Returns how large replies may be, whatever their source takes.
     *
     * @return the most bytes of a reply as Lambda gets it; {@link Integer#MAX_VALUE} unless set in {@link Options}
     */
    public int maxReplyBytes() {
        return options.maxReplyBytes;
    }

    /**
     * Returns what reads and writes bodies, for what serves other events with the same codecs.
     *
     * @return the codecs of the app
     */
    public BodyCodecs codecs() {
        return router.codecs();
    }

    /**
     * Returns the table of routes.
     *
     * @return the routes in the order of their declaration
     */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (CompiledRoute declared : router.table) {
            routes.add(declared.route());
        }
        return routes;
    }

    /**
     * Returns what surrounds a route, for what describes or shows an app.
     *
     * @param route one of {@link #routes()}
     * @return the middleware, the outermost first; what others consist of is taken apart, and what the route is excepted from is left out
     * @throws IllegalArgumentException when it is no route of this app
     */
    public List<Middleware> middleware(Route route) {
        return All.around(route, declared(route).scope.middleware);
    }

    /**
     * Returns what a route reads bodies as, for what describes or shows an app.
     *
     * @param route one of {@link #routes()}
     * @return the type; empty for a route that was declared without one
     * @throws IllegalArgumentException when it is no route of this app
     */
    public Optional<Class<?>> bodyType(Route route) {
        return declared(route).handler instanceof BodyRoute<?> typed ? Optional.of(typed.type) : Optional.empty();
    }

    private CompiledRoute declared(Route route) {
        for (CompiledRoute declared : router.table) {
            if (declared.route() == route) {
                return declared;
            }
        }
        throw new IllegalArgumentException(route + " is no route of this app");
    }

    /**
     * Compiles the same declarations once more, with other middleware, such as some that measure those of the app.
     *
     * @param decorator gets each middleware of each scope, what others consist of taken apart, and returns what is to stand in its place
     * @return the other app
     */
    public Lift decorated(UnaryOperator<Middleware> decorator) {
        return new Lift(new Router(router.app.decorated(decorator), options), options);
    }

    /** The table of routes, one a line, each with the middleware that surrounds it. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        int width = 0;
        for (CompiledRoute declared : router.table) {
            width = Math.max(width, declared.path.length());
        }
        for (CompiledRoute declared : router.table) {
            table.append(table.length() == 0 ? "" : "\n");
            pad(table, declared.method, 8);
            pad(table, declared.path, declared.scope.middleware.isEmpty() ? 0 : width + 2);
            for (int i = 0; i < declared.scope.middleware.size(); i++) {
                table.append(i == 0 ? "" : " > ").append(name(declared.scope.middleware.get(i)));
            }
        }
        return table.toString();
    }

    /** A lambda has no name worth showing. */
    private static String name(Middleware middleware) {
        String name = middleware.getClass().getSimpleName();
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + "(lambda)";
    }

    private static void pad(StringBuilder out, String text, int width) {
        out.append(text);
        for (int i = text.length(); i < width; i++) {
            out.append(' ');
        }
    }
}
