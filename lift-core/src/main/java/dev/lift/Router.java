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

    /** The fallbacks of groups, by prefix; null when no group has one of its own. */
    private final @Nullable RouteTrie<CompiledRoute> fallbacks;

    private final CompiledRoute fallback;
    private final CompiledRoute bodyTooLarge;
    final List<Scope.Declared> table;

    Router(Scope root) {
        BodyCodecs codecs =
                BodyCodecs.of(root.jsonCodecs, root.bodyCodecs, root.options.maxJsonDepth, root.options.maxFormFields);
        table = root.routes;
        routes = routes(root, codecs);
        Route unmatched = Route.of(ANY, ANY, codecs);
        fallback = root.compile(unmatched, new Fallback(this, root.options, root.notFound()));
        bodyTooLarge = root.compile(unmatched, Fallback.bodyTooLarge(this, root.options));
        fallbacks = fallbacks(root, unmatched);
    }

    private static RouteTrie<CompiledRoute> routes(Scope app, BodyCodecs codecs) {
        RouteTrieBuilder<CompiledRoute> builder = new RouteTrieBuilder<>();
        List<CompiledRoute> gets = new ArrayList<>();
        for (Scope.Declared declared : app.routes) {
            if (declared.handler instanceof BodyRoute) {
                codecs.prepare(((BodyRoute<?>) declared.handler).type);
            }
            List<Segment> segments = PathPattern.parse(declared.path, app.options.pathTypes);
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
            builder.add(PathPattern.parse(get.route.path(), app.options.pathTypes), "HEAD", get);
        }
        return builder.build();
    }

    private @Nullable RouteTrie<CompiledRoute> fallbacks(Scope app, Route unmatched) {
        RouteTrieBuilder<CompiledRoute> builder = null;
        for (Scope scope : app.scopes) {
            if (!scope.prefix.isEmpty()) {
                builder = builder == null ? new RouteTrieBuilder<>() : builder;
                CompiledRoute compiled = scope.compile(unmatched, new Fallback(this, app.options, scope.notFound()));
                builder.add(PathPattern.parse(scope.prefix, app.options.pathTypes), ANY, compiled);
                builder.add(PathPattern.parse(scope.prefix + "/{rest*}", app.options.pathTypes), ANY, compiled);
                builder.add(PathPattern.parse(scope.prefix + "/", app.options.pathTypes), ANY, compiled);
            }
        }
        return builder == null ? null : builder.build();
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
