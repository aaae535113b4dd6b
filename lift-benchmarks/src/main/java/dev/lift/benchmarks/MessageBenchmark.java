package dev.lift.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

/** Bytes of a queue's event to bytes of the reply that names what failed, in a function that is warm. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
    @Param({"by hand, jackson-core", "by hand, AWS's events and databind", "Lift, generated codecs"})
    String function = "Lift, generated codecs";

    @Param({"1", "10", "1000"})
    int messages = 1;

    private RequestStreamHandler handler = new Floors.Constant();
    private byte[] event = {};
    private final Context context = new TestContext("id-1", Clock.systemUTC(), Duration.ofHours(24));
    private final ByteArrayOutputStream reply = new ByteArrayOutputStream(1024);

    @Setup
    public void prepare() throws IOException {
        Class<?> type = MessageFunctions.ALL.get(function);
        if (type == null) {
            throw new IllegalArgumentException("There is no function " + function);
        }
        handler = Functions.of(type.getName());
        event = MessageFunctions.event(messages);
        handle();
        JsonNode failures = new JsonMapper().readTree(reply.toByteArray()).path("batchItemFailures");
        boolean right = failures.isArray()
                && failures.size() == (messages == 1 ? 0 : 1)
                && (messages == 1 || failures.at("/0/itemIdentifier").asText().equals("message-2"));
        if (!right) {
            throw new IllegalStateException(function + " answered " + reply);
        }
    }

    @Benchmark
    public int handle() throws IOException {
        reply.reset();
        handler.handleRequest(new ByteArrayInputStream(event), reply, context);
        return reply.size();
    }
}
