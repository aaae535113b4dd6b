package dev.lift.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API without a framework: what people write by hand, and what no framework can get below. */
final class Floors {
    private Floors() {}

    /** Answers a constant: what the JVM and the runtime client cost by themselves. */
    public static final class Constant implements RequestStreamHandler {
        private static final byte[] REPLY =
                ("{\"statusCode\":201,\"headers\":{\"Content-Type\":\"application/json\"},\"body\":\""
                                + Api.ORDER.replace("\"", "\\\"") + "\",\"isBase64Encoded\":false}")
                        .getBytes(StandardCharsets.UTF_8);

        @Override
        public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
            event.readAllBytes();
            reply.write(REPLY);
        }
    }

    /**
     * Looks for what it needs with {@code indexOf}: the physical limit. It is wrong for many events, such as those with an escape in
     * a string, or with a header of the name that it looks for.
     */
    public static final class Bytes implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
            String json = new String(event.readAllBytes(), StandardCharsets.UTF_8);
            String path = text(json, "\"rawPath\":\"");
            String method = text(json, "\"method\":\"");
            reply.write(answer(method, path, json).getBytes(StandardCharsets.UTF_8));
        }

        private static String answer(String method, String path, String json) {
            if (method.equals("GET") && path.equals("/hello")) {
                return reply(200, "text/plain", "hello");
            }
            if (method.equals("GET") && path.startsWith("/users/")) {
                return reply(200, "application/json", object("id", path.substring(7), "name", "Ada") + "}");
            }
            if (method.equals("POST") && path.equals("/orders")) {
                String body =
                        text(json, "\"body\":\"", "\",\"isBase64Encoded\"").replace("\\\"", "\"");
                int quantityAt = body.indexOf("\"quantity\":") + 11;
                int quantity = Integer.parseInt(body.substring(quantityAt, body.indexOf(',', quantityAt)));
                Api.NewOrder order = new Api.NewOrder(text(body, "\"sku\":\""), quantity, text(body, "\"note\":\""));
                Api.Order made = Api.order(order);
                return reply(
                        201,
                        "application/json",
                        object("id", made.id(), "sku", made.sku()) + ",\\\"quantity\\\":" + made.quantity()
                                + ",\\\"note\\\":\\\"" + made.note() + "\\\"}");
            }
            if (method.equals("GET") && path.startsWith("/orders/")) {
                int items = path.indexOf("/items/");
                return reply(
                        200,
                        "application/json",
                        object("order", path.substring(8, items), "item", path.substring(items + 7)) + "}");
            }
            return reply(404, "text/plain", "not found");
        }

        private static String text(String json, String before) {
            return text(json, before, "\"");
        }

        private static String text(String json, String before, String after) {
            int from = json.indexOf(before) + before.length();
            return json.substring(from, json.indexOf(after, from));
        }

        private static String object(String name, String value, String otherName, String otherValue) {
            return "{\\\"" + name + "\\\":\\\"" + value + "\\\",\\\"" + otherName + "\\\":\\\"" + otherValue + "\\\"";
        }

        private static String reply(int status, String type, String body) {
            return "{\"statusCode\":" + status + ",\"headers\":{\"Content-Type\":\"" + type + "\"},\"body\":\"" + body
                    + "\",\"isBase64Encoded\":false}";
        }
    }

    /** Jackson's streaming parser and a switch: the floor of all ratios. */
    public static final class Stream implements RequestStreamHandler {
        private final JsonFactory json = new JsonFactory();

        @Override
        public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
            String method = "";
            String path = "";
            String body = "";
            try (JsonParser in = json.createParser(event)) {
                in.nextToken();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    switch (name) {
                        case "rawPath" -> path = in.getText();
                        case "body" -> body = in.getText();
                        case "requestContext" -> method = method(in);
                        default -> in.skipChildren();
                    }
                }
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int status = answer(method, path, body, out);
            try (JsonGenerator to = json.createGenerator(reply)) {
                to.writeStartObject();
                to.writeNumberField("statusCode", status);
                to.writeObjectFieldStart("headers");
                to.writeStringField("Content-Type", path.equals("/hello") ? "text/plain" : "application/json");
                to.writeEndObject();
                to.writeStringField("body", out.toString(StandardCharsets.UTF_8));
                to.writeBooleanField("isBase64Encoded", false);
                to.writeEndObject();
            }
        }

        private static String method(JsonParser in) throws IOException {
            String method = "";
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals("http")) {
                    while (in.nextToken() == JsonToken.FIELD_NAME) {
                        String inner = in.currentName();
                        in.nextToken();
                        if (inner.equals("method")) {
                            method = in.getText();
                        }
                    }
                } else {
                    in.skipChildren();
                }
            }
            return method;
        }

        private int answer(String method, String path, String body, OutputStream out) throws IOException {
            String[] segments = path.split("/");
            String route = method + " " + (segments.length > 1 ? segments[1] : "") + " " + segments.length;
            try (JsonGenerator to = json.createGenerator(out)) {
                switch (route) {
                    case "GET hello 2" -> {
                        to.writeRaw("hello");
                        return 200;
                    }
                    case "GET users 3" -> {
                        Api.User user = Api.user(segments[2]);
                        writeStrings(to, "id", user.id(), "name", user.name());
                        to.writeEndObject();
                        return 200;
                    }
                    case "POST orders 2" -> {
                        Api.Order order = Api.order(read(body));
                        writeStrings(to, "id", order.id(), "sku", order.sku());
                        to.writeNumberField("quantity", order.quantity());
                        to.writeStringField("note", order.note());
                        to.writeEndObject();
                        return 201;
                    }
                    case "GET orders 5" -> {
                        writeStrings(to, "order", segments[2], "item", segments[4]);
                        to.writeEndObject();
                        return 200;
                    }
                    default -> {
                        return 404;
                    }
                }
            }
        }

        private static void writeStrings(
                JsonGenerator to, String name, String value, String otherName, String otherValue) throws IOException {
            to.writeStartObject();
            to.writeStringField(name, value);
            to.writeStringField(otherName, otherValue);
        }

        Api.NewOrder read(String body) throws IOException {
            String sku = "";
            int quantity = 0;
            String note = null;
            try (JsonParser in = json.createParser(body)) {
                in.nextToken();
                while (in.nextToken() == JsonToken.FIELD_NAME) {
                    String name = in.currentName();
                    in.nextToken();
                    switch (name) {
                        case "sku" -> sku = in.getText();
                        case "quantity" -> quantity = in.getIntValue();
                        case "note" -> note = in.getText();
                        default -> in.skipChildren();
                    }
                }
            }
            return new Api.NewOrder(sku, quantity, note);
        }
    }

    /** AWS's typed events and databind: what people write today. */
    public static final class Events implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
        private final ObjectMapper mapper = new ObjectMapper();

        @Override
        public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
            String method = event.getRequestContext().getHttp().getMethod();
            String[] segments = event.getRawPath().split("/");
            String route = method + " " + (segments.length > 1 ? segments[1] : "") + " " + segments.length;
            try {
                return switch (route) {
                    case "GET hello 2" -> reply(200, "text/plain", "hello");
                    case "GET users 3" -> json(200, Api.user(segments[2]));
                    case "POST orders 2" -> json(201, Api.order(mapper.readValue(event.getBody(), Api.NewOrder.class)));
                    case "GET orders 5" -> json(200, new Api.Item(segments[2], segments[4]));
                    default -> reply(404, "text/plain", "not found");
                };
            } catch (JsonProcessingException malformed) {
                return reply(400, "text/plain", "malformed");
            }
        }

        private APIGatewayV2HTTPResponse json(int status, Object value) throws JsonProcessingException {
            return reply(status, "application/json", mapper.writeValueAsString(value));
        }

        private static APIGatewayV2HTTPResponse reply(int status, String type, @Nullable String body) {
            return APIGatewayV2HTTPResponse.builder()
                    .withStatusCode(status)
                    .withHeaders(Map.of("Content-Type", type))
                    .withBody(body)
                    .build();
        }
    }
}
