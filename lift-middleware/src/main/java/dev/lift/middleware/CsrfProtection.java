package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses with 403 what a page of another site makes a browser send with the user's cookies: requests that change something and that
 * did not come from a page of the same origin. Browsers say where a request comes from, in {@code Sec-Fetch-Site} (Fetch Metadata) or
 * else in {@code Origin}; no token and no form of theirs is needed, and the content type is not asked.
 *
 * <p>A request with neither does not come from a browser of today; it passes when it has no cookie and no password of HTTP, the
 * credentials that browsers send on their own. Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(CsrfProtection.sameOrigin().trusting("https://app.example.com"));
 * }</pre>
 */
public final class CsrfProtection implements Placed {
    /** RFC 9110 section 9.2.1. */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final Set<String> trusted;

    private CsrfProtection(Set<String> trusted) {
        this.trusted = trusted;
    }

    /**
     * Lets only the app's own pages through.
     *
     * @return the middleware
     */
    public static CsrfProtection sameOrigin() {
        return new CsrfProtection(Set.of());
    }

    /**
     * Lets pages of other origins through as well.
     *
     * @param origins the origins, as browsers write them
     * @return the middleware with them, in place of those before
     * @throws IllegalArgumentException when one is written otherwise, or is {@code null}, which is anybody's
     */
    public CsrfProtection trusting(String... origins) {
        Set<String> all = new TreeSet<>();
        for (String origin : origins) {
            if (origin.equals("null")) {
                throw new IllegalArgumentException("The origin 'null' is that of any page in a sandbox");
            }
            all.add(Origin.check(origin));
        }
        return new CsrfProtection(all);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (!SAFE.contains(request.method()) && !comesFromHere(request)) {
            throw new HttpException(403, "This was not sent by a page of this origin");
        }
        return next.handle(request);
    }

    private boolean comesFromHere(Request request) {
        List<String> origins = request.headers("Origin");
        if (origins.size() == 1 && trusted.contains(origins.get(0))) {
            return true;
        }
        List<String> sites = request.headers("Sec-Fetch-Site");
        if (!sites.isEmpty()) {
            return sites.size() == 1
                    && (sites.get(0).equals("same-origin") || sites.get(0).equals("none"));
        }
        return origins.isEmpty() ? !hasAmbientCredentials(request) : isOwn(origins, request.headers("Host"));
    }

    /** What is served over TLS alone has no other scheme than https. */
    private static boolean isOwn(List<String> origins, List<String> hosts) {
        return origins.size() == 1
                && hosts.size() == 1
                && origins.get(0).equals("https://" + hosts.get(0).toLowerCase(Locale.ROOT));
    }

    private static boolean hasAmbientCredentials(Request request) {
        return !request.headers("Cookie").isEmpty()
                || request.headers("Authorization").stream()
                        .anyMatch(each -> !each.regionMatches(true, 0, "Bearer ", 0, 7));
    }

    @Override
    public Place place() {
        return Place.CSRF;
    }

    /** The origins that are trusted. */
    @Override
    public String toString() {
        return "CsrfProtection" + trusted;
    }
}
