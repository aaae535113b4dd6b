package dev.lift.local;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.lift.http.EventSource;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import dev.lift.openapi.OpenApi;
import dev.lift.testing.EventBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The page at {@code /_lift}, and what it asks for: what the function is made of, what it was invoked with, and what to do with it. */
final class Console {
    static final String PATH = "/_lift";

    private static final Map<String, String> FILES = Map.of(
            "", "index.html",
            "/console.css", "console.css",
            "/console.js", "console.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8");

    private final LocalGateway.Builder settings;
    private final Environment environment;
    private final Invocations invocations;
    private final Lifecycle lifecycle;

    /** A reply to the page. */
    static final class Reply {
        private final int status;
        private final String type;
        private final byte[] body;

        Reply(int status, String type, byte[] body) {
            this.status = status;
            this.type = type;
            this.body = body;
        }

        static Reply json(int status, JsonWriter out) {
            return new Reply(status, "application/json", out.toByteArray());
        }

        static Reply error(int status, String message) {
            return json(
                    status,
                    new JsonWriter()
                            .beginObject()
                            .name("message")
                            .string(message)
                            .endObject());
        }
    }

    Console(LocalGateway.Builder settings, Environment environment, Invocations invocations) {
        this.settings = settings;
        this.environment = environment;
        this.invocations = invocations;
        this.lifecycle = new Lifecycle(environment);
    }

    /** Answers what is below {@link #PATH}. Only a page of this machine is answered, and only one of the console may change anything. */
    Reply answer(HttpExchange exchange, String target, byte[] body) throws IOException {
        if (!isFromThisMachine(exchange) || !isOfThisMachine(exchange.getRequestHeaders())) {
            return Reply.error(
                    403, "The console is opened as http://localhost:<port>/_lift, on the machine that it runs on");
        }
        int query = target.indexOf('?');
        String path = (query < 0 ? target : target.substring(0, query)).substring(PATH.length());
        String arguments = query < 0 ? "" : target.substring(query + 1);
        if (exchange.getRequestMethod().equals("GET")) {
            return get(path.equals("/") ? "" : path, arguments);
        }
        // No other site's page can send this header without asking, and nobody answers such questions here.
        if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestHeaders().containsKey("X-Lift-Console")) {
            return Reply.error(403, "Only the page of the console may do that");
        }
        return post(path, body);
    }

    /** Whatever address the gateway listens on. */
    private static boolean isFromThisMachine(HttpExchange exchange) {
        InetAddress remote = exchange.getRemoteAddress().getAddress();
        return remote.isLoopbackAddress()
                || remote.equals(exchange.getLocalAddress().getAddress());
    }

    /** A page of another site may have its name lead to this machine, but the name stays. */
    private boolean isOfThisMachine(Headers headers) {
        String host = headers.getFirst("Host");
        if (host == null) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return name.equals("localhost")
                || name.equals("127.0.0.1")
                || name.equals("[::1]")
                || name.equals(settings.host);
    }

    private Reply get(String path, String arguments) throws IOException {
        String file = FILES.get(path);
        if (file != null) {
            return file(file);
        }
        return switch (path) {
            case "/api/function" -> Reply.json(200, new ConsoleJson(settings, environment).function());
            case "/api/invocations" -> Reply.json(200, ConsoleJson.list(invocations.after(number(arguments))));
            case "/openapi" -> openApi(/* asPage= */ true);
            case "/openapi.json" -> openApi(/* asPage= */ false);
            default ->
                path.startsWith("/api/invocations/") ? invocation(path) : Reply.error(404, "There is no such page");
        };
    }

    private static Reply file(String name) throws IOException {
        try (InputStream in = Console.class.getResourceAsStream("console/" + name)) {
            if (in == null) {
                throw new IOException(name + " is missing in the jar");
            }
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return new Reply(200, type, in.readAllBytes());
        }
    }

    private Reply openApi(boolean asPage) {
        OpenApi api;
        try {
            api = OpenApi.of(environment.function().app())
                    .title(environment.function().getClass().getSimpleName())
                    .anyForUnknown()
                    .build();
        } catch (IllegalStateException undescribable) {
            return Reply.error(409, String.valueOf(undescribable.getMessage()));
        }
        return asPage
                ? new Reply(200, "text/html; charset=utf-8", api.html().getBytes(StandardCharsets.UTF_8))
                : new Reply(200, "application/json", api.json());
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits.substring(digits.indexOf('=') + 1));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private Reply invocation(String path) {
        Invocation invocation = invocations.numbered(number(path.substring(path.lastIndexOf('/') + 1)));
        return invocation == null
                ? Reply.error(404, "It is not kept any more")
                : Reply.json(200, ConsoleJson.whole(invocation));
    }

    private Reply post(String path, byte[] body) {
        switch (path) {
            case "/api/invoke":
                return invoke(body);
            case "/api/send":
                try {
                    return send(body);
                } catch (IOException malformed) {
                    return Reply.error(400, "The form is sent as JSON: " + malformed.getMessage());
                }
            case "/api/clear":
                invocations.clear();
                return done("cleared");
            default:
                return path.startsWith("/api/lifecycle/")
                        ? lifecycle(path.substring("/api/lifecycle/".length()))
                        : Reply.error(404, "There is no such page");
        }
    }

    private static Reply done(String state) {
        return Reply.json(
                200, new JsonWriter().beginObject().name("state").string(state).endObject());
    }

    private Reply lifecycle(String action) {
        try {
            String state = lifecycle.apply(action.toLowerCase(Locale.ROOT));
            return state == null ? Reply.error(404, "There is no such button") : done(state);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Reply.error(503, "The gateway is stopping");
        } catch (Exception failed) {
            return Reply.error(500, Lifecycle.reasonOf(failed));
        }
    }

    private Reply invoke(byte[] event) {
        boolean isRequest = false;
        try {
            JsonReader in = new JsonReader(event);
            in.beginObject();
            while (in.nextMember()) {
                isRequest |= in.nameIs("requestContext");
                in.skipValue();
            }
            in.end();
        } catch (IOException malformed) {
            return Reply.error(400, "An event is a JSON object: " + malformed.getMessage());
        }
        return outcome("event", event, isRequest ? settings.source : null);
    }

    /** What comes of it is found among the invocations. */
    private Reply outcome(String title, byte[] event, @Nullable EventSource from) {
        try {
            Invocation unused = environment.invoke(title, event, from);
            return done("replied");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Reply.error(503, "The gateway is stopping");
        } catch (TimeoutException | ExecutionException failed) {
            return done("failed");
        }
    }

    /** A request as its form has it: method, target, lines of headers, and a body. */
    private Reply send(byte[] json) throws IOException {
        String method = "GET";
        String target = "/";
        String headers = "";
        String text = "";
        JsonReader in = new JsonReader(json);
        in.beginObject();
        while (in.nextMember()) {
            switch (in.name()) {
                case "method" -> method = in.readString();
                case "target" -> target = in.readString();
                case "headers" -> headers = in.readString();
                case "body" -> text = in.readString();
                default -> in.skipValue();
            }
        }
        if (method.isBlank() || !target.startsWith("/")) {
            return Reply.error(400, "A request has a method, and a path that begins with '/'");
        }
        EventBuilder event = new EventBuilder(method, target).clientIp("127.0.0.1");
        for (String line : headers.split("\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                event.header(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            } else if (!line.isBlank()) {
                return Reply.error(400, "A line of headers is such as 'Accept: text/html', was '" + line + "'");
            }
        }
        if (!text.isEmpty()) {
            event.body(text.getBytes(StandardCharsets.UTF_8));
        }
        return outcome(method + " " + target, event.build(settings.source), settings.source);
    }

    /** Writes a reply to the page, which may load nothing that is not from here. */
    static int send(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Content-Security-Policy",
                "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'");
        exchange.sendResponseHeaders(reply.status, reply.body.length);
        exchange.getResponseBody().write(reply.body);
        return reply.status;
    }

    /** Says whether a target is the console's. */
    static boolean isFor(String target) {
        return target.equals(PATH) || target.startsWith(PATH + "/") || target.startsWith(PATH + "?");
    }

    /** An app without a console is told so by those that are none. */
    static @Nullable Console of(
            LocalGateway.Builder settings, Environment environment, @Nullable Invocations invocations) {
        return invocations == null ? null : new Console(settings, environment, invocations);
    }
}
