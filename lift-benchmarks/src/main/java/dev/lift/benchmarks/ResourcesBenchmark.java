package dev.lift.benchmarks;

import dev.lift.Lift;
import dev.lift.health.Health;
import dev.lift.health.HealthCheck;
import dev.lift.health.HealthChecks;
import dev.lift.health.HealthResult;
import dev.lift.http.EventSource;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.resources.Resources;
import dev.lift.resources.ResourcesBuilder;
import dev.lift.testing.TestContext;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From request to response through what resources and health checks add. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ResourcesBenchmark {
    @Param({"handler alone", "counted", "counted, with a flush before the timeout", "health, live", "health, ready"})
    String served = "handler alone";

    private Lift app = Lift.of(routes -> {});
    private Request request = Request.get("/").build();

    @Setup
    public void prepare() {
        ResourcesBuilder builder = Resources.builder().withoutShutdownHook();
        if (served.contains("flush")) {
            builder.flush("metrics", () -> {});
        }
        Resources resources = builder.start();
        Health health = Health.builder()
                .check(HealthCheck.of("orders", HealthResult::up).cacheFor(Duration.ofHours(1)))
                .check(HealthChecks.memory().nonCritical().cacheFor(Duration.ofHours(1)))
                .build();
        app = Lift.of(routes -> {
            if (served.startsWith("counted")) {
                routes.use(resources.middleware());
            }
            routes.get("/hello", request -> Response.text("hello"));
            routes.group("/health", health);
        });
        String path = served.startsWith("health") ? "/health/" + served.substring(8) : "/hello";
        TestContext context = new TestContext("id", Clock.systemUTC(), Duration.ofDays(1));
        request = Request.get(path)
                .invocation(Invocation.of(context, new byte[0], EventSource.HTTP_API))
                .build();
        if (answer().status() != 200 || answer().bodyLength() == 0) {
            throw new IllegalStateException(path + " was answered with " + answer());
        }
    }

    @Benchmark
    public Response answer() {
        return app.handle(request);
    }
}
