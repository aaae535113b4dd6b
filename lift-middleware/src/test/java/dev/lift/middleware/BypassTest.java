package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A group behind an authentication, and paths that are spelled in any way: whoever has no key never reaches its handlers. */
class BypassTest {
    private static final AtomicInteger REACHED = new AtomicInteger();
    private static final Middleware KEYS =
            ApiKeyAuthentication.ofHashes(Map.of("one", ApiKeyAuthentication.hash("a key that nobody sends")));

    private static Response secret() {
        REACHED.incrementAndGet();
        return Response.text("secret");
    }

    private static final class Function extends LiftHandler {
        Function() {
            super(Lift.of(routes -> routes.get("/public/{path*}", request -> Response.text("public"))
                    .group(
                            "/admin",
                            admin -> admin.use(KEYS)
                                    .get("/", request -> secret())
                                    .get("/users/{id}", request -> secret())
                                    .get("/files/{path*}", request -> secret()))
                    .group(
                            "/health",
                            health -> health.use(Middleware.except("/health/live", KEYS))
                                    .get("/live", request -> Response.text("live"))
                                    .get("/details", request -> secret()))));
        }
    }

    private static final List<String> PIECES = List.of(
            "admin",
            "Admin",
            "ADMIN",
            "%61dmin",
            "adm%69n",
            "%2561dmin",
            "public",
            "health",
            "live",
            "details",
            "users",
            "files",
            "1",
            "/",
            "/",
            "//",
            "/./",
            "/../",
            "/..;/",
            "/%2e%2e/",
            "/%2e/",
            "%2f",
            "%2F",
            "%5c",
            "\\",
            ";",
            ";x=1",
            ";/",
            "%3b",
            "%00",
            "%20",
            "%0a",
            "%09",
            ".",
            "..",
            "...",
            "?",
            "%3f",
            "#",
            "%23",
            "*",
            "+",
            "%c0%af",
            "%e2%81%84",
            "\u2044",
            "@",
            ":",
            "~");

    @Test
    void PA_anySpelling_reachesNoHandlerBehindAnAuthentication() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Function function = new Function();
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder path = new StringBuilder("/");
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                path.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            EventSource source = EventSource.values()[random.nextInt(EventSource.values().length - 1)];
            byte[] event;
            try {
                event = new EventBuilder("GET", path.toString()).build(source);
            } catch (IllegalArgumentException noEvent) {
                continue;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            function.handleRequest(new ByteArrayInputStream(event), out, null);
            LambdaReply reply = LambdaReply.parse(source, out.toByteArray());
            refused += reply.status() == 401 ? 1 : 0;
            assertThat(REACHED)
                    .as("seed %s: %s by %s: %s", seed, path, source, reply.status())
                    .hasValue(0);
        }
        assertThat(refused).as("seed %s", seed).isGreaterThan(100);
    }
}
