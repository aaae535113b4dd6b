package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    /** The names of its members. */
    @Override
    public String toString() {
        String names = Arrays.toString(members.toArray());
        return "all(" + names.substring(1, names.length() - 1) + ")";
    }
}
