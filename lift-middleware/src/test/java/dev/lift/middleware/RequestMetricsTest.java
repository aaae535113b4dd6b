package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How requests went. */
class RequestMetricsTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return RequestMetrics.to(sample -> {});
    }

    @Test
    void samples_haveRoutesAndNotPaths() {
        List<RequestMetrics.Sample> samples = new ArrayList<>();
        AtomicLong ticks = new AtomicLong();
        Lift app = Lift.of(routes -> routes.use(RequestMetrics.to(samples::add).ticker(ticks::get))
                .post("/users/{id}", request -> {
                    ticks.addAndGet(5_000_000);
                    return Response.text("four");
                })
                .get("/fails", request -> {
                    throw new HttpException(503, "No");
                }));
        app.handle(Request.post("/users/1").body(new byte[3]).build());
        app.handle(Request.get("/fails").build());
        app.handle(Request.get("/absent").build());
        assertThat(samples.get(0))
                .isEqualTo(new RequestMetrics.Sample("POST", "/users/{id}", 200, Duration.ofMillis(5), true, 3, 4));
        assertThat(samples).extracting(RequestMetrics.Sample::status).containsExactly(200, 503, 404);
        assertThat(samples).extracting(RequestMetrics.Sample::route).containsExactly("/users/{id}", "/fails", "*");
        assertThat(samples).extracting(RequestMetrics.Sample::coldStart).containsExactly(true, false, false);
    }

    @Test
    void sinkThatFails_costsNoReply() {
        AtomicInteger calls = new AtomicInteger();
        Lift app = Lift.of(routes -> routes.use(RequestMetrics.to(sample -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("down");
                }))
                .get("/", request -> Response.ok()));
        for (int i = 0; i < 3; i++) {
            assertThat(app.handle(Request.get("/").build()).status()).isEqualTo(200);
        }
        assertThat(calls).hasValue(3);
    }
}
