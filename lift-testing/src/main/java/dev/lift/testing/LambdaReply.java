package dev.lift.testing;

import dev.lift.http.EventSource;
import dev.lift.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reply as a function returns it, read as its source reads it: what the source would not understand is refused.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * LambdaReply reply = LambdaReply.parse(EventSource.ALB, bytes);
 * reply.status(); // 200
 * }</pre>
 */
public final class LambdaReply {
    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final byte[] body;
    private final boolean base64;

    private LambdaReply(int status, List<Map.Entry<String, String>> headers, byte[] body, boolean base64) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.base64 = base64;
    }

    /**
     * Reads a reply.
     *
     * @param source the source that the reply goes to
     * @param json the reply
     * @return the reply
     * @throws IOException when it is malformed JSON, or not what the source understands; the message says what is wrong
     */
    public static LambdaReply parse(EventSource source, byte[] json) throws IOException {
        JsonReader in = new JsonReader(json);
        int status = 0;
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        String body = "";
        boolean base64 = false;
        in.beginObject();
        while (in.nextMember()) {
            switch (in.name()) {
                case "statusCode" -> status = in.readInt();
                case "headers" -> {
                    require(source != EventSource.ALB_MULTI_VALUE, "headers in place of multiValueHeaders");
                    readHeaders(in, headers, /* lists= */ false);
                }
                case "multiValueHeaders" -> {
                    boolean lists = source == EventSource.ALB_MULTI_VALUE || source == EventSource.REST_API;
                    require(lists, "multiValueHeaders, which " + source + " does not read");
                    readHeaders(in, headers, /* lists= */ true);
                }
                case "cookies" -> {
                    require(
                            source == EventSource.HTTP_API || source == EventSource.FUNCTION_URL,
                            "cookies, which " + source + " does not read");
                    in.beginArray();
                    while (in.nextElement()) {
                        headers.add(Map.entry("Set-Cookie", in.readString()));
                    }
                }
                case "body" -> body = in.readString();
                case "isBase64Encoded" -> base64 = in.readBoolean();
                default -> require(false, "the unknown member " + in.name());
            }
        }
        in.end();
        require(status >= 200 && status <= 599, "the status " + status);
        byte[] bytes = base64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
        return new LambdaReply(status, headers, bytes, base64);
    }

    private static void readHeaders(JsonReader in, List<Map.Entry<String, String>> headers, boolean lists)
            throws IOException {
        in.beginObject();
        while (in.nextMember()) {
            String name = in.name();
            if (!lists) {
                headers.add(new AbstractMap.SimpleImmutableEntry<>(name, checked(name, in.readString())));
                continue;
            }
            in.beginArray();
            while (in.nextElement()) {
                headers.add(new AbstractMap.SimpleImmutableEntry<>(name, checked(name, in.readString())));
            }
        }
    }

    private static String checked(String name, String value) throws IOException {
        for (String text : List.of(name, value)) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                require(
                        c == '\t' || c >= 0x20 && c < 0x7F,
                        "a character in the header " + name + " that none may have");
            }
        }
        return value;
    }

    private static void require(boolean condition, String what) throws IOException {
        if (!condition) {
            throw new IOException("The reply has " + what);
        }
    }

    /**
     * Returns the status.
     *
     * @return the status code
     */
    public int status() {
        return status;
    }

    /**
     * Returns the headers in order, {@code Set-Cookie} included.
     *
     * @return names and values
     */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /**
     * Returns the values of a header.
     *
     * @param name the name, in any case
     * @return the values in order
     */
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(name)) {
                values.add(header.getValue());
            }
        }
        return values;
    }

    /**
     * Returns the first value of a header.
     *
     * @param name the name, in any case
     * @return the value, or null
     */
    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * Returns the body.
     *
     * @return a copy of the decoded bytes
     */
    public byte[] body() {
        return body.clone();
    }

    /**
     * Tells whether the body came as base64.
     *
     * @return whether it did
     */
    public boolean isBase64() {
        return base64;
    }
}
