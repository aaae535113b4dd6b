package dev.lift.middleware;

import dev.lift.http.Response;
import java.util.List;

/** Says which request headers a reply depends on (RFC 9110 section 12.5.5). */
final class Vary {
    private Vary() {}

    /** Adds a name to what is there, once. */
    static Response add(Response response, String name) {
        List<String> present = response.headers().all("Vary");
        if (present.isEmpty()) {
            return response.header("Vary", name);
        }
        String joined = String.join(", ", present);
        for (String each : joined.split(",", -1)) {
            String token = each.trim();
            if (token.equals("*") || token.equalsIgnoreCase(name)) {
                return response;
            }
        }
        return response.header("Vary", joined.isBlank() ? name : joined + ", " + name);
    }
}
