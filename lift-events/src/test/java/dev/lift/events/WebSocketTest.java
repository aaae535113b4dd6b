package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.HttpException;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections and their messages. Ids are those of the fault catalogue. */
class WebSocketTest {
    private static final String ID = "L0SM9cOFvHcCIhw=";
    private static final Instant CONNECTED = Instant.ofEpochMilli(1_767_323_045_678L);

    private final ConnectionStore store = InMemoryConnectionStore.ofConnections(100);
    private final List<String> seen = new ArrayList<>();

    record Chat(String room, String text) {}

    private final Middleware authenticated = (request, next) -> {
        if (!request.queryParam("token").orElse("").equals("secret")) {
            throw new HttpException(401, "A token is required");
        }
        return next.handle(request);
    };

    private final class Function extends LiftHandler {
        Function() {
            super(
                    Lift.of(app -> app.use((request, next) -> {
                                Response response = next.handle(request);
                                seen.add(
                                        request.method() + " " + request.route().path() + " " + response.status());
                                return response;
                            })
                            .get("/health", request -> Response.text("up"))
                            .group(
                                    WebSockets.PATH,
                                    WebSockets.accepting(
                                                    request -> {
                                                        WebSocket.of(request)
                                                                .keep(
                                                                        "user",
                                                                        request.header("X-User")
                                                                                .orElse("nobody"))
                                                                .join("room-1");
                                                        return Response.ok().header("Sec-WebSocket-Protocol", "chat");
                                                    },
                                                    authenticated)
                                            .connections(store)
                                            .route("echo", request -> Response.text(request.bodyText()))
                                            .route("chat", Chat.class, (request, chat) -> Response.json(chat))
                                            .route("odd/../key", request -> Response.text("odd"))
                                            .route(
                                                    "bytes",
                                                    request -> Response.text(request.header("Content-Type")
                                                                    .orElse("")
                                                            + request.bodyBytes().length))
                                            .route("breaks", request -> {
                                                throw new IllegalStateException("secret");
                                            })
                                            .route(
                                                    "who",
                                                    request -> Response.text(WebSocket.of(request) + " "
                                                            + WebSocket.of(request)
                                                                    .endpoint() + " " + request.clientIp()))
                                            .route("large", request -> Response.text("x".repeat(131_100)))
                                            .fallback(request -> Response.text("default "
                                                    + WebSocket.of(request).routeKey())))),
                    WebSocketAdapter.ofApiGateway("chat.example.com"));
        }
    }

    private final LiftTest test = LiftTest.of(new Function());

    private TestWebSocket socket() {
        return test.webSocket(ID).queryParam("token", "secret").header("X-User", "ada");
    }

    @Test
    void WS01_connectionLivesFromConnectToDisconnect() throws Exception {
        socket().connect().expectStatus(200).expectHeader("Sec-WebSocket-Protocol", "chat");
        assertThat(store.find(ID, CONNECTED))
                .contains(new WebSocketConnection(
                        ID,
                        "https://abc123.execute-api.eu-west-1.amazonaws.com/prod",
                        "room-1",
                        Map.of("user", "ada"),
                        CONNECTED,
                        CONNECTED.plus(Duration.ofHours(2))));
        socket().send("echo", "hello é").expectStatus(200).expectBody("hello é");
        socket().send("chat", "{\"room\":\"r\",\"text\":\"t\"}").expectBody("{\"room\":\"r\",\"text\":\"t\"}");
        socket().disconnect().expectStatus(204);
        assertThat(store.find(ID, CONNECTED)).isEmpty();
        assertThat(seen)
                .containsExactly(
                        "CONNECT /websocket/connect 200",
                        "MESSAGE /websocket/message/echo 200",
                        "MESSAGE /websocket/message/chat 200",
                        "DISCONNECT /websocket/disconnect 204");
    }

    @ParameterizedTest
    @CsvSource({
        "$default, default $default",
        "other, default other",
        "odd/../key, odd",
        "odd, default odd",
        "é, default é",
        "Echo, default Echo",
        "%2e%2e, default %2e%2e",
        ".., default .."
    })
    void WS01_routeKeys_areTakenAsTheyAre(String key, String body) {
        socket().send(key, "x").expectStatus(200).expectBody(body);
    }

    @Test
    void WS02_connectionThatIsRefused_isNotStored() throws Exception {
        test.webSocket(ID).connect().expectProblem(401);
        assertThat(store.find(ID, CONNECTED)).isEmpty();
        // Messages are of connections that were accepted, and ask for nothing more.
        test.webSocket(ID).send("echo", "x").expectBody("x");
    }

    @Test
    void WS02_connectionThatCanNotBeStored_isRefused() {
        LiftTest full = LiftTest.of(
                new LiftHandler(
                        Lift.of(app -> app.group(
                                WebSockets.PATH,
                                WebSockets.accepting(request -> Response.ok())
                                        .connections(InMemoryConnectionStore.ofConnections(1)))),
                        WebSocketAdapter.ofApiGateway()) {});
        full.webSocket("a").connect().expectStatus(200);
        full.webSocket("b").connect().expectStatus(500);
        full.webSocket("a").disconnect();
        full.webSocket("b").connect().expectStatus(200);
    }

    @Test
    void WS03_messagesThatAreNotAsExpected_areProblems() {
        socket().send("chat", "no JSON").expectProblem(400);
        socket().send("chat", "{\"room\":7}").expectProblem(400);
        socket().send("chat", "").expectProblem(400);
        socket().send("breaks", "x").expectProblem(500);
        assertThat(socket().send("breaks", "x").body()).doesNotContain("secret");
        socket().sendBytes("bytes", new byte[] {0, (byte) 0xFF}).expectBody("application/octet-stream2");
        socket().sendBytes("chat", "{}".getBytes(StandardCharsets.UTF_8)).expectProblem(415);
        socket().send("large", "x").expectProblem(500);
    }

    @Test
    void WS05_stepsThatComeTwice_orTooLate_areFine() throws Exception {
        socket().disconnect().expectStatus(204);
        socket().connect().expectStatus(200);
        socket().connect().expectStatus(200);
        socket().disconnect().expectStatus(204);
        socket().disconnect().expectStatus(204);
        assertThat(store.find(ID, CONNECTED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "abc.execute-api.eu-west-1.amazonaws.com.evil.example",
                "abc.execute-api.eu-west-1.amazonaws.com.evil",
                "evil.example/abc.execute-api.eu-west-1.amazonaws.com",
                "x@evil.example",
                "abc.execute-api.eu-west-1.evil.com",
                "execute-api.eu-west-1.amazonaws.com",
                ".execute-api.eu-west-1.amazonaws.com",
                "a.b.execute-api.eu-west-1.amazonaws.com",
                "abc.s3.eu-west-1.amazonaws.com",
                "chat.example.com.evil.example",
                "169.254.169.254",
                ""
            })
    void WS06_otherHosts_areRefused(String domain) throws Exception {
        socket().domain(domain).connect().expectProblem(403);
        socket().domain(domain).send("echo", "x").expectProblem(403);
        assertThat(store.find(ID, CONNECTED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "abc123.execute-api.eu-west-1.amazonaws.com, https://abc123.execute-api.eu-west-1.amazonaws.com/prod",
        "abc123.execute-api.cn-north-1.amazonaws.com.cn, https://abc123.execute-api.cn-north-1.amazonaws.com.cn/prod",
        "chat.example.com, https://chat.example.com",
        "Chat.Example.com, https://Chat.Example.com"
    })
    void WS06_hostsOfTheApi_areEndpoints(String domain, String endpoint) {
        socket().domain(domain).send("who", "x").expectBody("WebSocket[" + ID + " who] " + endpoint + " 192.0.2.1");
    }

    /** Over HTTP nobody is a WebSocket. */
    @Test
    void methodsOfWebSockets_overHttp_areNotServed() {
        test.everySource(source -> {
            source.request("CONNECT", "/websocket/connect?token=secret").send().expectStatus(404);
            source.request("MESSAGE", "/websocket/message/echo")
                    .body(new byte[] {1})
                    .send()
                    .expectStatus(404);
            source.request("DISCONNECT", "/websocket/disconnect").send().expectStatus(404);
            source.get("/health").send().expectBody("up");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"requestContext\":{\"connectionId\":\"a\"}}",
                "{\"requestContext\":{\"connectionId\":\"a\",\"eventType\":\"OTHER\",\"domainName\":\"chat.example.com\",\"connectedAt\":1}}",
                "{\"requestContext\":{\"connectionId\":\"a\",\"eventType\":\"MESSAGE\",\"connectedAt\":1}}",
                "{\"requestContext\":{\"connectionId\":\"a\",\"eventType\":\"MESSAGE\",\"domainName\":\"chat.example.com\"}}",
                "{\"requestContext\":{\"connectionId\":\"a\",\"eventType\":\"MESSAGE\",\"domainName\":\"chat.example.com\",\"connectedAt\":\"x\"}}",
                "{\"requestContext\":{\"connectionId\":\"a\",\"eventType\":\"MESSAGE\",\"domainName\":\"chat.example.com\",\"connectedAt\":1},"
                        + "\"isBase64Encoded\":true,\"body\":\"?\"}"
            })
    void WS01_eventsThatAreNotAsTheyShouldBe_areRefused(String event) {
        test.sendEvent(dev.lift.http.EventSource.REST_API, event.getBytes(StandardCharsets.UTF_8))
                .expectStatus(400);
    }

    /** Without a route key, a message is of the default. */
    @Test
    void WS01_messageWithoutARouteKey_isOfTheDefault() {
        test.sendEvent(
                        dev.lift.http.EventSource.REST_API,
                        ("{\"requestContext\":{\"connectionId\":\"a\",\"eventType\":\"MESSAGE\",\"domainName\":\"chat.example.com\",\"connectedAt\":1},"
                                        + "\"body\":\"x\"}")
                                .getBytes(StandardCharsets.UTF_8))
                .expectBody("default $default");
    }
}
