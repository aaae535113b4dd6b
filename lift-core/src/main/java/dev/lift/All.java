package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Several middleware as one; the first is the outermost. */
final class All implements Middleware {
    final List<Middleware> members;

    All(Middleware[] members) {
        this.members = List.of(members);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        return compile(request.route(), next).handle(request);
    }

    @Override
    public Handler compile(Route route, Handler next) {
        ErrorBoundary boundary = next instanceof ErrorBoundary around
                ? around
                : new ErrorBoundary(next, route.codecs(), /* errors= */ null);
        return fold(members, route, boundary);
    }

    /** Folds middleware around a handler, with a boundary around each, so that those further out see a reply, whatever fails further in. */
    static ErrorBoundary fold(List<Middleware> members, Route route, ErrorBoundary next) {
        ErrorBoundary chain = next;
        for (int i = members.size() - 1; i >= 0; i--) {
            chain = chain.around(members.get(i).compile(route, chain));
        }
        return chain;
    }

    /** Returns the middleware that these consist of. */
    static List<Middleware> flattened(List<Middleware> those) {
        List<Middleware> flat = new ArrayList<>();
        for (Middleware each : those) {
            if (each instanceof All all) {
                flat.addAll(flattened(all.members));
            } else if (each instanceof Conditional conditional) {
                flat.addAll(flattened(List.of(conditional.middleware)));
            } else {
                flat.add(each);
            }
        }
        return flat;
    }

    /** Returns those that surround a route, whatever requests they are for. */
    static List<Middleware> around(Route route, List<Middleware> those) {
        List<Middleware> around = new ArrayList<>();
        for (Middleware each : those) {
            if (each instanceof All all) {
                around.addAll(around(route, all.members));
            } else if (!(each instanceof Conditional conditional)) {
                around.add(each);
            } else if (conditional.isFor(route)) {
                around.addAll(around(route, List.of(conditional.middleware)));
            }
        }
        return around;
    }

    /** Replaces a middleware, or those that it consists of. */
    static Middleware decorated(Middleware middleware, UnaryOperator<Middleware> decorator) {
        if (middleware instanceof All all) {
            Middleware[] members = new Middleware[all.members.size()];
            for (int i = 0; i < members.length; i++) {
                members[i] = decorated(all.members.get(i), decorator);
            }
            return new All(members);
        }
        return middleware instanceof Conditional conditional
                ? conditional.around(decorated(conditional.middleware, decorator))
                : decorator.apply(middleware);
    }

    /** The names of its members. */
    @Override
    public String toString() {
        String names = Arrays.toString(members.toArray());
        return "all(" + names.substring(1, names.length() - 1) + ")";
    }
}
