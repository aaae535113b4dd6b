package dev.lift.benchmarks;

import dev.lift.Lift;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Request to response through an app of 100 routes: limits, router, chain, handler, and what goes wrong. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatchBenchmark {
    /** How many middleware that do nothing surround each route. */
    @Param({"0", "5", "10", "25"})
    int middleware;

    /** A route with two parameters; or how it fails. */
    @Param({"served", "404", "405", "HttpException", "unmapped"})
    String outcome = "served";

    private static final Response OK = Response.text("ok");

    private Lift app = Lift.of(routes -> {});
    private Request request = Request.get("/").build();

    @Setup
    public void prepare() {
        app = Lift.of(routes -> {
            for (int i = 0; i < middleware; i++) {
                routes.use(new Stacks.NoOp());
            }
            for (String pattern : Tables.patterns("param100")) {
                routes.get(pattern, this::handle);
            }
        });
        String path = outcome.equals("404") ? "/api/v1/nothing" : "/api/v1/resource50/42/sub/7";
        request = (outcome.equals("405") ? Request.post(path) : Request.get(path)).build();
        int expected = switch (outcome) {
            case "served" -> 200;
            case "HttpException" -> 409;
            case "unmapped" -> 500;
            default -> Integer.parseInt(outcome);
        };
        Response response = app.handle(request);
        if (response.status() != expected
                || expected == 200 && !response.bodyText().equals("ok")) {
            throw new IllegalStateException("expected " + expected + ", was " + response);
        }
    }

    private Response handle(Request request) {
        return switch (outcome) {
            case "HttpException" -> throw new HttpException(409, "The order was shipped already");
            case "unmapped" -> throw new IllegalStateException("a bug");
            default -> OK;
        };
    }

    @Benchmark
    public Response dispatch() {
        return app.handle(request);
    }
}
