package dev.lift.openapi;

import dev.lift.Lift;

/**
 * The description of an app's API: an OpenAPI 3.1 document, and a page to browse it. What routes say is in it by itself: methods, paths,
 * their parameters and types, what bodies are read as; {@link OpenApiBuilder} adds what only people know.
 *
 * <p>Immutable and thread-safe. Made of a built app, mostly by a test or a build that writes it to a file: a function need not make it
 * when it starts.
 *
 * <pre>{@code
 * OpenApi api = OpenApi.of(function.app()).title("Orders").version("1.0.0").build();
 * Files.write(Path.of("openapi.json"), api.json());
 * }</pre>
 */
public final class OpenApi {
    private final byte[] json;
    private final String html;

    OpenApi(byte[] json, String html) {
        this.json = json;
        this.html = html;
    }

    /**
     * Begins the description of an app.
     *
     * @param app the app
     * @return a builder
     */
    public static OpenApiBuilder of(Lift app) {
        return new OpenApiBuilder(app);
    }

    /**
     * Returns the document.
     *
     * @return JSON in UTF-8, as OpenAPI 3.1.0 has it; {@code application/openapi+json}
     */
    public byte[] json() {
        return json.clone();
    }

    /**
     * Returns the page. It is one file that needs no other, and no script; its one style is allowed by {@link #CONTENT_SECURITY_POLICY}.
     *
     * @return HTML
     */
    public String html() {
        return html;
    }

    /** What the page needs, for the header {@code Content-Security-Policy}: its own style, and nothing else. */
    public static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}
