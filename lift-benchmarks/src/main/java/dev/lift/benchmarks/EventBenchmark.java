package dev.lift.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lift.http.EventSource;
import dev.lift.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

/** Bytes of an event to bytes of the reply, in the process of a function that is warm. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EventBenchmark {
    /** The class of the function, below this package unless it is a peer's. */
    @Param({
        "Floors$Bytes",
        "Floors$Stream",
        "Floors$Events",
        "LiftFunctions$Generated",
        "LiftFunctions$Explicit",
        "LiftFunctions$Avaje",
        "LiftFunctions$Databind"
    })
    String function = "LiftFunctions$Generated";

    @Param({"hello", "order"})
    String request = "hello";

    @Param("HTTP_API")
    String source = "HTTP_API";

    private RequestStreamHandler handler = new Floors.Constant();
    private byte[] event = {};
    private final Context context = new TestContext("id-1", Clock.systemUTC(), Duration.ofHours(24));
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream(1024);

    @Setup
    public void prepare() throws IOException {
        handler = Functions.of(
                function.indexOf('.') < 0 ? EventBenchmark.class.getPackageName() + "." + function : function);
        EventSource from = EventSource.valueOf(source);
        event = request.equals("hello") ? Api.get("/hello", from) : Api.postOrder(from);
        handle();
        String text = reply.toString(StandardCharsets.UTF_8);
        if (!Functions.isRight(request, text)) {
            throw new IllegalStateException(function + " answered " + text);
        }
    }

    @Benchmark
    public int handle() throws IOException {
        reply.reset();
        handler.handleRequest(new ByteArrayInputStream(event), reply, context);
        return reply.size();
    }
}
