package dev.lift.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.http.EventSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A reply that a test looks at. What does not hold fails with the whole exchange in the message.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * test.get("/orders/7").send().expectStatus(200).expectJson("/id", 7).expectHeader("ETag", "\"1\"");
 * }</pre>
 */
public final class TestResponse {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final EventSource source;
    private final byte[] event;
    private final byte[] replyBytes;
    private final LambdaReply reply;

    TestResponse(EventSource source, byte[] event, byte[] replyBytes) {
        this.source = source;
        this.event = event;
        this.replyBytes = replyBytes;
        try {
            this.reply = LambdaReply.parse(source, replyBytes);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new AssertionError(
                    "The reply is not one that " + source + " understands: " + unreadable.getMessage() + "\n  event: "
                            + text(event) + "\n  reply: " + text(replyBytes),
                    unreadable);
        }
    }

    /**
     * Expects a status.
     *
     * @param status the status code
     * @return this response
     */
    public TestResponse expectStatus(int status) {
        return expect(reply.status() == status, "status " + status, Integer.toString(reply.status()));
    }

    /**
     * Expects a body.
     *
     * @param body the whole text
     * @return this response
     */
    public TestResponse expectBody(String body) {
        return expect(body().equals(body), "body " + body, body());
    }

    /**
     * Expects a body.
     *
     * @param body all its bytes
     * @return this response
     */
    public TestResponse expectBody(byte[] body) {
        return expect(
                Arrays.equals(reply.body(), body), "body of " + body.length + " bytes", Arrays.toString(reply.body()));
    }

    /**
     * Expects a header.
     *
     * @param name the name, in any case
     * @param value its first value
     * @return this response
     */
    public TestResponse expectHeader(String name, String value) {
        String actual = reply.header(name);
        return expect(value.equals(actual), "header " + name + ": " + value, Objects.toString(actual));
    }

    /**
     * Expects that a header is not there.
     *
     * @param name the name, in any case
     * @return this response
     */
    public TestResponse expectNoHeader(String name) {
        String actual = reply.header(name);
        return expect(actual == null, "no header " + name, Objects.toString(actual));
    }

    /**
     * Expects a value in a JSON body.
     *
     * @param pointer a JSON Pointer (RFC 6901), such as {@code /items/0/sku}
     * @param value the value, as databind reads it: a string, number, boolean, list or map; null for a JSON null
     * @return this response
     */
    public TestResponse expectJson(String pointer, @Nullable Object value) {
        JsonNode actual = json(pointer);
        JsonNode expected = MAPPER.valueToTree(value);
        boolean equal = actual.equals(expected)
                || actual.isNumber()
                        && expected.isNumber()
                        && actual.decimalValue().compareTo(expected.decimalValue()) == 0;
        return expect(equal, "JSON " + pointer + " = " + expected, actual.toString());
    }

    /**
     * Expects an RFC 9457 problem.
     *
     * @param status the status, of the reply and in the problem
     * @return this response
     */
    public TestResponse expectProblem(int status) {
        return expectStatus(status)
                .expectHeader("Content-Type", "application/problem+json")
                .expectJson("/status", status);
    }

    private JsonNode json(String pointer) {
        try {
            return MAPPER.readTree(reply.body()).at(pointer);
        } catch (IOException malformed) {
            throw failure("a JSON body", body());
        }
    }

    /**
     * Reads a JSON body as a value, by databind.
     *
     * @param type the class of the value
     * @param <T> the type of the value
     * @return the value
     */
    public <T> T bodyAs(Class<T> type) {
        try {
            return MAPPER.readValue(reply.body(), type);
        } catch (IOException malformed) {
            throw failure("a JSON body that fits " + type.getName(), body());
        }
    }

    private TestResponse expect(boolean holds, String expected, String actual) {
        if (!holds) {
            throw failure(expected, actual);
        }
        return this;
    }

    private AssertionError failure(String expected, String actual) {
        return new AssertionError("Expected " + expected + "\n     but: " + actual + "\n  source: " + source
                + "\n   event: " + text(event) + "\n   reply: " + text(replyBytes));
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.length() > 4_000 ? text.substring(0, 4_000) + "... (" + text.length() + " characters)" : text;
    }

    /**
     * Returns the status.
     *
     * @return the status code
     */
    public int status() {
        return reply.status();
    }

    /**
     * Returns the body as UTF-8.
     *
     * @return the text
     */
    public String body() {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the values of a header.
     *
     * @param name the name, in any case
     * @return the values in order
     */
    public List<String> headers(String name) {
        return reply.headers(name);
    }

    /**
     * Returns the reply as its source reads it.
     *
     * @return the reply
     */
    public LambdaReply reply() {
        return reply;
    }

    /**
     * Returns the reply as the function wrote it.
     *
     * @return a copy of the bytes
     */
    public byte[] replyBytes() {
        return replyBytes.clone();
    }
}
