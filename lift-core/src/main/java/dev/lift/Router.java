package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Headers;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.internal.routing.RouteTrie;
import dev.lift.internal.routing.RouteTrieBuilder;
import dev.lift.internal.routing.SegmentMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the compiled route of a method and a path. There always is one: what no route serves falls back to the router itself,
 * which is a handler like any other, so the middleware of the app or of a group surrounds its answers.
 */
final class Router implements Handler {
    private static final String ANY = "*";

    final Scope app;
    final List<CompiledRoute> table;
    private final Options options;
    private final Map<String, SegmentMatcher> types;
    private final RouteTrie<CompiledRoute> routes;
    private final CompiledRoute fallback;

    /** The fallbacks of groups, by prefix; null when there are no groups. */
    private final @Nullable RouteTrie<CompiledRoute> fallbacks;

    Router(Scope app, Options options) {
        BodyCodecs codecs = BodyCodecs.of(
                app.jsonCodecs,
                app.bodyCodecs,
                options.maxJsonDepth,
                options.maxJsonStringBytes,
                options.maxJsonItems,
                options.maxFormFields);
        this.app = app;
        this.table = app.routes;
        this.options = options;
        this.types = new HashMap<>(options.pathTypes);
        this.routes = compile(table, types, codecs);
        this.fallback = new CompiledRoute(app, ANY, ANY, this).compile(codecs);
        this.fallbacks = app.scopes.size() == 1 ? null : fallbacks(app.scopes, codecs);
    }

    private static RouteTrie<CompiledRoute> compile(
            List<CompiledRoute> table, Map<String, SegmentMatcher> types, BodyCodecs codecs) {
        RouteTrieBuilder<CompiledRoute> builder = new RouteTrieBuilder<>(types);
        List<List<String>> patterns = new ArrayList<>(table.size());
        for (CompiledRoute route : table) {
            if (route.handler instanceof BodyRoute) {
                codecs.prepare(((BodyRoute<?>) route.handler).type);
            }
            List<String> pattern = PathPattern.parse(route.path, types);
            patterns.add(pattern);
            CompiledRoute rival = builder.add(pattern, route.method, route.compile(codecs));
            if (rival != null) {
                throw new IllegalArgumentException(rival + " and " + route + " answer the same requests; remove one");
            }
        }
        for (int i = 0; i < patterns.size(); i++) {
            CompiledRoute route = table.get(i);
            if (route.method.equals("GET")) {
                // Refused where HEAD is declared for the same paths, which is then what serves it.
                builder.add(patterns.get(i), "HEAD", route);
            }
        }
        return builder.build();
    }

    /** A group that sets notFound goes before others of the same prefix; two that do contradict each other. */
    private RouteTrie<CompiledRoute> fallbacks(List<Scope> scopes, BodyCodecs codecs) {
        RouteTrieBuilder<CompiledRoute> builder = new RouteTrieBuilder<>(types);
        for (Scope scope : scopes) {
            if (scope.setsNotFound() && !addFallback(builder, scope, codecs)) {
                throw new IllegalArgumentException("Two groups " + scope.prefix + " set notFound; remove one");
            }
        }
        for (Scope scope : scopes) {
            if (!scope.setsNotFound()) {
                addFallback(builder, scope, codecs);
            }
        }
        return builder.build();
    }

    private boolean addFallback(RouteTrieBuilder<CompiledRoute> builder, Scope scope, BodyCodecs codecs) {
        if (scope.prefix.isEmpty()) {
            return true; // The fallback of the app itself, which is asked when no group has one.
        }
        CompiledRoute compiled = new CompiledRoute(scope, ANY, ANY, this).compile(codecs);
        List<String> prefix = PathPattern.parse(scope.prefix, types);
        List<String> slash = new ArrayList<>(prefix);
        slash.add("");
        List<String> below = new ArrayList<>(prefix);
        below.add(RouteTrieBuilder.TAIL);
        builder.add(slash, ANY, compiled);
        builder.add(below, ANY, compiled);
        return builder.add(prefix, ANY, compiled) == null;
    }

    BodyCodecs codecs() {
        return fallback.route().codecs();
    }

    /** Returns the error handlers of the app, for what fails before there is a route. */
    @Nullable
    ErrorHandlers errors() {
        return fallback.scope.errors();
    }

    CompiledRoute find(String method, String path) {
        CompiledRoute found = findRoute(method, path);
        return found != null ? found : fallback(path);
    }

    @Nullable
    CompiledRoute findRoute(String method, String path) {
        return routes.find(path, method);
    }

    CompiledRoute fallback(String path) {
        CompiledRoute ofGroup = fallbacks == null ? null : fallbacks.find(path, ANY);
        return ofGroup == null ? fallback : ofGroup;
    }

    /** Answers what no route serves, and what has a body that no route gets. */
    @Override
    public Response handle(Request request) throws Exception {
        if (request.isBodyWithheld()) {
            throw ErrorAnswer.refusal(
                    413, "The body must have at most " + options.maxBodyBytes + " bytes", Headers.EMPTY);
        }
        String path = request.path();
        if (options.slashRedirected) {
            String other = Lift.withOtherSlash(path);
            if (findRoute(request.method(), other) != null && !other.startsWith("//")) {
                String query = request.queryString();
                return Response.redirect(308, query.isEmpty() ? other : other + "?" + query);
            }
        }
        Set<String> methods = new TreeSet<>();
        routes.labels(path, methods);
        if (!methods.isEmpty()) {
            return refuseMethod(request, methods);
        }
        Handler notFound = fallback(path).scope.notFound();
        if (notFound != null) {
            return notFound.handle(request);
        }
        throw ErrorAnswer.refusal(404, "No route serves this path", Headers.EMPTY);
    }

    private static Response refuseMethod(Request request, Set<String> methods) {
        methods.add("OPTIONS");
        StringBuilder allow = new StringBuilder();
        for (String method : methods) {
            allow.append(allow.length() == 0 ? "" : ", ").append(method);
        }
        if (request.method().equals("OPTIONS")) {
            return Response.noContent().header("Allow", allow.toString());
        }
        throw ErrorAnswer.refusal(
                405, "This path is served for other methods: " + allow, Headers.of("Allow", allow.toString()));
    }
}
