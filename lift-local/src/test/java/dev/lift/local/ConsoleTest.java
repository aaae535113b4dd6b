package dev.lift.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.Event;
import dev.lift.lambda.LiftHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page of the console asks for. */
@Timeout(60)
class ConsoleTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    static final class Outer implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request).header("X-Outer", "yes");
        }
    }

    static final class Inner implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }
    }

    static final class Absent implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }

        @Override
        public Handler compile(dev.lift.http.Route route, Handler next) {
            return next;
        }
    }

    /** What the tests send requests to. */
    static final class Function extends LiftHandler {
        Function() {
            super(Lift.of(app -> app.use(new Outer(), new Absent())
                    .get("/health/ready", request -> Response.text("ready"))
                    .get("/printing", request -> {
                        System.out.println("printed <b>by</b> the handler");
                        return Response.text("printed");
                    })
                    .get("/waiting", request -> {
                        RELEASED.await();
                        return Response.noContent();
                    })
                    .group(
                            "/orders",
                            orders -> orders.use(new Inner())
                                    .tag("orders")
                                    .post(
                                            "/{id:int}",
                                            String.class,
                                            (request, text) ->
                                                    Response.status(201).text(text))
                                    .get("/failing", request -> {
                                        throw new IllegalStateException("secret");
                                    }))));
        }

        @Override
        protected void handleOther(Event event, OutputStream reply, @Nullable Context context) throws IOException {
            if (new String(event.bytes(), StandardCharsets.UTF_8).contains("bad")) {
                throw new IllegalArgumentException("bad message");
            }
            reply.write("{\"batchItemFailures\":[]}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @SuppressWarnings("NullAway.Init")
    private LocalGateway gateway;

    @BeforeEach
    void start() {
        gateway = LocalGateway.of(new Function())
                .port(0)
                .console(true)
                .timeout(Duration.ofSeconds(30))
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String get(String target) throws IOException {
        return LocalGatewayTest.send(gateway, "GET " + target + " HTTP/1.1", new byte[0]);
    }

    private String post(String target, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return LocalGatewayTest.send(
                gateway,
                "POST /_lift/api/" + target + " HTTP/1.1\nX-Lift-Console: 1\nContent-Length: " + bytes.length,
                bytes);
    }

    private static JsonNode json(String reply) throws IOException {
        assertThat(reply).startsWith("HTTP/1.1 200");
        return JACKSON.readTree(reply.substring(reply.indexOf("\r\n\r\n")));
    }

    private JsonNode latest() throws IOException {
        JsonNode all = json(get("/_lift/api/invocations"));
        return json(get("/_lift/api/invocations/"
                + all.get(all.size() - 1).path("number").asLong()));
    }

    @Test
    void function_isDescribed() throws IOException {
        JsonNode function = json(get("/_lift/api/function"));
        assertThat(function.path("name").asText()).isEqualTo(Function.class.getName());
        assertThat(function.path("source").asText()).isEqualTo("http_api");
        JsonNode order = function.path("routes").get(3);
        assertThat(order.path("method").asText() + " " + order.path("path").asText())
                .isEqualTo("POST /orders/{id:int}");
        assertThat(order.path("body").asText()).isEqualTo("String");
        assertThat(order.path("tags").toString()).isEqualTo("[\"orders\"]");
        assertThat(order.path("middleware").toString()).isEqualTo("[\"Outer\",\"Absent\",\"Inner\"]");
    }

    @Test
    void request_isKept_withEventReplyAndTimes_andTheFirstIsCold() throws IOException {
        assertThat(get("/orders/failing?a=b")).startsWith("HTTP/1.1 500").contains("X-outer: yes");
        JsonNode first = latest();
        assertThat(first.path("title").asText()).isEqualTo("GET /orders/failing?a=b");
        assertThat(first.path("status").asInt()).isEqualTo(500);
        assertThat(first.path("cold").asBoolean()).isTrue();
        assertThat(first.at("/event/rawPath").asText()).isEqualTo("/orders/failing");
        assertThat(first.at("/reply/statusCode").asInt()).isEqualTo(500);
        assertThat(first.path("spans").findValuesAsText("name")).containsExactlyInAnyOrder("Outer", "Inner");
        for (JsonNode span : first.path("spans")) {
            assertThat(span.path("begin").asLong())
                    .isBetween(0L, span.path("end").asLong());
            assertThat(span.path("end").asLong())
                    .isLessThanOrEqualTo(first.path("micros").asLong());
        }
        get("/health/ready");
        assertThat(latest().path("cold").asBoolean()).isFalse();
        assertThat(json(get("/_lift/api/invocations?after=1")).size()).isEqualTo(1);
        assertThat(json(post("clear", "")).path("state").asText()).isEqualTo("cleared");
        assertThat(json(get("/_lift/api/invocations")).size()).isZero();
        assertThat(get("/_lift/api/invocations/1")).startsWith("HTTP/1.1 404");
    }

    @Test
    void send_makesTheEventOfTheSource() throws IOException {
        assertThat(post(
                        "send",
                        "{\"method\":\"POST\",\"target\":\"/orders/7\",\"headers\":\"Content-Type: application/json\\nX-A: b\","
                                + "\"body\":\"\\\"mug\\\"\",\"other\":1}"))
                .startsWith("HTTP/1.1 200");
        JsonNode sent = latest();
        assertThat(sent.path("title").asText()).isEqualTo("POST /orders/7");
        assertThat(sent.path("status").asInt()).isEqualTo(201);
        assertThat(sent.at("/event/headers/x-a").asText()).isEqualTo("b");
        assertThat(sent.at("/reply/body").asText()).isEqualTo("mug");
    }

    @Test
    void invoke_takesAnyEvent_alsoOneOfARequest() throws IOException {
        assertThat(post("invoke", "{\"Records\":[{\"body\":\"good\"}]}")).startsWith("HTTP/1.1 200");
        assertThat(latest().at("/reply/batchItemFailures").isArray()).isTrue();
        assertThat(latest().path("status").asInt()).isZero();
        assertThat(post("invoke", "{\"Records\":[{\"body\":\"bad\"}]}")).endsWith("{\"state\":\"failed\"}");
        assertThat(latest().path("failure").asText()).contains("bad message");
        get("/health/ready");
        assertThat(post("invoke", latest().path("event").toString())).startsWith("HTTP/1.1 200");
        assertThat(latest().path("status").asInt()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "invoke | [] | 400 | An event is a JSON object",
                "invoke | {\"a\": | 400 | An event is a JSON object",
                "send | {\"method\":\"GET\",\"target\":\"http://elsewhere\"} | 400 | a path that begins with '/'",
                "send | {\"target\":\"/\",\"headers\":\"no colon\"} | 400 | A line of headers",
                "send | not json | 400 | JSON",
                "lifecycle/explode | {} | 404 | no such button",
                "absent | {} | 404 | no such page"
            })
    void input_malformed_isRefused_withAReason(String path, String body, int status, String reason) throws IOException {
        assertThat(post(path, body)).startsWith("HTTP/1.1 " + status).contains(reason);
    }

    /** Any site could make a browser ask this machine; none can set the header, and none is called so. */
    @Test
    void pagesOfOtherSites_areRefused() throws IOException {
        assertThat(LocalGatewayTest.send(gateway, "POST /_lift/api/clear HTTP/1.1\nContent-Length: 0", new byte[0]))
                .startsWith("HTTP/1.1 403")
                .contains("Only the page of the console");
        assertThat(LocalGatewayTest.send(gateway, "OPTIONS /_lift/api/clear HTTP/1.1", new byte[0]))
                .startsWith("HTTP/1.1 403")
                .doesNotContainIgnoringCase("Access-Control-Allow");
        assertThat(LocalGatewayTest.sendTo(gateway, "evil.example:8080", "GET /_lift/api/function HTTP/1.1"))
                .startsWith("HTTP/1.1 403")
                .contains("on the machine that it runs on");
        assertThat(LocalGatewayTest.sendTo(gateway, "[::1]:8080", "GET /_lift/api/function HTTP/1.1"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void files_areServed_andNothingFromElsewhereIsAllowed() throws IOException {
        assertThat(get("/_lift")).contains("<title>Lift console</title>", "default-src 'self'");
        assertThat(get("/_lift/")).contains("<title>Lift console</title>");
        assertThat(get("/_lift/console.css")).contains("Content-type: text/css");
        assertThat(get("/_lift/console.js")).contains("Content-type: text/javascript");
        assertThat(get("/_lift/../LocalGateway.class")).startsWith("HTTP/1.1 404");
        assertThat(get("/_lift/openapi")).contains("<h1>Function</h1>", "/orders/{id}");
        assertThat(json(get("/_lift/openapi.json"))
                        .at("/paths/~1orders~1{id}/post")
                        .isObject())
                .isTrue();
    }

    @Test
    void console_isOffUnlessAskedFor() throws IOException {
        try (LocalGateway plain = LocalGateway.of(new Function()).port(0).start()) {
            assertThat(LocalGatewayTest.send(plain, "GET /_lift HTTP/1.1", new byte[0]))
                    .startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void freeze_holdsRequests_untilTheThaw() throws Exception {
        assertThat(post("lifecycle/freeze", "")).contains("frozen");
        assertThat(json(get("/_lift/api/function")).path("frozen").asBoolean()).isTrue();
        CompletableFuture<String> held = CompletableFuture.supplyAsync(() -> {
            try {
                return get("/health/ready");
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThat(json(get("/_lift/api/invocations")).size()).isZero();
        assertThat(held).isNotDone();
        assertThat(post("lifecycle/thaw", "")).contains("running");
        assertThat(held.get(10, TimeUnit.SECONDS)).endsWith("ready");
    }

    @Test
    void restore_tellsWhatRegisteredWithCrac_andTheNextIsCold() throws Exception {
        AtomicInteger checkpoints = new AtomicInteger();
        AtomicInteger restores = new AtomicInteger();
        Resource resource = new Resource() {
            @Override
            public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
                checkpoints.incrementAndGet();
            }

            @Override
            public void afterRestore(org.crac.Context<? extends Resource> context) throws Exception {
                if (restores.incrementAndGet() == 2) {
                    throw new IOException("no connection");
                }
            }
        };
        Core.getGlobalContext().register(resource);
        get("/health/ready");
        assertThat(post("lifecycle/restore", "")).contains("restored");
        assertThat(checkpoints).hasValue(1);
        assertThat(restores).hasValue(1);
        get("/health/ready");
        assertThat(latest().path("cold").asBoolean()).isTrue();
        assertThat(post("lifecycle/restore", "")).startsWith("HTTP/1.1 500").contains("no connection");
        assertThat(get("/health/ready")).endsWith("ready");
    }

    @Test
    void restore_waitsForWhatRuns() throws Exception {
        CompletableFuture<String> running = CompletableFuture.supplyAsync(() -> {
            try {
                return get("/waiting");
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        while (json(get("/_lift/api/invocations")).isEmpty()) {
            Thread.onSpinWait();
        }
        CompletableFuture<String> restored = CompletableFuture.supplyAsync(() -> {
            try {
                return post("lifecycle/restore", "");
            } catch (IOException failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertThat(get("/_lift/api/function")).startsWith("HTTP/1.1 200");
        assertThat(restored).isNotDone();
        RELEASED.countDown();
        assertThat(running.get(10, TimeUnit.SECONDS)).startsWith("HTTP/1.1 204");
        assertThat(restored.get(10, TimeUnit.SECONDS)).contains("restored");
    }

    @Test
    void output_isThatOfItsInvocation_andStillPrinted() throws IOException {
        PrintStream before = System.out;
        PrintStream beforeErrors = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        LocalGateway.Builder builder = LocalGateway.of(new Function()).port(0).console(true);
        builder.captures = true;
        try (LocalGateway capturing = builder.start()) {
            LocalGatewayTest.send(capturing, "GET /printing HTTP/1.1", new byte[0]);
            LocalGatewayTest.send(capturing, "GET /health/ready HTTP/1.1", new byte[0]);
            String first = LocalGatewayTest.send(capturing, "GET /_lift/api/invocations/1 HTTP/1.1", new byte[0]);
            String second = LocalGatewayTest.send(capturing, "GET /_lift/api/invocations/2 HTTP/1.1", new byte[0]);
            assertThat(json(first).path("log").toString()).isEqualTo("[\"printed <b>by</b> the handler\"]");
            assertThat(json(second).path("log").toString()).isEqualTo("[]");
        } finally {
            System.setOut(before);
            System.setErr(beforeErrors);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("printed <b>by</b> the handler");
    }
}
