package dev.lift.testing;

import dev.lift.http.EventSource;
import dev.lift.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A connection of a WebSocket API, with its events as API Gateway writes them.
 *
 * <p>Not thread-safe.
 *
 * <pre>{@code
 * TestWebSocket socket = test.webSocket("L0SM9cOFvHcCIhw=");
 * socket.connect().expectStatus(200);
 * socket.send("echo", "hello").expectBody("hello");
 * socket.disconnect();
 * }</pre>
 */
public final class TestWebSocket {
    private static final String CONNECTED = "1767323045678";

    private final LiftTest test;
    private final String id;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> query = new LinkedHashMap<>();
    private String domain = "abc123.execute-api.eu-west-1.amazonaws.com";

    TestWebSocket(LiftTest test, String id) {
        this.test = test;
        this.id = id;
    }

    /**
     * Adds a header of the handshake.
     *
     * @param name its name
     * @param value its value
     * @return this connection
     */
    public TestWebSocket header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /**
     * Adds a query parameter of the handshake.
     *
     * @param name its name
     * @param value its value, decoded
     * @return this connection
     */
    public TestWebSocket queryParam(String name, String value) {
        query.put(name, value);
        return this;
    }

    /**
     * Sets the host that the events say they are of.
     *
     * @param name the name of the host
     * @return this connection
     */
    public TestWebSocket domain(String name) {
        domain = name;
        return this;
    }

    /**
     * Connects.
     *
     * @return the reply; the connection is open when its status is 2xx
     */
    public TestResponse connect() {
        JsonWriter out = new JsonWriter().beginObject();
        out.name("headers").beginObject();
        headers.forEach((name, value) -> out.name(name).string(value));
        out.endObject().name("multiValueHeaders").beginObject();
        headers.forEach(
                (name, value) -> out.name(name).beginArray().string(value).endArray());
        out.endObject();
        if (!query.isEmpty()) {
            out.name("queryStringParameters").beginObject();
            query.forEach((name, value) -> out.name(name).string(value));
            out.endObject().name("multiValueQueryStringParameters").beginObject();
            query.forEach(
                    (name, value) -> out.name(name).beginArray().string(value).endArray());
            out.endObject();
        }
        return send(context(out, "$connect", "CONNECT").name("isBase64Encoded").bool(false));
    }

    /**
     * Sends a message.
     *
     * @param routeKey what the API's route selection finds in it
     * @param message the text
     * @return the reply
     */
    public TestResponse send(String routeKey, String message) {
        return send(context(new JsonWriter().beginObject(), routeKey, "MESSAGE")
                .name("body")
                .string(message)
                .name("isBase64Encoded")
                .bool(false));
    }

    /**
     * Sends a message of bytes.
     *
     * @param routeKey what the API's route selection finds in it
     * @param message the bytes
     * @return the reply
     */
    public TestResponse sendBytes(String routeKey, byte[] message) {
        return send(context(new JsonWriter().beginObject(), routeKey, "MESSAGE")
                .name("body")
                .base64(message)
                .name("isBase64Encoded")
                .bool(true));
    }

    /**
     * Disconnects.
     *
     * @return the reply, which API Gateway does not read
     */
    public TestResponse disconnect() {
        JsonWriter out = new JsonWriter().beginObject().name("headers").beginObject();
        out.name("Host").string(domain).endObject();
        return send(context(out, "$disconnect", "DISCONNECT")
                .name("isBase64Encoded")
                .bool(false));
    }

    private JsonWriter context(JsonWriter out, String routeKey, String eventType) {
        out.name("requestContext").beginObject();
        out.name("routeKey").string(routeKey);
        out.name("eventType").string(eventType);
        out.name("extendedRequestId").string("JKJaXmPLvHcESHA=");
        out.name("messageDirection").string("IN");
        out.name("stage").string("prod");
        out.name("connectedAt").raw(CONNECTED.getBytes(StandardCharsets.US_ASCII));
        out.name("requestTimeEpoch").raw(CONNECTED.getBytes(StandardCharsets.US_ASCII));
        out.name("identity").beginObject().name("sourceIp").string("192.0.2.1").endObject();
        out.name("requestId").string("JKJaXmPLvHcESHA=");
        out.name("domainName").string(domain);
        out.name("connectionId").string(id);
        out.name("apiId").string("abc123");
        return out.endObject();
    }

    private TestResponse send(JsonWriter out) {
        // Replies are of the format of REST APIs.
        return test.sendEvent(EventSource.REST_API, out.endObject().toByteArray());
    }

    /** The id of the connection. */
    @Override
    public String toString() {
        return "TestWebSocket[" + id + "]";
    }
}
