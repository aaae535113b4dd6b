package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps replies in this process and gives them again, as a shared cache of RFC 9111 may: those to a GET that is the same for everybody.
 * Handlers behind it need not run for what is kept; {@code Age} and {@code Cache-Status} (RFC 9211) say that it was.
 *
 * <p>Nothing is kept or given of a request with {@code Authorization}, with a cookie, or of a known caller; and no reply but 200, none that
 * sets a cookie, none that says {@code private}, {@code no-store} or {@code no-cache}, and none that varies by everything. The key has the
 * host, the path, the query as it came, the tenant, and each header that the reply says it varies by. What else a handler looks at would be
 * mixed up: such a handler says so in {@code Vary}.
 *
 * <p>It holds so many bytes of bodies; the longest unused go first. Thread-safe.
 *
 * <pre>{@code
 * app.group("/catalogue", catalogue -> catalogue
 *         .use(ResponseCache.of(Duration.ofMinutes(1)))
 *         .get("/{sku}", hello));
 * }</pre>
 */
public final class ResponseCache implements Placed {
    private static final int MOST_VARIANTS = 16;
    private static final long DEFAULT_BYTES = 8L * 1024 * 1024;

    /** What an entry takes beside its body, as near as it has to be known. */
    private static final int OVERHEAD_BYTES = 1_024;

    private final Duration keep;
    private final long mostBytes;
    private final Clock clock;

    /** By key, the longest unused first. Guarded by itself, as is the number below. */
    private final Map<String, List<Variant>> entries = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    private final Size size = new Size();

    /** How many bytes are held. */
    private static final class Size {
        long bytes;
    }

    /** A reply, and the headers of requests that it is for. */
    private record Variant(Map<String, List<String>> selected, Response response, Instant since) {
        boolean isFor(Request request) {
            for (Map.Entry<String, List<String>> each : selected.entrySet()) {
                if (!request.headers(each.getKey()).equals(each.getValue())) {
                    return false;
                }
            }
            return true;
        }

        long bytes() {
            return response.bodyLength() + (long) OVERHEAD_BYTES;
        }
    }

    private ResponseCache(Duration keep, long mostBytes, Clock clock) {
        this.keep = keep;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /**
     * Makes an empty one that holds 8 MB.
     *
     * @param keep for how long a reply is given, from a second
     * @return the middleware
     * @throws IllegalArgumentException when it is shorter
     */
    public static ResponseCache of(Duration keep) {
        if (keep.toSeconds() < 1) {
            throw new IllegalArgumentException("Replies are kept for a second at least, was " + keep);
        }
        return new ResponseCache(keep, DEFAULT_BYTES, Clock.systemUTC());
    }

    /**
     * Sets how much it holds.
     *
     * @param bytes from 10,000
     * @return an empty one with it
     * @throws IllegalArgumentException when it is less
     */
    public ResponseCache maxBytes(long bytes) {
        if (bytes < 10_000) {
            throw new IllegalArgumentException("A cache holds 10,000 bytes at least, was " + bytes);
        }
        return new ResponseCache(keep, bytes, clock);
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall the clock
     * @return an empty one with it
     */
    public ResponseCache clock(Clock wall) {
        return new ResponseCache(keep, mostBytes, wall);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (!isForEverybody(request)) {
            return next.handle(request);
        }
        String key = key(request);
        Variant kept = find(key, request);
        if (kept != null) {
            long age = Math.max(0, Duration.between(kept.since, clock.instant()).toSeconds());
            return kept.response.header("Age", Long.toString(age)).header("Cache-Status", "lift; hit");
        }
        Response response = next.handle(request);
        if (mayBeKept(response)) {
            keep(key, variant(request, response));
        }
        return response;
    }

    private static boolean isForEverybody(Request request) {
        return request.method().equals("GET")
                && request.headers("Authorization").isEmpty()
                && request.headers("Cookie").isEmpty()
                && request.headers("Range").isEmpty()
                && Principal.of(request).isEmpty()
                && request.bodyLength() == 0;
    }

    private boolean mayBeKept(Response response) {
        if (response.status() != 200
                || response.headers().contains("Set-Cookie")
                || response.bodyLength() + (long) OVERHEAD_BYTES > mostBytes) {
            return false;
        }
        for (String each : response.headers().all("Cache-Control")) {
            String value = each.toLowerCase(Locale.ROOT);
            if (value.contains("private") || value.contains("no-store") || value.contains("no-cache")) {
                return false;
            }
        }
        return varies(response).size() <= MOST_VARIANTS && !varies(response).contains("*");
    }

    private static List<String> varies(Response response) {
        List<String> names = new ArrayList<>();
        for (String each : String.join(",", response.headers().all("Vary")).split(",", -1)) {
            if (!each.isBlank()) {
                names.add(each.trim());
            }
        }
        return names;
    }

    /** With the length of each part before it, so that no two lists of parts look alike. */
    private static String key(Request request) {
        StringBuilder key = new StringBuilder();
        for (String part : List.of(
                String.join(",", request.headers("Host")),
                request.path(),
                request.hasQuery() ? "?" + request.queryString() : "",
                Tenant.of(request).orElse(""))) {
            key.append(part.length()).append(':').append(part);
        }
        return key.toString();
    }

    private Variant variant(Request request, Response response) {
        Map<String, List<String>> selected = new LinkedHashMap<>();
        for (String name : varies(response)) {
            selected.put(name, request.headers(name));
        }
        return new Variant(selected, response, clock.instant());
    }

    /** A clock that was set back makes nothing fresh for longer. */
    private boolean isFresh(Variant variant) {
        Duration age = Duration.between(variant.since, clock.instant());
        return !age.isNegative() && age.compareTo(keep) < 0;
    }

    private @Nullable Variant find(String key, Request request) {
        synchronized (entries) {
            for (Variant variant : entries.getOrDefault(key, List.of())) {
                if (isFresh(variant) && variant.isFor(request)) {
                    return variant;
                }
            }
            return null;
        }
    }

    private void keep(String key, Variant added) {
        synchronized (entries) {
            List<Variant> variants = entries.computeIfAbsent(key, absent -> new ArrayList<>());
            variants.removeIf(each -> {
                boolean gone = !isFresh(each) || each.selected.equals(added.selected);
                size.bytes -= gone ? each.bytes() : 0;
                return gone;
            });
            if (variants.size() >= MOST_VARIANTS) {
                size.bytes -= variants.remove(0).bytes();
            }
            variants.add(added);
            size.bytes += added.bytes();
            makeRoom(key);
        }
    }

    private void makeRoom(String kept) {
        Iterator<Map.Entry<String, List<Variant>>> longestUnused =
                entries.entrySet().iterator();
        while (size.bytes > mostBytes && longestUnused.hasNext()) {
            Map.Entry<String, List<Variant>> entry = longestUnused.next();
            if (!entry.getKey().equals(kept)) {
                entry.getValue().forEach(each -> size.bytes -= each.bytes());
                longestUnused.remove();
            }
        }
        List<Variant> own = entries.getOrDefault(kept, List.of());
        while (size.bytes > mostBytes && own.size() > 1) {
            size.bytes -= own.remove(0).bytes();
        }
    }

    @Override
    public Place place() {
        return Place.CACHE;
    }

    /** For how long it keeps replies. */
    @Override
    public String toString() {
        return "ResponseCache[" + keep + "]";
    }
}
