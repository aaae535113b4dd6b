package io.jooby.internal;

import io.jooby.Route;
import io.jooby.Router;

/** Opens Jooby's router, which is of its package alone, to the benchmark of routers. */
public final class ChiLookup {
    private final Chi chi = new Chi();

    public void add(String method, String pattern) {
        chi.insert(method, pattern, new Route(method, pattern, context -> ""));
    }

    /** Returns what was matched, or null. */
    public Router.Match find(String method, String path) {
        Router.Match match = chi.find(method, path);
        return match.matches() ? match : null;
    }
}
