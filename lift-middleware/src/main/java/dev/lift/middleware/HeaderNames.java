package dev.lift.middleware;

import dev.lift.http.Headers;

/** Names of headers, as they are configured. */
final class HeaderNames {
    private HeaderNames() {}

    static String check(String name) {
        if (!Headers.isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is not the name of a header");
        }
        return name;
    }
}
