package dev.lift.benchmarks;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.Routes;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What five published figures of a framework in Go had timed: making objects in a process that is hot, and no request. Next to
 * them stands what it means here. What requests cost is in the other benchmarks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParityBenchmark {
    private static final Response OK = Response.noContent();

    private static final class Ok implements Handler {
        @Override
        public Response handle(Request request) {
            return OK;
        }
    }

    private static final class Empty implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }
    }

    private final Handler ok = new Ok();
    private final Middleware empty = new Empty();
    private final List<String> hundred = Tables.patterns("param100");

    @Setup
    public void check() {
        if (construct().routes().size() != 4
                || construct().handle(Request.get("/health").build()).status() != 204
                || register100Routes().routes().size() != 100
                || !request().method().equals("GET")) {
            throw new IllegalStateException("the app does not serve its routes");
        }
    }

    /** "Cold start": an app with five empty middleware and four routes. */
    @Benchmark
    public Lift construct() {
        return Lift.of(this::fourRoutes);
    }

    private void fourRoutes(Routes app) {
        app.use(empty, empty, empty, empty, empty);
        app.get("/health", ok);
        app.post("/users", ok);
        app.put("/users/{id}", ok);
        app.delete("/users/{id}", ok);
    }

    /** "Memory": the bytes that are allocated while 100 routes with parameters are registered. */
    @Benchmark
    public Lift register100Routes() {
        return Lift.of(this::hundredRoutes);
    }

    private void hundredRoutes(Routes app) {
        for (String pattern : hundred) {
            app.get(pattern, ok);
        }
    }

    /** "Requests per second", "middleware" and "routing": a request is made, and nothing is done with it. */
    @Benchmark
    public Request request() {
        return Request.get("/api/v1/resource50").build();
    }
}
