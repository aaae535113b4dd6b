package dev.lift.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The functions that are compared, by what the reports call them. The first is the constant reply, the third the floor of all ratios. */
public final class Functions {
    static final Map<String, Class<?>> OWN = new LinkedHashMap<>();

    static {
        OWN.put("constant reply", Floors.Constant.class);
        OWN.put("by hand, indexOf", Floors.Bytes.class);
        OWN.put("by hand, jackson-core", Floors.Stream.class);
        OWN.put("by hand, AWS's events and databind", Floors.Events.class);
        OWN.put("Lift, generated codecs", LiftFunctions.Generated.class);
        OWN.put("Lift, generated codecs, no lambdas", LiftFunctions.GeneratedWithoutLambdas.class);
        OWN.put("Lift, codecs by hand", LiftFunctions.Explicit.class);
        OWN.put("Lift, avaje-jsonb", LiftFunctions.Avaje.class);
        OWN.put("Lift, databind", LiftFunctions.Databind.class);
    }

    /** Those of the build in {@code peers}. */
    static final Map<String, String> PEERS = new LinkedHashMap<>();

    static {
        String ours = "dev.lift.benchmarks.peers.";
        PEERS.put("http4k", ours + "http4k.Http4kFunction");
        PEERS.put("Jersey", ours + "jersey.JerseyFunction");
        PEERS.put("Micronaut", "io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction");
        PEERS.put("Spring", ours + "spring.SpringFunction");
    }

    private static final JsonMapper JSON = new JsonMapper();

    private Functions() {}

    /** Prints the class of a peer's function, by the name of its folder. */
    public static void main(String[] arguments) {
        PEERS.forEach((name, type) -> {
            if (folder(name).equals(arguments[0])) {
                System.out.println(type);
            }
        });
    }

    static String folder(String peer) {
        return peer.toLowerCase(Locale.ROOT);
    }

    /** Makes a function by the name of its class. One of a typed event gets it as AWS's runtime would make it. */
    static RequestStreamHandler of(String className) {
        try {
            Object function = Class.forName(className).getDeclaredConstructor().newInstance();
            return function instanceof RequestStreamHandler stream
                    ? stream
                    : new Typed((RequestHandler<?, ?>) function);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalArgumentException(className, failed);
        }
    }

    /** Tells whether a reply is the right one to {@code GET /hello} or {@code POST /orders}. */
    static boolean isRight(String request, String reply) throws IOException {
        JsonNode json = JSON.readTree(reply);
        String text = json.path("body").asText();
        if (json.path("isBase64Encoded").asBoolean()) {
            text = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        }
        return request.equals("hello")
                ? json.path("statusCode").asInt() == 200 && text.equals("hello")
                : json.path("statusCode").asInt() == 201 && JSON.readTree(text).equals(JSON.readTree(Api.ORDER));
    }

    private static final class Typed implements RequestStreamHandler {
        private final RequestHandler<Object, Object> function;
        private final PojoSerializer<Object> events;
        private final PojoSerializer<Object> replies;

        @SuppressWarnings("unchecked") // The serializers are made for what its method takes and gives.
        Typed(RequestHandler<?, ?> function) throws NoSuchMethodException {
            this.function = (RequestHandler<Object, Object>) function;
            Method method = null;
            for (Method each : function.getClass().getMethods()) {
                if (each.getName().equals("handleRequest") && !each.isBridge() && each.getParameterCount() == 2) {
                    method = each;
                }
            }
            if (method == null) {
                throw new NoSuchMethodException(function.getClass() + " handles nothing");
            }
            this.events = serializer(method.getParameterTypes()[0]);
            this.replies = serializer(method.getReturnType());
        }

        @SuppressWarnings("unchecked")
        private static PojoSerializer<Object> serializer(Class<?> type) {
            return (PojoSerializer<Object>)
                    LambdaEventSerializers.serializerFor(type, Functions.class.getClassLoader());
        }

        @Override
        public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
            replies.toJson(function.handleRequest(events.fromJson(event), context), reply);
        }
    }
}
