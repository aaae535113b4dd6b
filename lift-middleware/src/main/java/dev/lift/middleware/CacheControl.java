package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;

/**
 * Says in {@code Cache-Control} (RFC 9111 section 5.2.2) for how long clients and proxies may keep a reply to a request that reads. A
 * failure, a reply to a request that changes something, and one that sets a cookie are not to be kept. What the handler has said itself
 * stays. A reply to a caller who is known is kept by that caller's own client alone, whatever was configured.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * app.group("/catalogue", catalogue -> catalogue
 *         .use(CacheControl.forEverybody(Duration.ofMinutes(5)))
 *         .get("/{sku}", hello));
 * }</pre>
 */
public final class CacheControl implements Placed {
    private final String value;
    private final String valueForKnown;

    private CacheControl(String value, String valueForKnown) {
        this.value = value;
        this.valueForKnown = valueForKnown;
    }

    /**
     * Lets everybody keep replies, proxies and content delivery networks too. For what is the same for all callers.
     *
     * @param age whole seconds from 0 to a year
     * @return the middleware
     * @throws IllegalArgumentException when it is outside its range
     */
    public static CacheControl forEverybody(Duration age) {
        return new CacheControl("public, max-age=" + seconds(age), "private, max-age=" + seconds(age));
    }

    /**
     * Lets only the caller's own client keep replies.
     *
     * @param age whole seconds from 0 to a year
     * @return the middleware
     * @throws IllegalArgumentException when it is outside its range
     */
    public static CacheControl forCaller(Duration age) {
        String value = "private, max-age=" + seconds(age);
        return new CacheControl(value, value);
    }

    /**
     * Lets nobody keep replies.
     *
     * @return the middleware
     */
    public static CacheControl forNobody() {
        return new CacheControl("no-store", "no-store");
    }

    private static long seconds(Duration age) {
        if (age.isNegative() || age.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("A reply may be kept for 0 seconds to a year, was " + age);
        }
        return age.toSeconds();
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        Response response = next.handle(request);
        if (response.headers().contains("Cache-Control")) {
            return response;
        }
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        boolean kept = read && response.status() < 400 && !response.headers().contains("Set-Cookie");
        return response.header("Cache-Control", !kept ? "no-store" : isKnown(request) ? valueForKnown : value);
    }

    private static boolean isKnown(Request request) {
        return Principal.of(request).isPresent()
                || !request.headers("Authorization").isEmpty();
    }

    @Override
    public Place place() {
        return Place.CONDITIONAL;
    }

    /** The value. */
    @Override
    public String toString() {
        return "CacheControl[" + value + "]";
    }
}
