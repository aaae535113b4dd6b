package dev.lift.events;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.EventSource;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Invocation;
import dev.lift.http.QueryParams;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonWriter;
import dev.lift.lambda.Event;
import dev.lift.lambda.EventAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of an API Gateway WebSocket API, for the routes of {@link WebSockets}.
 *
 * <p>Messages to a connection go where its event says that it came from; so that nobody who can invoke the function can have them sent
 * elsewhere, that is a host of API Gateway, {@code <id>.execute-api.<region>.amazonaws.com}, or a custom domain that is named here. An
 * event of any other host gets 403.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * public final class ChatFunction extends LiftHandler {
 *     public ChatFunction() {
 *         super(
 *                 Lift.of(app -> app.group(
 *                         WebSockets.PATH,
 *                         WebSockets.accepting(request -> Response.ok())
 *                                 .route("echo", request -> Response.text(request.bodyText())))),
 *                 WebSocketAdapter.ofApiGateway());
 *     }
 * }
 * }</pre>
 */
public final class WebSocketAdapter implements EventAdapter {
    /** Frames of a reply are as long as messages. */
    private static final int MAX_REPLY_BYTES_OF_A_MESSAGE = 131_072;

    private final Set<String> customDomains;

    private WebSocketAdapter(Set<String> customDomains) {
        this.customDomains = customDomains;
    }

    /**
     * Makes one.
     *
     * @param customDomains the names of custom domains of the API, in lower case, whose stage is at the root
     * @return the adapter
     */
    public static WebSocketAdapter ofApiGateway(String... customDomains) {
        return new WebSocketAdapter(Set.of(customDomains));
    }

    @Override
    public boolean reads(Event event) {
        return event.isOfWebSocket();
    }

    @Override
    public Request read(Event event, @Nullable Context context) {
        try {
            return read(event.bytes(), context);
        } catch (IOException malformed) {
            HttpException refusal = new HttpException(400, "The event of the WebSocket API is malformed");
            refusal.initCause(malformed);
            throw refusal;
        }
    }

    private Request read(byte[] bytes, @Nullable Context context) throws IOException {
        Json event = Json.of(bytes);
        Json api = event.object("requestContext");
        String type = method(api.string("eventType"));
        String key = api.string("routeKey");
        String path = switch (type) {
            case WebSockets.CONNECT -> "/connect";
            case WebSockets.DISCONNECT -> "/disconnect";
            default -> "/message/" + WebSockets.segment(key == null ? "$default" : key);
        };
        WebSocket socket = new WebSocket(
                api.required("connectionId"), key == null ? "$default" : key, endpoint(api), connectedAt(api));
        boolean binary = "true".equals(event.string("isBase64Encoded"));
        return new Request.Builder(type)
                .path(WebSockets.PATH + path, /* encoded= */ true)
                .headers(headers(event, binary))
                .query(QueryParams.of(pairs(event, "multiValueQueryStringParameters", "queryStringParameters")))
                .source(EventSource.OTHER)
                .invocation(Invocation.of(context, bytes, EventSource.REST_API)
                        .withAuthorizer(api.position("authorizer"), api.position("identity"), /* ofHttpApi= */ false)
                        .withRequestId(api.string("requestId"))
                        .withStage(api.string("stage"), /* inPath= */ false))
                .clientIp(String.valueOf(api.object("identity").string("sourceIp")))
                .body(body(event, binary))
                .attribute(WebSocket.ATTRIBUTE, socket)
                .build();
    }

    private static String method(@Nullable String eventType) {
        return switch (String.valueOf(eventType)) {
            case "CONNECT" -> WebSockets.CONNECT;
            case "DISCONNECT" -> WebSockets.DISCONNECT;
            case "MESSAGE" -> WebSockets.MESSAGE;
            default -> throw new HttpException(400, "The event type must be CONNECT, MESSAGE or DISCONNECT");
        };
    }

    private static Instant connectedAt(Json api) throws IOException {
        String millis = api.string("connectedAt");
        try {
            return Instant.ofEpochMilli(Long.parseLong(String.valueOf(millis)));
        } catch (NumberFormatException none) {
            throw new HttpException(400, "The event must say in milliseconds when the connection was made");
        }
    }

    private static byte @Nullable [] body(Json event, boolean binary) throws IOException {
        if (!event.has("body")) {
            return null;
        }
        return binary ? event.base64("body") : event.required("body").getBytes(StandardCharsets.UTF_8);
    }

    /** Messages are frames without headers; text is taken for JSON where somebody asks. */
    private static Headers headers(Json event, boolean binary) throws IOException {
        List<String> fields = new ArrayList<>(pairs(event, "multiValueHeaders", "headers"));
        if (event.has("body") && fields.stream().noneMatch(name -> name.equalsIgnoreCase("Content-Type"))) {
            fields.add("Content-Type");
            fields.add(binary ? "application/octet-stream" : "application/json");
        }
        return Headers.received(fields.toArray(new String[0]), fields.size());
    }

    private static List<String> pairs(Json event, String lists, String single) throws IOException {
        List<String> pairs = new ArrayList<>();
        if (event.has(lists)) {
            Json values = event.object(lists);
            for (String name : values.names()) {
                for (Json value : values.array(name)) {
                    pairs.add(name);
                    pairs.add(value.reader().readString());
                }
            }
        } else {
            Json values = event.object(single);
            for (String name : values.names()) {
                String value = values.string(name);
                if (value != null) {
                    pairs.add(name);
                    pairs.add(value);
                }
            }
        }
        return pairs;
    }

    private String endpoint(Json api) throws IOException {
        String domain = api.required("domainName");
        if (customDomains.contains(domain.toLowerCase(Locale.ROOT))) {
            return "https://" + domain;
        }
        String stage = api.string("stage");
        if (!isOfApiGateway(domain) || stage == null || !isName(stage)) {
            throw new HttpException(
                    403, "The event is of a host that is neither API Gateway's nor a custom domain of this function");
        }
        return "https://" + domain + "/" + stage;
    }

    private static boolean isOfApiGateway(String domain) {
        String[] labels = domain.split("\\.", -1);
        boolean china = labels.length == 6 && labels[5].equals("cn");
        if (labels.length != 5 && !china) {
            return false;
        }
        return isName(labels[0])
                && labels[1].equals("execute-api")
                && isName(labels[2])
                && labels[3].equals("amazonaws")
                && labels[4].equals("com");
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '-'
                    || c == '_'
                    || c == '$';
            if (!allowed) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    @Override
    public void write(Response response, JsonWriter out) {
        out.beginObject();
        out.name("statusCode").number(response.status());
        out.name("headers").beginObject();
        // A handshake takes no lists: of headers with one name the first is sent.
        Set<String> written = new HashSet<>();
        for (int i = 0; i < response.headers().size(); i++) {
            String name = response.headers().name(i);
            if (written.add(name.toLowerCase(Locale.ROOT))) {
                out.name(name).string(response.headers().value(i));
            }
        }
        out.endObject();
        boolean text = response.isText();
        out.name("body");
        if (text) {
            out.utf8(response.bodyBytes());
        } else {
            out.base64(response.bodyBytes());
        }
        out.name("isBase64Encoded").bool(!text);
        out.endObject();
    }

    @Override
    public int maxReplyBytes() {
        return MAX_REPLY_BYTES_OF_A_MESSAGE;
    }

    @Override
    public String toString() {
        return "WebSocketAdapter" + customDomains;
    }
}
