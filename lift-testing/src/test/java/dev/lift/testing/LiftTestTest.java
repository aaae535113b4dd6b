package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test client itself: what does not hold must fail, and show the exchange. */
class LiftTestTest {
    record Order(int id, List<String> items) {}

    private final LiftTest test = new Probe(app -> app.get("/", Probe::serve)
                    .get(
                            "/order",
                            request -> Response.json(new Order(7, List.of("a", "b")))
                                    .header("ETag", "\"1\""))
                    .get(
                            "/remaining",
                            request -> Response.text("" + request.deadline().remainingMillis())))
            .test();

    private void fails(Consumer<TestResponse> expectation, String... parts) {
        TestResponse response =
                test.get("/order").header("X-Sent", "by-the-test").send();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> expectation.accept(response))
                .withMessageContainingAll("by-the-test", "statusCode", "HTTP_API")
                .withMessageContainingAll(parts);
    }

    @Test
    void expectations_thatHold_pass() {
        test.get("/order")
                .send()
                .expectStatus(200)
                .expectHeader("etag", "\"1\"")
                .expectNoHeader("X-Other")
                .expectJson("/id", 7)
                .expectJson("/items/1", "b")
                .expectJson("", Map.of("id", 7, "items", List.of("a", "b")))
                .expectBody("{\"id\":7,\"items\":[\"a\",\"b\"]}");
        assertThat(test.get("/order").send().bodyAs(Order.class)).isEqualTo(new Order(7, List.of("a", "b")));
        test.get("/nope").send().expectProblem(404);
    }

    @Test
    void expectations_thatDoNotHold_failAndShowTheExchange() {
        fails(response -> response.expectStatus(201), "status 201", "but: 200");
        fails(response -> response.expectBody("x"), "body x");
        fails(response -> response.expectBody(new byte[] {1}), "body of 1 bytes");
        fails(response -> response.expectHeader("ETag", "\"2\""), "ETag", "\"1\"");
        fails(response -> response.expectNoHeader("ETag"), "no header ETag");
        fails(response -> response.expectJson("/id", 8), "/id = 8", "but: 7");
        fails(response -> response.expectJson("/id", "7"), "/id");
        fails(response -> response.expectJson("/absent", null), "/absent");
        fails(response -> response.expectProblem(200), "application/problem+json");
        fails(response -> response.bodyAs(Integer.class), "java.lang.Integer");
    }

    @Test
    void clock_thatIsAdvanced_movesTheDeadline() {
        TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        TestContext context = new TestContext("id", clock, Duration.ofSeconds(3));
        assertThat(context.getRemainingTimeInMillis()).isEqualTo(3_000);
        clock.advance(Duration.ofHours(8));
        assertThat(context.getRemainingTimeInMillis()).isNegative();
        test.withClock(clock)
                .withTimeout(Duration.ofSeconds(9))
                .get("/remaining")
                .send()
                .expectBody("9000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALB_MULTI_VALUE | {"statusCode":200,"headers":{},"body":""}
            HTTP_API        | {"statusCode":200,"multiValueHeaders":{},"body":""}
            ALB             | {"statusCode":200,"cookies":[],"body":""}
            HTTP_API        | {"statusCode":99,"headers":{}}
            HTTP_API        | {"headers":{}}
            HTTP_API        | {"statusCode":200,"headers":{"X":"a\\nb"}}
            HTTP_API        | {"statusCode":200,"unknown":1}
            HTTP_API        | {"statusCode":"200"}
            HTTP_API        | {"statusCode":200} x
            """)
    void reply_thatItsSourceWouldNotUnderstand_isRefused(EventSource source, String json) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> LambdaReply.parse(source, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void builder_ofNoFormat_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventBuilder("GET", "/").build(EventSource.OTHER));
    }

    /** The conformance of sources: one request must be the same request whichever door it comes through. */
    @Test
    void oneRequest_throughEverySource_isTheSameRequest() {
        Probe probe = Probe.any();
        for (EventSource source : Probe.SOURCES) {
            byte[] event = new EventBuilder("PUT", "/a%20b/%C3%A9+;x?q=1&q=%26&e=&s=a+b")
                    .header("Content-Type", "text/plain")
                    .header("Cookie", "a=1; b=2")
                    .header("X-A", "v")
                    .body("böd\ny".getBytes(StandardCharsets.UTF_8))
                    .build(source);
            probe.send(source, event).expectStatus(200);
            Request request = probe.seen();
            boolean lastOnly = source == EventSource.ALB;
            assertThat(request.path()).as(source.name()).isEqualTo("/a%20b/%C3%A9+;x");
            assertThat(request.queryParams("q")).containsExactlyElementsOf(lastOnly ? List.of("&") : List.of("1", "&"));
            assertThat(request.queryParam("e")).contains("");
            assertThat(request.queryParam("s")).contains("a b");
            assertThat(request.cookie("b")).contains("2");
            assertThat(request.header("x-a")).contains("v");
            assertThat(request.bodyText()).isEqualTo("böd\ny");
            assertThat(request.source()).isEqualTo(source);
        }
    }
}
