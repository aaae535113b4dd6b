package dev.lift.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.http.EventSource;
import java.nio.charset.StandardCharsets;

/**
 * A request that a test sends. Not thread-safe.
 *
 * <pre>{@code
 * test.post("/orders").header("X-Tag", "a").json("{\"sku\":\"A-1\"}").send().expectStatus(201);
 * }</pre>
 */
public final class TestRequest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final LiftTest test;
    private final EventSource source;
    private final EventBuilder event;

    TestRequest(LiftTest test, EventSource source, String method, String target) {
        this.test = test;
        this.source = source;
        this.event = new EventBuilder(method, target);
    }

    /**
     * Adds a header field.
     *
     * @param name the name
     * @param value the value
     * @return this request
     */
    public TestRequest header(String name, String value) {
        event.header(name, value);
        return this;
    }

    /**
     * Adds a cookie.
     *
     * @param name the name
     * @param value the value
     * @return this request
     */
    public TestRequest cookie(String name, String value) {
        event.header("Cookie", name + "=" + value);
        return this;
    }

    /**
     * Sets the body.
     *
     * @param body the bytes
     * @return this request
     */
    public TestRequest body(byte[] body) {
        event.body(body);
        return this;
    }

    /**
     * Sets the body.
     *
     * @param contentType the value of {@code Content-Type}
     * @param body the text
     * @return this request
     */
    public TestRequest body(String contentType, String body) {
        return header("Content-Type", contentType).body(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sets a body of {@code application/json}.
     *
     * @param json the text
     * @return this request
     */
    public TestRequest json(String json) {
        return body("application/json", json);
    }

    /**
     * Sets a body of {@code application/json}.
     *
     * @param value what databind writes
     * @return this request
     */
    public TestRequest json(Object value) {
        try {
            return json(MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("The value can not be written as JSON", unwritable);
        }
    }

    /**
     * Sets the client's address.
     *
     * @param address the address that the front door sees
     * @return this request
     */
    public TestRequest clientIp(String address) {
        event.clientIp(address);
        return this;
    }

    /**
     * Sets the stage.
     *
     * @param stage the name
     * @return this request
     */
    public TestRequest stage(String stage) {
        event.stage(stage);
        return this;
    }

    /**
     * Sets what an authorizer has left in the event.
     *
     * @param json the value of {@code requestContext.authorizer}
     * @return this request
     */
    public TestRequest authorizer(String json) {
        event.authorizer(json);
        return this;
    }

    /**
     * Sends the request through the function.
     *
     * @return the reply
     */
    public TestResponse send() {
        return test.sendEvent(source, event.build(source));
    }
}
