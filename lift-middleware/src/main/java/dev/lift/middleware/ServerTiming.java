package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Attribute;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Says in {@code Server-Timing} (W3C) how long a request took, and parts of it that handlers name; browsers draw them. Anybody can read
 * it: where times tell too much, it is used for some requests only, with {@link dev.lift.Middleware#when}.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(ServerTiming.total());
 * app.get("/orders", request -> {
 *     long begun = System.nanoTime();
 *     Object found = users.find(1);
 *     ServerTiming.add(request, "db", Duration.ofNanos(System.nanoTime() - begun));
 *     return Response.json(found);
 * });
 * }</pre>
 */
public final class ServerTiming implements Placed {
    private static final Attribute<List<String>> PARTS = Attribute.of("server timing");
    private static final int MOST_PARTS = 50;

    private final LongSupplier ticker;

    private ServerTiming(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Makes one.
     *
     * @return the middleware, whose metric {@code total} is the time from here to the handler and back
     */
    public static ServerTiming total() {
        return new ServerTiming(new SystemTicker());
    }

    /**
     * Sets what time is measured by, for tests.
     *
     * @param nanos counts nanoseconds
     * @return the middleware with it
     */
    public ServerTiming ticker(LongSupplier nanos) {
        return new ServerTiming(nanos);
    }

    /**
     * Names a part of the time. Does nothing where this middleware is not used, or has 50 parts already.
     *
     * @param request the request
     * @param name a token, such as {@code db}
     * @param took how long it took
     * @throws IllegalArgumentException when the name is no token
     */
    public static void add(Request request, String name, Duration took) {
        HeaderNames.check(name); // A token, as the names of headers are.
        request.get(PARTS).ifPresent(parts -> {
            synchronized (parts) {
                if (parts.size() < MOST_PARTS) {
                    parts.add(metric(name, took.toNanos()));
                }
            }
        });
    }

    /** In milliseconds with a tenth of them, as {@code String.format} would cost a cold start. */
    private static String metric(String name, long nanos) {
        long tenths = Math.max(0, nanos) / 100_000;
        return name + ";dur=" + tenths / 10 + "." + tenths % 10;
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        List<String> parts = new ArrayList<>();
        request.set(PARTS, parts);
        long begun = ticker.getAsLong();
        Response response = next.handle(request);
        synchronized (parts) {
            parts.add(0, metric("total", ticker.getAsLong() - begun));
            return response.addHeader("Server-Timing", String.join(", ", parts));
        }
    }

    @Override
    public Place place() {
        return Place.SERVER_TIMING;
    }

    @Override
    public String toString() {
        return "ServerTiming";
    }
}
