package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Route;
import dev.lift.internal.routing.RouteTrie;
import dev.lift.internal.routing.RouteTrieBuilder;
import dev.lift.internal.routing.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the compiled route of a method and a path. There always is one: what no route serves has a {@link Fallback}. */
final class Router {
    private static final String ANY = "*";

    private final RouteTrie<CompiledRoute> routes;

    /** The fallbacks of groups, by prefix; null when there are no groups. */
    private final @Nullable RouteTrie<CompiledRoute> fallbacks;

    private final CompiledRoute fallback;
    private final CompiledRoute bodyTooLarge;
    final List<Scope.Declared> table;

    Router(Scope root, Options options) {
        BodyCodecs codecs = BodyCodecs.of(
                root.jsonCodecs,
                root.bodyCodecs,
                options.maxJsonDepth,
                options.maxJsonStringBytes,
                options.maxJsonItems,
                options.maxFormFields);
        table = root.routes;
        routes = routes(root, options, codecs);
        Route unmatched = Route.of(ANY, ANY, codecs);
        fallback = root.compile(unmatched, new Fallback(this, options, root.notFound()));
        bodyTooLarge = root.compile(unmatched, Fallback.bodyTooLarge(this, options));
        fallbacks = fallbacks(root, options, unmatched);
    }

    private static RouteTrie<CompiledRoute> routes(Scope app, Options options, BodyCodecs codecs) {
        RouteTrieBuilder<CompiledRoute> builder = new RouteTrieBuilder<>();
        List<CompiledRoute> gets = new ArrayList<>();
        for (Scope.Declared declared : app.routes) {
            if (declared.handler instanceof BodyRoute) {
                codecs.prepare(((BodyRoute<?>) declared.handler).type);
            }
            List<Segment> segments = PathPattern.parse(declared.path, options.pathTypes);
            CompiledRoute compiled =
                    declared.scope.compile(Route.of(declared.method, declared.path, codecs), declared.handler);
            CompiledRoute rival = builder.add(segments, declared.method, compiled);
            if (rival != null) {
                throw new IllegalArgumentException(
                        rival.route + " and " + compiled.route + " answer the same requests; remove one");
            }
            if (declared.method.equals("GET")) {
                gets.add(compiled);
            }
        }
        for (CompiledRoute get : gets) {
            // Refused where HEAD is declared for the same paths, which is then what serves it.
            builder.add(PathPattern.parse(get.route.path(), options.pathTypes), "HEAD", get);
        }
        return builder.build();
    }

    /** A group that sets notFound goes before others of the same prefix; two that do contradict each other. */
    private @Nullable RouteTrie<CompiledRoute> fallbacks(Scope app, Options options, Route unmatched) {
        if (app.scopes.size() == 1) {
            return null;
        }
        RouteTrieBuilder<CompiledRoute> builder = new RouteTrieBuilder<>();
        for (Scope scope : app.scopes) {
            if (scope.setsNotFound() && !addFallback(builder, scope, options, unmatched)) {
                throw new IllegalArgumentException("Two groups " + scope.prefix + " set notFound; remove one");
            }
        }
        for (Scope scope : app.scopes) {
            if (!scope.setsNotFound()) {
                addFallback(builder, scope, options, unmatched);
            }
        }
        return builder.build();
    }

    private boolean addFallback(
            RouteTrieBuilder<CompiledRoute> builder, Scope scope, Options options, Route unmatched) {
        if (scope.prefix.isEmpty()) {
            return true; // The fallback of the app itself, which is asked when no group has one.
        }
        CompiledRoute compiled = scope.compile(unmatched, new Fallback(this, options, scope.notFound()));
        List<Segment> prefix = PathPattern.parse(scope.prefix, options.pathTypes);
        List<Segment> slash = new ArrayList<>(prefix);
        slash.add(Segment.literal(""));
        List<Segment> below = new ArrayList<>(prefix);
        below.add(Segment.tail());
        builder.add(slash, ANY, compiled);
        builder.add(below, ANY, compiled);
        return builder.add(prefix, ANY, compiled) == null;
    }

    CompiledRoute find(String method, String path) {
        CompiledRoute found = routes.find(path, method);
        return found != null ? found : fallback(path);
    }

    @Nullable
    CompiledRoute findRoute(String method, String path) {
        return routes.find(path, method);
    }

    private CompiledRoute fallback(String path) {
        CompiledRoute ofGroup = fallbacks == null ? null : fallbacks.find(path, ANY);
        return ofGroup == null ? fallback : ofGroup;
    }

    CompiledRoute bodyTooLarge() {
        return bodyTooLarge;
    }

    /** The methods that a path is served for, in the order of the alphabet. */
    Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        routes.labels(path, methods);
        return methods;
    }
}
