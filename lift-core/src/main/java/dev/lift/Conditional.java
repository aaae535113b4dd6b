package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import java.util.function.Predicate;

/** A middleware that some requests, or some routes, go past. */
final class Conditional implements Middleware {
    static final Predicate<Route> EVERY_ROUTE = new Every<>();
    static final Predicate<Request> EVERY_REQUEST = new Every<>();

    final Middleware middleware;
    private final String name;
    private final Predicate<? super Route> routes;
    private final Predicate<? super Request> requests;

    Conditional(
            String name, Middleware middleware, Predicate<? super Route> routes, Predicate<? super Request> requests) {
        this.name = name;
        this.middleware = middleware;
        this.routes = routes;
        this.requests = requests;
    }

    boolean isFor(Route route) {
        return routes.test(route);
    }

    /** The same condition, of another middleware. */
    Conditional around(Middleware other) {
        return new Conditional(name, other, routes, requests);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        return compile(request.route(), next).handle(request);
    }

    @Override
    public Handler compile(Route route, Handler next) {
        if (!routes.test(route)) {
            return next;
        }
        Handler applied = middleware.compile(route, next);
        return applied == next || requests == EVERY_REQUEST ? applied : new Branch(requests, applied, next);
    }

    /** The one way or the other. */
    static final class Branch implements Handler {
        private final Predicate<? super Request> condition;
        private final Handler applied;
        private final Handler next;

        Branch(Predicate<? super Request> condition, Handler applied, Handler next) {
            this.condition = condition;
            this.applied = applied;
            this.next = next;
        }

        @Override
        public Response handle(Request request) throws Exception {
            return (condition.test(request) ? applied : next).handle(request);
        }
    }

    // Named classes, as a lambda would set the machinery of invokedynamic up.

    static final class Every<T> implements Predicate<T> {
        @Override
        public boolean test(T any) {
            return true;
        }
    }

    static final class Not<T> implements Predicate<T> {
        private final Predicate<? super T> excepted;

        Not(Predicate<? super T> excepted) {
            this.excepted = excepted;
        }

        @Override
        public boolean test(T each) {
            return !excepted.test(each);
        }
    }

    static final class Path implements Predicate<Route> {
        private final String path;

        Path(String path) {
            this.path = path;
        }

        @Override
        public boolean test(Route route) {
            return route.path().equals(path);
        }
    }

    static final class Tag implements Predicate<Route> {
        private final String tag;

        Tag(String tag) {
            this.tag = tag;
        }

        @Override
        public boolean test(Route route) {
            return route.tags().contains(tag);
        }
    }

    /** What it depends on, and what it surrounds with. */
    @Override
    public String toString() {
        return name + "(" + middleware + ")";
    }
}
