package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line for each request: method and route, status, how long it took, whether it was the first of its process and how that was
 * started, the sizes of both bodies, who called, and the code of a problem. What a client wrote freely is not in it unless asked for: no
 * path, no query, no header.
 *
 * <p>The line goes to standard output, as JSON where {@code AWS_LAMBDA_LOG_FORMAT} says so and as text elsewhere, which loads no logging
 * library; or through SLF4J, as key-values, with {@code requestId}, {@code route} and {@code traceId} in the MDC of all that is logged
 * further in. Its level is INFO, or ERROR for a status from 500; {@code AWS_LAMBDA_LOG_LEVEL} is honoured for standard output. A log that
 * fails costs no reply. Dry runs are not logged.
 *
 * <p>Thread-safe; each method returns a changed copy, before the first request.
 *
 * <pre>{@code
 * app.use(AccessLog.toStandardOutput().requestHeaders("User-Agent"));
 * }</pre>
 */
public final class AccessLog implements Placed {
    /** What is never written, whatever is asked for. Names of headers and of parameters, in lower case. */
    private static final Set<String> SECRET = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "x-api-key",
            "x-amz-security-token",
            "x-amz-signature",
            "x-amz-credential",
            "idempotency-key",
            "access_token",
            "refresh_token",
            "id_token",
            "client_secret",
            "token",
            "api_key",
            "apikey",
            "key",
            "code",
            "password",
            "secret",
            "signature",
            "sig");

    private final AccessSink sink;
    private final Settings settings;
    private final String initType;
    private final AtomicBoolean served = new AtomicBoolean();

    /** What can be set. Changed in copies alone. */
    private static final class Settings {
        Set<String> headers = Set.of();
        boolean paths;
        Set<String> redacted = SECRET;
        Function<String, @Nullable String> environment = new SystemEnvironment();
        LongSupplier ticker = new SystemTicker();
        Clock clock = Clock.systemUTC();

        Settings copy() {
            Settings copy = new Settings();
            copy.headers = headers;
            copy.paths = paths;
            copy.redacted = redacted;
            copy.environment = environment;
            copy.ticker = ticker;
            copy.clock = clock;
            return copy;
        }
    }

    private AccessLog(AccessSink sink, Settings settings) {
        this.sink = sink;
        this.settings = settings;
        String type = settings.environment.apply("AWS_LAMBDA_INITIALIZATION_TYPE");
        this.initType = type == null ? "" : type;
    }

    /**
     * Writes to standard output.
     *
     * @return the middleware
     */
    public static AccessLog toStandardOutput() {
        return of(new StandardOutput(new SystemEnvironment()), new SystemEnvironment());
    }

    /**
     * Writes through SLF4J, to the logger {@code dev.lift.access}.
     *
     * @return the middleware
     */
    public static AccessLog toSlf4j() {
        return of(new Slf4jSink(), new SystemEnvironment());
    }

    static AccessLog of(AccessSink sink, Function<String, @Nullable String> environment) {
        Settings settings = new Settings();
        settings.environment = environment;
        return new AccessLog(sink, settings);
    }

    private AccessLog changed(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new AccessLog(sink, copy);
    }

    /**
     * Writes some headers of requests as well.
     *
     * @param names the names, in place of those before
     * @return the middleware with it
     * @throws IllegalArgumentException when one is no name
     */
    public AccessLog requestHeaders(String... names) {
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            all.add(HeaderNames.check(name));
        }
        return changed(copy -> copy.headers = all);
    }

    /**
     * Writes paths, and the names and values of queries, as well. They may say more of people than a log should have.
     *
     * @return the middleware with it
     */
    public AccessLog paths() {
        return changed(copy -> copy.paths = true);
    }

    /**
     * Writes {@code ***} in the place of the values of some headers and parameters, beside those that are known for their secrets.
     *
     * @param names the names, added to those before
     * @return the middleware with it
     */
    public AccessLog redacting(String... names) {
        Set<String> all = new TreeSet<>(settings.redacted);
        for (String name : names) {
            all.add(name.toLowerCase(Locale.ROOT));
        }
        return changed(copy -> copy.redacted = all);
    }

    /**
     * Sets time, for tests.
     *
     * @param wall the clock of the line's time
     * @param nanos counts nanoseconds
     * @return the middleware with it
     */
    public AccessLog time(Clock wall, LongSupplier nanos) {
        return changed(copy -> {
            copy.ticker = nanos;
            copy.clock = wall;
        });
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (request.invocation().isDryRun()) {
            return next.handle(request);
        }
        boolean coldStart = !served.getAndSet(true);
        long begun = settings.ticker.getAsLong();
        Object context = begin(request);
        try {
            Response response = next.handle(request);
            write(request, response, coldStart, Duration.ofNanos(settings.ticker.getAsLong() - begun));
            return response;
        } finally {
            end(context);
        }
    }

    private @Nullable Object begin(Request request) {
        try {
            return sink.begin(request);
        } catch (RuntimeException | LinkageError failed) {
            return null; // A log that fails must not cost the client the reply.
        }
    }

    private void end(@Nullable Object context) {
        try {
            sink.end(context);
        } catch (RuntimeException | LinkageError failed) {
            // As above.
        }
    }

    private void write(Request request, Response response, boolean coldStart, Duration took) {
        try {
            AccessLine line = new AccessLine(
                    settings.clock.millis(),
                    response.status() >= 500 ? AccessLine.Level.ERROR : AccessLine.Level.INFO,
                    request.method() + " " + request.route().path() + " " + response.status());
            line.put("requestId", request.id());
            line.put("method", request.method());
            line.put("route", request.route().path());
            line.put("status", response.status());
            line.put("durationMs", new Millis(Math.max(0, took.toNanos() / 1_000)));
            line.put("coldStart", coldStart);
            line.put("initType", initType);
            line.put("source", request.source().name());
            line.put("requestBytes", request.bodyLength());
            line.put("replyBytes", response.bodyLength());
            Principal principal = Principal.of(request).orElse(null);
            line.put("principal", principal == null ? "" : principal.id());
            line.put("tenant", Tenant.of(request).orElse(""));
            Trace trace = Trace.of(request).orElse(null);
            line.put("traceId", trace == null ? "" : trace.id());
            line.put("errorCode", response.status() >= 400 ? ProblemCode.of(response) : "");
            addWhatClientsWrote(request, line);
            sink.write(line);
        } catch (RuntimeException | LinkageError failed) {
            // A log that fails must not cost the client the reply, and there is nobody else to tell.
        }
    }

    private void addWhatClientsWrote(Request request, AccessLine line) {
        for (String name : settings.headers) {
            String value = String.join(", ", request.headers(name));
            if (!value.isEmpty()) {
                line.put("header." + name.toLowerCase(Locale.ROOT), redacted(name, value));
            }
        }
        if (settings.paths) {
            line.put("path", request.path());
            for (String name : request.queryParams().names()) {
                line.put("query." + name, redacted(name, String.join(",", request.queryParams(name))));
            }
        }
    }

    private String redacted(String name, String value) {
        return settings.redacted.contains(name.toLowerCase(Locale.ROOT)) ? "***" : value;
    }

    @Override
    public Place place() {
        return Place.ACCESS_LOG;
    }

    /** Where it writes. */
    @Override
    public String toString() {
        return "AccessLog[" + sink + "]";
    }
}
