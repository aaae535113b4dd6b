package dev.lift.middleware;

import dev.lift.http.Response;
import dev.lift.json.JsonReader;
import java.io.IOException;

/** The {@code code} of a reply that is a problem (RFC 9457): an extension that says which error it is. */
final class ProblemCode {
    private ProblemCode() {}

    /** Returns the code; empty where there is none. */
    static String of(Response response) {
        if (!response.headers().get("Content-Type").orElse("").startsWith("application/problem+json")) {
            return "";
        }
        try {
            JsonReader in = new JsonReader(response.bodyBytes());
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs("code")) {
                    return in.readString();
                }
                in.skipValue();
            }
        } catch (IOException notAProblem) {
            // As without one.
        }
        return "";
    }
}
