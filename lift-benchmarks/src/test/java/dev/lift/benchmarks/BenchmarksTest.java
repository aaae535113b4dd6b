package dev.lift.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.http.EventSource;
import dev.lift.testing.RuntimeEmulator;
import dev.lift.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "HashMap", "segment trie", "Lift", "Jooby", "Spring", "Undertow"})
    void routingBenchmark_once_findsWhatIsThereAndNothingElse(String router) {
        for (String table : new String[] {"github", "static10", "param100"}) {
            for (String which : new String[] {"hit", "first", "middle", "last", "miss", "hostile"}) {
                RoutingBenchmark benchmark = new RoutingBenchmark();
                benchmark.router = router;
                benchmark.table = table;
                benchmark.which = which;
                benchmark.prepare();
                assertThat(benchmark.find() >= 0)
                        .as("%s in %s", which, table)
                        .isEqualTo(router.equals("nothing") || !which.equals("miss") && !which.equals("hostile"));
            }
        }
    }

    /** The values are taken out: their characters are counted. */
    @ParameterizedTest
    @ValueSource(strings = {"HashMap", "segment trie", "Lift", "Jooby", "Spring", "Undertow"})
    void lookup_ofARouteWithParameters_hasTheirValues(String router) {
        Lookup lookup = Lookup.of(router, Tables.patterns("param10"));
        assertThat(lookup.find("/api/v1/resource7/value-42/sub/value-42")).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"served", "404", "405", "HttpException", "unmapped"})
    void dispatchBenchmark_once_answers(String outcome) {
        DispatchBenchmark benchmark = new DispatchBenchmark();
        benchmark.middleware = 5;
        benchmark.outcome = outcome;
        benchmark.prepare();
        assertThat(benchmark.dispatch().status()).isBetween(200, 500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lift", "HikariCP", "Stormpot", "Stormpot, inline", "commons-pool2"})
    void poolBenchmark_once_borrows(String by) throws Exception {
        PoolBenchmark benchmark = new PoolBenchmark();
        benchmark.by = by;
        benchmark.prepare();
        assertThat(benchmark.borrowAndReturn()).isNotNull();
        benchmark.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "handler alone",
                "counted",
                "counted, with a flush before the timeout",
                "health, live",
                "health, ready"
            })
    void resourcesBenchmark_once_answers(String served) {
        ResourcesBenchmark benchmark = new ResourcesBenchmark();
        benchmark.served = served;
        benchmark.prepare();
        assertThat(benchmark.answer().status()).isEqualTo(200);
    }

    @Test
    void comparisonTiming_ofTimesThatDiffer_tellsThemApart() {
        long[] one = new Random(1).longs(10_000, 1_000, 2_000).sorted().toArray();
        long[] same = new Random(2).longs(10_000, 1_000, 2_000).sorted().toArray();
        long[] other = new Random(3).longs(10_000, 1_100, 2_100).sorted().toArray();
        assertThat(Math.abs(ComparisonTiming.welch(one, same))).isLessThan(4.5);
        assertThat(ComparisonTiming.welch(one, other)).isLessThan(-4.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"by hand, jackson-core", "by hand, AWS's events and databind", "Lift, generated codecs"})
    void messageBenchmark_once_namesWhatFailed(String function) throws IOException {
        for (int messages : new int[] {1, 10}) {
            MessageBenchmark benchmark = new MessageBenchmark();
            benchmark.function = function;
            benchmark.messages = messages;
            benchmark.prepare();
            assertThat(benchmark.handle()).isPositive();
        }
    }

    /** The benchmark itself looks at what is replied. */
    @ParameterizedTest
    @EnumSource(Stack.class)
    void middlewareBenchmark_once_answers(Stack stack) throws IOException {
        MiddlewareBenchmark benchmark = new MiddlewareBenchmark();
        benchmark.stack = stack;
        benchmark.prepare();
        assertThat(benchmark.handle().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"served", "ApiException", "HttpException", "SQLException", "unmapped"})
    void errorsBenchmark_once_answers(String outcome) {
        for (String by : new String[] {"core", "lift-errors"}) {
            for (String thrown : new String[] {"anew", "kept"}) {
                ErrorsBenchmark benchmark = new ErrorsBenchmark();
                benchmark.outcome = outcome;
                benchmark.by = by;
                benchmark.thrown = thrown;
                benchmark.prepare();
                assertThat(benchmark.answer().status()).isBetween(200, 500);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "retry",
                "breaker",
                "bulkhead",
                "retry, breaker, bulkhead",
                "timeout",
                "retried once",
                "circuit open"
            })
    void recoveryBenchmark_once_answers(String strategies) {
        RecoveryBenchmark benchmark = new RecoveryBenchmark();
        benchmark.strategies = strategies;
        benchmark.prepare();
        assertThat(benchmark.call()).isEqualTo(strategies.equals("circuit open") ? "fallback" : "value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Floors$Bytes",
                "Floors$Stream",
                "Floors$Events",
                "LiftFunctions$Generated",
                "LiftFunctions$Explicit",
                "LiftFunctions$Avaje",
                "LiftFunctions$Databind"
            })
    void eventBenchmark_once_answers(String function) throws IOException {
        for (String request : new String[] {"hello", "order"}) {
            EventBenchmark benchmark = new EventBenchmark();
            benchmark.function = function;
            benchmark.request = request;
            benchmark.prepare();
            assertThat(benchmark.handle()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(value = EventSource.class, mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void eventBenchmark_ofEverySource_answers(EventSource source) throws IOException {
        EventBenchmark benchmark = new EventBenchmark();
        benchmark.request = "order";
        benchmark.source = source.name();
        benchmark.prepare();
        assertThat(benchmark.handle()).isPositive();
    }

    @Test
    void parityBenchmark_once_makesWhatServes() {
        ParityBenchmark benchmark = new ParityBenchmark();
        benchmark.check();
        assertThat(benchmark.construct().routes()).hasSize(4);
    }

    @Test
    void functionThatAnswersWrong_isRefused() throws IOException {
        assertThat(Functions.isRight("hello", "{\"statusCode\":200,\"body\":\"hullo\"}"))
                .isFalse();
        assertThat(Functions.isRight("order", "{\"statusCode\":200,\"body\":\"{}\"}"))
                .isFalse();
        assertThat(Functions.isRight("hello", "{\"statusCode\":200,\"body\":\"aGVsbG8=\",\"isBase64Encoded\":true}"))
                .isTrue();
    }
}
