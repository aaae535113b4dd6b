package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.HttpException;
import dev.lift.http.Invocation;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One line for each request. Ids are those of the fault catalogue. */
class AccessLogTest extends MiddlewareContract {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00.007Z"));
    private final AtomicLong ticks = new AtomicLong();

    @Override
    Middleware middleware() {
        return log(Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON"));
    }

    private AccessLog log(Map<String, String> environment) {
        return AccessLog.of(
                        new StandardOutput(
                                environment::get, line -> lines.add(new String(line, StandardCharsets.UTF_8))),
                        environment::get)
                .time(clock, ticks::get);
    }

    private AccessLog json() {
        return log(Map.of("AWS_LAMBDA_LOG_FORMAT", "JSON", "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"));
    }

    private Lift app(Middleware... middleware) {
        return Lift.of(routes -> routes.use(middleware)
                .get("/users/{id}", request -> {
                    ticks.addAndGet(12_345_678);
                    return Response.text("four");
                })
                .post("/users/{id}", request -> Response.ok())
                .get("/fails", request -> {
                    throw new IllegalStateException("a secret");
                })
                .get(
                        "/refuses",
                        request -> Response.status(409)
                                .header("Content-Type", MediaType.PROBLEM_JSON.toString())
                                .withBody("{\"type\":\"about:blank\",\"code\":\"order-shipped\"}"
                                        .getBytes(StandardCharsets.UTF_8))));
    }

    private static JsonNode parse(String line) throws Exception {
        assertThat(line).endsWith("\n");
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        return new ObjectMapper().readTree(line);
    }

    @Test
    void jsonLine_saysHowItWent() throws Exception {
        Request request = Request.get("/users/1?token=secret")
                .header("Authorization", "Bearer secret")
                .invocation(Invocation.of(
                        new TestContext("invocation-1", Clock.systemUTC(), Duration.ofSeconds(3)),
                        new byte[0],
                        EventSource.HTTP_API))
                .source(EventSource.HTTP_API)
                .build();
        Middleware authentication = (each, next) -> {
            Principal.of("ada").authenticate(each);
            return next.handle(each);
        };
        app(json(), authentication).handle(request);
        assertThat(parse(lines.get(0)))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"timestamp\":\"2026-01-01T00:00:00.007Z\",\"level\":\"INFO\","
                                + "\"message\":\"GET /users/{id} 200\",\"requestId\":\"invocation-1\",\"method\":\"GET\","
                                + "\"route\":\"/users/{id}\",\"status\":200,\"durationMs\":12.345,\"coldStart\":true,"
                                + "\"initType\":\"on-demand\",\"source\":\"HTTP_API\",\"requestBytes\":0,\"replyBytes\":4,"
                                + "\"principal\":\"ada\"}"));
        assertThat(lines.get(0)).doesNotContain("secret").doesNotContain("/users/1");
    }

    @Test
    void failures_areErrors_andProblemsHaveTheirCode() throws Exception {
        Lift app = app(json());
        app.handle(Request.get("/fails").build());
        app.handle(Request.get("/refuses").build());
        app.handle(Request.get("/absent").build());
        JsonNode failed = parse(lines.get(0));
        assertThat(failed.get("level").textValue()).isEqualTo("ERROR");
        assertThat(failed.get("status").intValue()).isEqualTo(500);
        JsonNode refused = parse(lines.get(1));
        assertThat(refused.get("level").textValue()).isEqualTo("INFO");
        assertThat(refused.get("errorCode").textValue()).isEqualTo("order-shipped");
        assertThat(refused.get("coldStart").booleanValue()).isFalse();
        assertThat(parse(lines.get(2)).get("route").textValue()).isEqualTo("*");
        assertThat(lines.toString()).doesNotContain("secret");
    }

    @Test
    void whatIsAskedFor_isWritten_butSecretsNever() throws Exception {
        Lift app = app(json().requestHeaders("User-Agent", "Authorization", "X-Own")
                .paths()
                .redacting("X-Own", "email"));
        app.handle(Request.get("/users/7?Token=a&email=b&page=2&page=3")
                .header("User-Agent", "curl/8")
                .header("authorization", "Bearer c")
                .header("X-Own", "d")
                .header("X-Other", "e")
                .build());
        JsonNode line = parse(lines.get(0));
        assertThat(line.get("header.user-agent").textValue()).isEqualTo("curl/8");
        assertThat(line.get("header.authorization").textValue()).isEqualTo("***");
        assertThat(line.get("header.x-own").textValue()).isEqualTo("***");
        assertThat(line.has("header.x-other")).isFalse();
        assertThat(line.get("path").textValue()).isEqualTo("/users/7");
        assertThat(line.get("query.Token").textValue()).isEqualTo("***");
        assertThat(line.get("query.email").textValue()).isEqualTo("***");
        assertThat(line.get("query.page").textValue()).isEqualTo("2,3");
    }

    /** ER-07: nothing that a client writes begins a line, or a field of its own. */
    @ParameterizedTest
    @CsvSource({"JSON", "Text"})
    void ER07_whatClientsWrite_staysInItsField(String format) throws Exception {
        Lift app = app(log(Map.of("AWS_LAMBDA_LOG_FORMAT", format)).paths().requestHeaders("User-Agent"));
        app.handle(Request.get("/users/1?a=%0aERROR%20forged%20status=200&%0db=%22x%22&c=" + "y".repeat(3_000)
                        + "&d=%e2%80%a8")
                .header("User-Agent", "\"} forged=\"1")
                .build());
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).indexOf('\n')).isEqualTo(lines.get(0).length() - 1);
        assertThat(lines.get(0)).doesNotContain("\r").hasSizeLessThan(2_500);
        if (format.equals("JSON")) {
            assertThat(parse(lines.get(0)).get("query.a").textValue()).isEqualTo("\nERROR forged status=200");
        } else {
            assertThat(lines.get(0))
                    .contains("query.a=\"\\nERROR forged status=200\"")
                    .contains("header.user-agent=\"\\\"} forged=\\\"1\"")
                    .contains("query.d=\"\\u2028\"");
        }
    }

    @Test
    void textLine_isForPeople() {
        app(log(Map.of())).handle(Request.get("/users/1").build());
        assertThat(lines.get(0))
                .isEqualTo(
                        "2026-01-01T00:00:00.007Z INFO GET /users/{id} 200 requestId=- method=GET route=/users/{id} status=200"
                                + " durationMs=12.345 coldStart=true source=OTHER requestBytes=0 replyBytes=4\n");
    }

    @ParameterizedTest
    @CsvSource({"TRACE, 2", "DEBUG, 2", "INFO, 2", "WARN, 1", "warn, 1", "ERROR, 1", "FATAL, 0", "'', 2", "odd, 2"})
    void level_isHonoured(String level, int written) {
        Lift app = app(log(Map.of("AWS_LAMBDA_LOG_LEVEL", level)));
        app.handle(Request.get("/users/1").build());
        app.handle(Request.get("/fails").build());
        assertThat(lines).hasSize(written);
    }

    @Test
    void logThatFails_costsNoReply() {
        AccessSink failing = new AccessSink() {
            @Override
            public Object begin(Request request) {
                throw new IllegalStateException("the disk is full");
            }

            @Override
            public void end(@Nullable Object before) {
                throw new NoClassDefFoundError("org/slf4j/MDC");
            }

            @Override
            public void write(AccessLine line) {
                throw new IllegalStateException("the disk is full");
            }
        };
        assertThat(app(AccessLog.of(failing, name -> null))
                        .handle(Request.get("/users/1").build())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void slf4j_hasKeyValues_andTheContextOfWhatIsLoggedFurtherIn() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.lift.access");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        List<Map<String, String>> contexts = new ArrayList<>();
        MDC.put("before", "there");
        try {
            Lift app = app(AccessLog.toSlf4j().time(clock, ticks::get), (request, next) -> {
                contexts.add(MDC.getCopyOfContextMap());
                MDC.put("left", "behind");
                throw new HttpException(503, "later");
            });
            app.handle(Request.get("/users/1").build());
            assertThat(contexts)
                    .containsExactly(Map.of("before", "there", "requestId", "-", "route", "GET /users/{id}"));
            assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("before", "there"));
        } finally {
            MDC.clear();
            logger.detachAppender(events);
        }
        ILoggingEvent event = events.list.get(0);
        assertThat(event.getFormattedMessage()).isEqualTo("GET /users/{id} 503");
        assertThat(event.getLevel()).hasToString("ERROR");
        assertThat(event.getKeyValuePairs().toString())
                .contains("status=\"503\"")
                .contains("coldStart=\"true\"");
        assertThat(event.getMDCPropertyMap()).containsEntry("requestId", "-");
    }

    /** AU-11: the next request of a thread finds nothing of the one before. */
    @Test
    void AU11_context_isLeftToNobody() {
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
        app(AccessLog.toSlf4j()).handle(Request.get("/users/1").build());
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    /** The JDK is asked about any time. */
    @Test
    void timestamps_areWhatTheJdkSays() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long millis = random.nextLong(253_402_300_799_999L);
            String expected = Instant.ofEpochMilli(millis).toString();
            String full = expected.length() == 20 ? expected.replace("Z", ".000Z") : expected;
            assertThat(Timestamp.of(millis)).as("seed %s", seed).isEqualTo(full);
        }
        assertThat(Timestamp.of(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(Timestamp.of(951_782_400_000L)).isEqualTo("2000-02-29T00:00:00.000Z");
    }

    @Test
    void settings_thatAreNone_areRefused() {
        assertThatThrownBy(() -> json().requestHeaders("a b")).hasMessageContaining("a b");
        assertThat(AccessLog.toSlf4j()).hasToString("AccessLog[SLF4J]");
    }
}
