package dev.lift.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.testing.RuntimeEmulator;
import dev.lift.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared must do the same; each benchmark runs once. */
class BenchmarksTest {
    private static final JsonMapper JACKSON = new JsonMapper();

    private static final RequestStreamHandler[] FUNCTIONS = {
        new Floors.Bytes(),
        new Floors.Stream(),
        new LiftFunctions.Generated(),
        new LiftFunctions.GeneratedWithoutLambdas(),
        new LiftFunctions.Explicit(),
        new LiftFunctions.Avaje(),
        new LiftFunctions.Databind()
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /hello              | 200 | hello
            /users/42           | 200 | {"id":"42","name":"Ada"}
            /orders/1/items/2   | 200 | {"order":"1","item":"2"}
            """)
    void gets_byEveryFunction_areAnsweredAlike(String path, int status, String body) throws IOException {
        for (RequestStreamHandler function : FUNCTIONS) {
            check(reply(function, Api.get(path)), function, status, body);
        }
    }

    @Test
    void order_byEveryFunction_isAnsweredAlike() throws IOException {
        for (RequestStreamHandler function : FUNCTIONS) {
            check(reply(function, Api.postOrder()), function, 201, Api.ORDER);
        }
        check(reply(new Floors.Constant(), Api.postOrder()), new Floors.Constant(), 201, Api.ORDER);
    }

    @Test
    void unknownPath_byEveryFunction_is404() throws IOException {
        for (RequestStreamHandler function : FUNCTIONS) {
            assertThat(reply(function, Api.get("/none")).get("statusCode").intValue())
                    .as(function.getClass().getName())
                    .isEqualTo(404);
        }
    }

    /** AWS's typed events need its own runtime, which makes them of the bytes. */
    @Test
    void typedEvents_underTheRuntimeClient_areAnsweredAlike() throws IOException {
        try (RuntimeEmulator lambda =
                RuntimeEmulator.of(Floors.Events.class.getName()).start()) {
            JsonNode reply = JACKSON.readTree(lambda.invoke(Api.postOrder()));
            assertThat(reply.get("statusCode").intValue()).isEqualTo(201);
            assertThat(JACKSON.readTree(reply.get("body").textValue())).isEqualTo(JACKSON.readTree(Api.ORDER));
        }
    }

    private static JsonNode reply(RequestStreamHandler function, byte[] event) throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event),
                reply,
                new TestContext("id-1", Clock.systemUTC(), Duration.ofSeconds(3)));
        return JACKSON.readTree(reply.toByteArray());
    }

    private static void check(JsonNode reply, RequestStreamHandler function, int status, String body)
            throws IOException {
        String name = function.getClass().getName();
        assertThat(reply.get("statusCode").intValue()).as(name).isEqualTo(status);
        String text = reply.get("body").textValue();
        if (body.startsWith("{")) {
            assertThat(JACKSON.readTree(text)).as(name).isEqualTo(JACKSON.readTree(body));
        } else {
            assertThat(text).as(name).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"generated", "explicit", "databind", "avaje"})
    void jsonBenchmark_once_readsAndWrites(String by) throws IOException {
        for (String body : new String[] {"order", "basket"}) {
            JsonBenchmark benchmark = new JsonBenchmark();
            benchmark.by = by;
            benchmark.body = body;
            benchmark.prepare();
            assertThat(benchmark.read()).isNotNull();
            assertThat(new String(benchmark.write(), StandardCharsets.UTF_8)).startsWith("{");
        }
    }
}
