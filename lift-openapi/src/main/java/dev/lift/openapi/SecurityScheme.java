package dev.lift.openapi;

import dev.lift.json.JsonWriter;
import java.util.List;

/**
 * How callers say who they are (OpenAPI 3.1, section 4.8.27).
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * OpenApi.of(function.app()).security("token", SecurityScheme.bearer("JWT"));
 * }</pre>
 */
public final class SecurityScheme {
    private final List<String> members;

    private SecurityScheme(String... members) {
        this.members = List.of(members);
    }

    /**
     * A token in the header {@code Authorization}.
     *
     * @param format what the token is, such as {@code JWT}
     * @return the scheme
     */
    public static SecurityScheme bearer(String format) {
        return new SecurityScheme("type", "http", "scheme", "bearer", "bearerFormat", format);
    }

    /**
     * A user and a password in the header {@code Authorization}.
     *
     * @return the scheme
     */
    public static SecurityScheme basic() {
        return new SecurityScheme("type", "http", "scheme", "basic");
    }

    /**
     * A key in a header.
     *
     * @param header the header, such as {@code X-Api-Key}
     * @return the scheme
     */
    public static SecurityScheme apiKey(String header) {
        return new SecurityScheme("type", "apiKey", "in", "header", "name", header);
    }

    /**
     * An issuer of OpenID Connect.
     *
     * @param discovery the URL of its discovery document
     * @return the scheme
     */
    public static SecurityScheme openIdConnect(String discovery) {
        return new SecurityScheme("type", "openIdConnect", "openIdConnectUrl", discovery);
    }

    void writeTo(JsonWriter out) {
        out.beginObject();
        for (int i = 0; i < members.size(); i += 2) {
            out.name(members.get(i)).string(members.get(i + 1));
        }
        out.endObject();
    }
}
