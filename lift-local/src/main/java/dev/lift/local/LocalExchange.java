package dev.lift.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One request after another through the function, and each reply back. */
final class LocalExchange implements HttpHandler {
    /** Where the body of a request is an event of any source, as Lambda would invoke the function with it. */
    private static final String EVENTS = "/_lift/events";

    private final LocalGateway.Builder settings;

    private final Environment environment;
    private final @Nullable Console console;

    /** One permit for each exchange that is under way: all are back when the last reply has been written. */
    private final Semaphore exchanges = new Semaphore(Integer.MAX_VALUE);

    LocalExchange(LocalGateway.Builder settings, Environment environment, @Nullable Console console) {
        this.settings = settings;
        this.environment = environment;
        this.console = console;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        String target = target(exchange.getRequestURI());
        int status = 500;
        exchanges.acquireUninterruptibly();
        try (exchange) {
            try {
                status = serve(exchange, target);
            } catch (RuntimeException | LinkageError unexpected) {
                print("The gateway failed: " + unexpected);
                status = sendError(exchange, 500, "Internal server error");
            }
        } finally {
            exchanges.release();
            if (console == null || !Console.isFor(target) || target.equals(EVENTS)) { // Its page asks each second.
                print(exchange, target, status, Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    /**
     * Returns path and query as they were sent. The server parses a target that begins with two slashes as if a host came
     * first.
     */
    private static String target(URI uri) {
        String authority = uri.getScheme() == null && uri.getRawAuthority() != null ? "//" + uri.getRawAuthority() : "";
        String path = authority + (uri.getRawPath() == null ? "" : uri.getRawPath());
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private int serve(HttpExchange exchange, String target) throws IOException {
        byte[] body = readBody(exchange);
        if (body == null) {
            return sendError(exchange, 413, "Request Too Long");
        }
        boolean direct = exchange.getRequestMethod().equals("POST") && target.equals(EVENTS);
        if (direct && exchange.getRequestHeaders().containsKey("Origin")) {
            return sendError(exchange, 403, "Events are not taken from pages in browsers, as any site could send them");
        }
        Console page = console;
        if (!direct && page != null && Console.isFor(target)) {
            return Console.send(exchange, page.answer(exchange, target, body));
        }
        Invocation invocation;
        try {
            invocation = direct
                    ? environment.invoke("event", body, null)
                    : environment.invoke(
                            exchange.getRequestMethod() + " " + target, event(exchange, target, body), settings.source);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return sendError(exchange, 503, "Service Unavailable");
        } catch (TimeoutException late) {
            // What each front door answers when a function runs into its timeout.
            boolean api = settings.source == EventSource.REST_API || settings.source == EventSource.FUNCTION_URL;
            return api
                    ? sendError(exchange, 504, "Endpoint request timed out")
                    : sendError(exchange, 503, "Service Unavailable");
        } catch (ExecutionException failed) {
            print("The function failed: " + failed.getCause());
            return sendError(exchange, 502, direct ? "The function failed, see its log" : "Internal server error");
        }
        byte[] reply = invocation.reply();
        if (reply == null) {
            throw new IllegalStateException("It has ended without a reply");
        }
        if (direct) {
            return sendJson(exchange, 200, reply);
        }
        try {
            return send(exchange, LambdaReply.parse(settings.source, reply));
        } catch (IOException | IllegalArgumentException malformed) {
            print("The reply is not one that the source understands: " + malformed.getMessage());
            return sendError(exchange, 502, "Internal server error");
        }
    }

    /** Reads the body up to the limit; null when there is more. */
    private byte @Nullable [] readBody(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(settings.maxBodyBytes + 1);
        if (body.length <= settings.maxBodyBytes) {
            return body;
        }
        // Read to the end, a bounded while: a client that still writes would see a reset in place of the reply.
        int rounds = 16;
        while (rounds > 0 && in.readNBytes(settings.maxBodyBytes).length > 0) {
            rounds--;
        }
        return null;
    }

    private byte[] event(HttpExchange exchange, String target, byte[] body) {
        EventBuilder event = new EventBuilder(exchange.getRequestMethod(), target);
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            for (String value : header.getValue()) {
                event.header(header.getKey(), value);
            }
        }
        if (body.length > 0 || exchange.getRequestHeaders().containsKey("Content-Length")) {
            event.body(body);
        }
        event.clientIp(exchange.getRemoteAddress().getAddress().getHostAddress());
        return event.build(settings.source);
    }

    private static int send(HttpExchange exchange, LambdaReply reply) throws IOException {
        for (Map.Entry<String, String> header : reply.headers()) {
            if (!header.getKey().equalsIgnoreCase("Content-Length")) {
                exchange.getResponseHeaders().add(header.getKey(), header.getValue());
            }
        }
        byte[] body = reply.body();
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        return reply.status();
    }

    /** What a front door says by itself, in its own words. */
    private static int sendError(HttpExchange exchange, int status, String message) throws IOException {
        return sendJson(exchange, status, ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static int sendJson(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        return status;
    }

    private void print(HttpExchange exchange, String target, int status, Duration duration) {
        StringBuilder line = new StringBuilder(exchange.getRequestMethod()).append(' ');
        for (int i = 0; i < Math.min(target.length(), 200); i++) {
            char c = target.charAt(i);
            line.append(c > 0x20 && c < 0x7F ? c : '?');
        }
        print(line.append(' ')
                .append(status)
                .append(' ')
                .append(duration.toMillis())
                .append(" ms")
                .toString());
    }

    void print(String line) {
        PrintStream log = settings.log;
        if (log != null) {
            log.println(line);
        }
    }

    /** Waits until all replies have been written. */
    void drain(Duration atMost) {
        try {
            if (!exchanges.tryAcquire(Integer.MAX_VALUE, atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                print("Some requests still run after " + atMost.toSeconds() + " s; stopping all the same");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
