package dev.lift.middleware;

import dev.lift.http.Request;
import java.util.Set;

/** The method of a request as a label: one that a route declares or a standard has. A client could make any number of others up. */
final class KnownMethod {
    /** What OpenTelemetry's semantic conventions have for all others. */
    static final String OTHER = "_OTHER";

    private static final Set<String> STANDARD =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private KnownMethod() {}

    static String of(Request request) {
        String method = request.method();
        return STANDARD.contains(method) || method.equals(request.route().method()) ? method : OTHER;
    }
}
