package dev.lift.examples.orders.http;

import dev.lift.Routes;
import dev.lift.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What the API says of itself: files that a test has written of the routes, read when somebody asks. */
final class Documentation implements Consumer<Routes> {
    static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Override
    public void accept(Routes app) {
        app.get(
                "/openapi.json",
                request -> Response.ok()
                        .header("Content-Type", "application/openapi+json")
                        .withBody(file("openapi.json")));
        app.get(
                "/docs",
                request -> Response.html(new String(file("openapi.html"), StandardCharsets.UTF_8))
                        .header("Content-Security-Policy", POLICY));
    }

    private static byte[] file(String name) {
        try (InputStream in = Documentation.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing; the test that writes it says how");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
