package dev.lift.benchmarks;

import dev.lift.Lift;
import dev.lift.errors.ErrorMapping;
import dev.lift.errors.Problems;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a thrown exception to the bytes of its reply, by core alone and by lift-errors; and what the latter costs when nothing is thrown. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ErrorsBenchmark {
    private static final Response OK = Response.text("ok");

    /** Who answers errors. */
    @Param({"core", "lift-errors"})
    String by = "lift-errors";

    @Param({"served", "ApiException", "HttpException", "SQLException", "unmapped"})
    String outcome = "served";

    /** Whether each request throws an exception of its own, which captures a stack trace, or all throw one object. */
    @Param({"anew", "kept"})
    String thrown = "anew";

    private Lift app = Lift.of(routes -> {});
    private Exception kept = new Exception();
    private final Request request = Request.get("/orders/42").build();

    @Setup
    public void prepare() {
        app = Lift.of(routes -> {
            if (by.equals("lift-errors")) {
                routes.error(Throwable.class, ErrorMapping.standard());
            }
            routes.get("/orders/{id}", this::handle);
        });
        kept = exception();
        int expected = switch (outcome) {
            case "served" -> 200;
            case "ApiException", "HttpException" -> 409;
            case "SQLException" -> by.equals("core") ? 500 : 409;
            default -> 500;
        };
        Response response = app.handle(request);
        if (response.status() != expected) {
            throw new IllegalStateException("expected " + expected + ", was " + response);
        }
    }

    private Response handle(Request routed) throws Exception {
        if (outcome.equals("served")) {
            return OK;
        }
        throw thrown.equals("anew") ? exception() : kept;
    }

    private Exception exception() {
        return switch (outcome) {
            case "ApiException" -> Problems.conflict("order-shipped").detail("The order was shipped already");
            case "HttpException" -> new HttpException(409, "The order was shipped already");
            case "SQLException" -> new SQLException("duplicate key", "23505");
            default -> new IllegalStateException("a bug");
        };
    }

    @Benchmark
    public Response answer() {
        return app.handle(request);
    }
}
