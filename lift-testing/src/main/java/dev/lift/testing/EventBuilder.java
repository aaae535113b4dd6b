package dev.lift.testing;

import dev.lift.http.EventSource;
import dev.lift.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds events as AWS sends them, of any source, from one request as a client writes it: with the nulls, the spelling of
 * names and the encoding of paths and queries that each source has. Not thread-safe.
 *
 * <pre>{@code
 * byte[] event = new EventBuilder("GET", "/caf%C3%A9?x=1").header("Accept", "text/html").build(EventSource.ALB);
 * }</pre>
 */
public final class EventBuilder {
    private final String method;
    private final String path;
    private final String query;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private byte @Nullable [] body;
    private String clientIp = "203.0.113.7";
    private String stage = "$default";
    private @Nullable String authorizer;

    /**
     * Starts an event.
     *
     * @param method the method
     * @param target path and query as a client writes them
     */
    public EventBuilder(String method, String target) {
        this.method = method;
        int question = target.indexOf('?');
        this.path = question < 0 ? target : target.substring(0, question);
        this.query = question < 0 ? "" : target.substring(question + 1);
    }

    /**
     * Adds a header field.
     *
     * @param name the name
     * @param value the value
     * @return this builder
     */
    public EventBuilder header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    /**
     * Sets the body. It is sent as text if it is UTF-8, else as base64.
     *
     * @param body the bytes
     * @return this builder
     */
    public EventBuilder body(byte[] body) {
        this.body = body.clone();
        return this;
    }

    /**
     * Sets the client's address.
     *
     * @param clientIp the address that the front door sees
     * @return this builder
     */
    public EventBuilder clientIp(String clientIp) {
        this.clientIp = clientIp;
        return this;
    }

    /**
     * Sets the stage.
     *
     * @param stage the name; {@code $default} unless set
     * @return this builder
     */
    public EventBuilder stage(String stage) {
        this.stage = stage;
        return this;
    }

    /**
     * Sets what an authorizer has left in the event.
     *
     * @param json the value of {@code requestContext.authorizer}, in the source's own structure
     * @return this builder
     */
    public EventBuilder authorizer(String json) {
        this.authorizer = json;
        return this;
    }

    /**
     * Builds the event.
     *
     * @param source the source
     * @return the bytes of the event
     * @throws IllegalArgumentException for {@link EventSource#OTHER}, which has no format
     */
    public byte[] build(EventSource source) {
        JsonWriter out = new JsonWriter();
        out.beginObject();
        switch (source) {
            case HTTP_API -> payload2(out, decoded(path), "api.execute-api.eu-west-1.amazonaws.com");
            case FUNCTION_URL -> payload2(out, path, "id.lambda-url.eu-west-1.on.aws");
            case REST_API -> payload1(out);
            case ALB -> alb(out, /* multiValue= */ false);
            case ALB_MULTI_VALUE -> alb(out, /* multiValue= */ true);
            case LATTICE_V1 -> lattice1(out);
            case LATTICE_V2 -> lattice2(out);
            default -> throw new IllegalArgumentException("The source " + source + " has no event format of its own");
        }
        return out.endObject().toByteArray();
    }

    private void payload2(JsonWriter out, String rawPath, String domain) {
        out.name("version").string("2.0");
        out.name("routeKey").string("$default");
        String staged = stage.equals("$default") ? rawPath : "/" + stage + rawPath;
        out.name("rawPath").string(staged);
        out.name("rawQueryString").string(query);
        List<String> cookies = values("cookie");
        if (!cookies.isEmpty()) {
            out.name("cookies").beginArray();
            for (String cookie : String.join("; ", cookies).split("; ")) {
                out.string(cookie);
            }
            out.endArray();
        }
        out.name("headers").beginObject();
        Map<String, List<String>> grouped = grouped(/* lowerCase= */ true);
        grouped.remove("cookie");
        grouped.forEach((name, values) -> out.name(name).string(String.join(",", values)));
        out.endObject();
        if (!query.isEmpty()) {
            out.name("queryStringParameters").beginObject();
            parameters(/* decode= */ true)
                    .forEach((name, values) -> out.name(name).string(String.join(",", values)));
            out.endObject();
        }
        out.name("requestContext").beginObject();
        out.name("accountId").string("123456789012");
        out.name("apiId").string("api");
        if (authorizer != null) {
            out.name("authorizer").raw(authorizer.getBytes(StandardCharsets.UTF_8));
        }
        out.name("domainName").string(domain);
        out.name("http").beginObject();
        out.name("method").string(method);
        out.name("path").string(staged);
        out.name("protocol").string("HTTP/1.1");
        out.name("sourceIp").string(clientIp);
        out.name("userAgent").string("test");
        out.endObject();
        out.name("requestId").string("gateway-request-id");
        out.name("routeKey").string("$default");
        out.name("stage").string(stage);
        out.name("time").string("12/Mar/2026:19:03:58 +0000");
        out.name("timeEpoch").number(1_773_342_238_000L);
        out.endObject();
        if (body != null) {
            body(out, "isBase64Encoded");
        } else {
            out.name("isBase64Encoded").bool(false);
        }
    }

    private void payload1(JsonWriter out) {
        out.name("resource").string("/{proxy+}");
        out.name("path").string(path);
        out.name("httpMethod").string(method);
        singles(out, "headers", grouped(/* lowerCase= */ false));
        lists(out, "multiValueHeaders", grouped(/* lowerCase= */ false));
        singles(out, "queryStringParameters", parameters(/* decode= */ true));
        lists(out, "multiValueQueryStringParameters", parameters(/* decode= */ true));
        out.name("pathParameters")
                .beginObject()
                .name("proxy")
                .string(path.substring(1))
                .endObject();
        out.name("stageVariables").nullValue();
        out.name("requestContext").beginObject();
        out.name("accountId").string("123456789012");
        if (authorizer != null) {
            out.name("authorizer").raw(authorizer.getBytes(StandardCharsets.UTF_8));
        }
        out.name("domainName").string("api.execute-api.eu-west-1.amazonaws.com");
        out.name("httpMethod").string(method);
        out.name("identity").beginObject();
        out.name("accountId").nullValue();
        out.name("sourceIp").string(clientIp);
        out.name("userArn").nullValue();
        out.endObject();
        String name = stage.equals("$default") ? "prod" : stage;
        out.name("path").string("/" + name + path);
        out.name("requestId").string("gateway-request-id");
        out.name("requestTimeEpoch").number(1_773_342_238_000L);
        out.name("stage").string(name);
        out.endObject();
        body(out, "isBase64Encoded");
    }

    private void alb(JsonWriter out, boolean multiValue) {
        out.name("requestContext").beginObject().name("elb").beginObject();
        out.name("targetGroupArn").string("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/app/1");
        out.endObject().endObject();
        out.name("httpMethod").string(method);
        out.name("path").string(path);
        Map<String, List<String>> sent = forwarded();
        if (multiValue) {
            out.name("multiValueQueryStringParameters");
            lists(out, parameters(/* decode= */ false));
            out.name("multiValueHeaders");
            lists(out, sent);
        } else {
            out.name("queryStringParameters");
            singles(out, parameters(/* decode= */ false));
            out.name("headers");
            singles(out, sent);
        }
        byte[] sentBody = body;
        body = sentBody == null ? new byte[0] : sentBody;
        body(out, "isBase64Encoded");
        body = sentBody;
    }

    private void lattice1(JsonWriter out) {
        out.name("raw_path").string(query.isEmpty() ? path : path + "?" + query);
        out.name("method").string(method);
        out.name("headers");
        singles(out, forwarded());
        out.name("query_string_parameters");
        singles(out, parameters(/* decode= */ true));
        body(out, "is_base64_encoded");
    }

    private void lattice2(JsonWriter out) {
        out.name("version").string("2.0");
        out.name("path").string(query.isEmpty() ? path : path + "?" + query);
        out.name("method").string(method);
        out.name("headers");
        lists(out, forwarded());
        out.name("queryStringParameters");
        lists(out, parameters(/* decode= */ true));
        body(out, "isBase64Encoded");
        out.name("requestContext").beginObject();
        out.name("serviceNetworkArn").string("arn:aws:vpc-lattice:eu-west-1:123456789012:servicenetwork/sn-1");
        out.name("serviceArn").string("arn:aws:vpc-lattice:eu-west-1:123456789012:service/svc-1");
        out.name("identity")
                .beginObject()
                .name("sourceVpcArn")
                .string("arn:aws:ec2:eu-west-1:1:vpc/vpc-1")
                .endObject();
        out.name("region").string("eu-west-1");
        out.name("timeEpoch").string("1773342238000000");
        out.endObject();
    }

    private void body(JsonWriter out, String flag) {
        boolean base64 = false;
        out.name("body");
        if (body == null) {
            out.nullValue();
        } else if (isUtf8(body)) {
            out.utf8(body);
        } else {
            base64 = true;
            out.base64(body);
        }
        out.name(flag).bool(base64);
    }

    private static void singles(JsonWriter out, String name, Map<String, List<String>> map) {
        out.name(name);
        if (map.isEmpty()) {
            out.nullValue();
        } else {
            singles(out, map);
        }
    }

    private static void singles(JsonWriter out, Map<String, List<String>> map) {
        out.beginObject();
        map.forEach((name, values) -> out.name(name).string(values.get(values.size() - 1)));
        out.endObject();
    }

    private static void lists(JsonWriter out, String name, Map<String, List<String>> map) {
        out.name(name);
        if (map.isEmpty()) {
            out.nullValue();
        } else {
            lists(out, map);
        }
    }

    private static void lists(JsonWriter out, Map<String, List<String>> map) {
        out.beginObject();
        map.forEach((name, values) -> {
            out.name(name).beginArray();
            values.forEach(out::string);
            out.endArray();
        });
        out.endObject();
    }

    private List<String> values(String name) {
        return grouped(/* lowerCase= */ true).getOrDefault(name, List.of());
    }

    private Map<String, List<String>> grouped(boolean lowerCase) {
        Map<String, List<String>> grouped = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = lowerCase ? header.getKey().toLowerCase(Locale.ROOT) : header.getKey();
            grouped.computeIfAbsent(name, key -> new ArrayList<>()).add(header.getValue());
        }
        return grouped;
    }

    /** A load balancer adds the client's address behind what the client has sent. */
    private Map<String, List<String>> forwarded() {
        Map<String, List<String>> sent = grouped(/* lowerCase= */ true);
        List<String> before = sent.getOrDefault("x-forwarded-for", List.of());
        String value = before.isEmpty() ? clientIp : String.join(", ", before) + ", " + clientIp;
        sent.put("x-forwarded-for", List.of(value));
        return sent;
    }

    private Map<String, List<String>> parameters(boolean decode) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(decode ? decoded(name.replace('+', ' ')) : name, key -> new ArrayList<>())
                        .add(decode ? decoded(value.replace('+', ' ')) : value);
            }
        }
        return parameters;
    }

    /** Decodes as a gateway does: what is malformed stays as it is. */
    private static String decoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            int high = i + 2 < encoded.length ? Character.digit(encoded[i + 1], 16) : -1;
            int low = i + 2 < encoded.length ? Character.digit(encoded[i + 2], 16) : -1;
            if (encoded[i] == '%' && high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(encoded[i]);
            }
        }
        return isUtf8(bytes.toByteArray()) ? bytes.toString(StandardCharsets.UTF_8) : text;
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }
}
