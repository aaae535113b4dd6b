package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Micrometer as the sink of metrics. */
class MicrometerSinkTest extends MiddlewareContract {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Override
    Middleware middleware() {
        return RequestMetrics.to(MicrometerSink.of(registry));
    }

    private double count(String method, String uri, String status, String outcome) {
        Timer timer = registry.get("http.server.requests")
                .tags("method", method, "uri", uri, "status", status, "outcome", outcome)
                .timer();
        return timer.totalTime(TimeUnit.MILLISECONDS) + timer.count() / 100.0;
    }

    @Test
    void requests_areTimedByRouteAndStatus() {
        AtomicLong ticks = new AtomicLong();
        Lift app = Lift.of(routes -> routes.use(
                        RequestMetrics.to(MicrometerSink.of(registry)).ticker(ticks::get))
                .get("/users/{id}", request -> {
                    ticks.addAndGet(5_000_000);
                    return Response.ok();
                })
                .get("/moved", request -> Response.redirect("/users/1"))
                .get("/fails", request -> {
                    throw new HttpException(503, "No");
                }));
        for (String path : new String[] {"/users/1", "/users/2", "/moved", "/fails", "/absent"}) {
            app.handle(Request.get(path).build());
        }
        app.handle(Request.of("MADE-UP", "/absent").build());
        assertThat(count("GET", "/users/{id}", "200", "SUCCESS")).isEqualTo(10.02);
        assertThat(count("GET", "/moved", "303", "REDIRECTION")).isEqualTo(0.01);
        assertThat(count("GET", "/fails", "503", "SERVER_ERROR")).isEqualTo(0.01);
        assertThat(count("GET", "UNKNOWN", "404", "CLIENT_ERROR")).isEqualTo(0.01);
        assertThat(count("_OTHER", "UNKNOWN", "404", "CLIENT_ERROR")).isEqualTo(0.01);
        assertThat(registry.get("cold.starts").counter().count()).isEqualTo(1);
    }

    /** What clients send can not make more and more meters. */
    @Test
    void madeUpMethodsAndPaths_areOneMeter() {
        Lift app = Lift.of(routes -> routes.use(middleware()).get("/", request -> Response.ok()));
        for (int i = 0; i < 1_000; i++) {
            app.handle(Request.of("M" + i, "/x" + i).build());
        }
        assertThat(registry.getMeters()).hasSize(2);
    }
}
