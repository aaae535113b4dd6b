package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Those that refuse by one condition. */
class RefusalsTest {
    @Nested
    class OfBodies extends MiddlewareContract {
        @Override
        Middleware middleware() {
            return BodyLimit.ofBytes(100_000);
        }

        @Test
        void BD04_bodyOverTheLimit_is413_whateverItsLengthIsSaidToBe() {
            Lift app = Lift.of(routes -> routes.use(BodyLimit.ofBytes(10)).post("/", request -> Response.ok()));
            for (String said : new String[] {"1", "10", "11", "9999"}) {
                assertThat(app.handle(Request.post("/")
                                        .header("Content-Length", said)
                                        .body(new byte[11])
                                        .build())
                                .status())
                        .isEqualTo(413);
                assertThat(app.handle(Request.post("/")
                                        .header("Content-Length", said)
                                        .body(new byte[10])
                                        .build())
                                .status())
                        .isEqualTo(200);
            }
            assertThatThrownBy(() -> BodyLimit.ofBytes(-1)).hasMessageContaining("-1");
            assertThat(BodyLimit.ofBytes(0)).hasToString("BodyLimit[0 bytes]");
        }
    }

    @Nested
    class OfMaintenance extends MiddlewareContract {
        @Override
        Middleware middleware() {
            return Maintenance.when(() -> false);
        }

        @Test
        void maintenance_is503_untilItEnds() {
            AtomicBoolean active = new AtomicBoolean(true);
            Lift app = Lift.of(routes -> routes.use(Middleware.except(
                            "/health",
                            Maintenance.when(active::get)
                                    .retryAfter(Duration.ofMinutes(10))
                                    .detail("Back at noon")))
                    .get("/", request -> Response.ok())
                    .get("/health", request -> Response.ok()));
            Response refused = app.handle(Request.get("/").build());
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers().all("Retry-After")).containsExactly("600");
            assertThat(refused.headers().all("Cache-Control")).containsExactly("no-store");
            assertThat(refused.bodyBytes()).asString().contains("Back at noon");
            assertThat(app.handle(Request.get("/health").build()).status()).isEqualTo(200);
            active.set(false);
            assertThat(app.handle(Request.get("/").build()).status()).isEqualTo(200);
            assertThatThrownBy(() -> Maintenance.when(() -> true).retryAfter(Duration.ofMillis(999)))
                    .hasMessageContaining("at least a second");
        }
    }

    @Nested
    class OfFeatures extends MiddlewareContract {
        @Override
        Middleware middleware() {
            return FeatureGate.of("beta", request -> true);
        }

        @Test
        void featureThatIsOff_isA404_likeThatOfARouteThatIsNotThere() {
            Lift app = Lift.of(routes -> routes.group(
                    "/beta",
                    beta -> beta.use(FeatureGate.of(
                                    "beta", request -> request.header("X-Beta").isPresent()))
                            .get("/", request -> Response.ok())));
            Response off = app.handle(Request.get("/beta").build());
            assertThat(off.status()).isEqualTo(404);
            assertThat(off.bodyBytes())
                    .isEqualTo(app.handle(Request.get("/absent").build()).bodyBytes());
            assertThat(app.handle(Request.get("/beta").header("X-Beta", "1").build())
                            .status())
                    .isEqualTo(200);
        }
    }
}
