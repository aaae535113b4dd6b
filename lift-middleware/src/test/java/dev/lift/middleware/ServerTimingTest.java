package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long a request took. */
class ServerTimingTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return ServerTiming.total().ticker(() -> 0);
    }

    @Override
    void assertApplied(TestResponse response) {
        assertThat(response.headers("Server-Timing")).containsExactly("total;dur=0.0");
    }

    @Test
    void parts_standBesideTheTotal() {
        AtomicLong ticks = new AtomicLong();
        Lift app = Lift.of(routes -> routes.use(ServerTiming.total().ticker(ticks::get))
                .get("/", request -> {
                    ticks.addAndGet(12_345_678);
                    ServerTiming.add(request, "db", Duration.ofMillis(7));
                    ServerTiming.add(request, "cache", Duration.ofNanos(-1));
                    return Response.ok();
                }));
        assertThat(app.handle(Request.get("/").build()).headers().all("Server-Timing"))
                .containsExactly("total;dur=12.3, db;dur=7.0, cache;dur=0.0");
    }

    @Test
    void parts_areBounded_andTheirNamesAreTokens() {
        Lift app = Lift.of(routes -> routes.use(ServerTiming.total()).get("/", request -> {
            for (int i = 0; i < 1_000; i++) {
                ServerTiming.add(request, "part" + i, Duration.ZERO);
            }
            return Response.ok();
        }));
        String timing = app.handle(Request.get("/").build())
                .headers()
                .get("Server-Timing")
                .orElse("");
        assertThat(timing.split(",", -1)).hasSize(51);
        Request bare = Request.get("/").build();
        ServerTiming.add(bare, "db", Duration.ZERO); // Nobody asks for it.
        assertThatThrownBy(() -> ServerTiming.add(bare, "a;dur=1", Duration.ZERO))
                .hasMessageContaining("a;dur=1");
    }
}
