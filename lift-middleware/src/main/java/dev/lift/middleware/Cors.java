package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of other origins call the API, as the Fetch standard has it (section 3.2, "CORS protocol"). To be used outermost, so that
 * preflights reach neither authentication nor limits, and a page can read each error.
 *
 * <p>Origins are compared as they stand, never by suffix or pattern. Without further words an allowed page may use GET, HEAD and POST, send
 * the headers that need no permission, and no credentials.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy, and refuses what contradicts itself.
 *
 * <pre>{@code
 * app.use(Cors.of("https://app.example.com")
 *         .methods("GET", "POST", "DELETE")
 *         .headers("Authorization", "Content-Type")
 *         .maxAge(Duration.ofHours(1)));
 * }</pre>
 */
public final class Cors implements Placed {
    private static final Duration LONGEST_MAX_AGE = Duration.ofDays(1);

    /** The headers that a page can not set, or that would undo what this decides. */
    private static final Set<String> FORBIDDEN_HEADERS = Set.of(
            "*",
            "accept-charset",
            "accept-encoding",
            "connection",
            "content-length",
            "cookie",
            "date",
            "host",
            "origin",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    private final Set<String> origins;
    private final @Nullable Predicate<String> predicate;
    private final boolean any;
    private final Set<String> methods;
    private final Set<String> headers;
    private final Set<String> exposed;
    private final boolean credentials;
    private final boolean privateNetwork;
    private final boolean refusing;
    private final @Nullable Duration maxAge;

    private Cors(Cors.Draft draft) {
        origins = Set.copyOf(draft.origins);
        predicate = draft.predicate;
        any = draft.any;
        methods = new TreeSet<>(draft.methods);
        headers = new TreeSet<>(draft.headers);
        exposed = new TreeSet<>(draft.exposed);
        credentials = draft.credentials;
        privateNetwork = draft.privateNetwork;
        refusing = draft.refusing;
        maxAge = draft.maxAge;
    }

    /** What a copy is made of. */
    private static final class Draft {
        Set<String> origins = Set.of();

        @Nullable
        Predicate<String> predicate;

        boolean any;
        Set<String> methods = Set.of("GET", "HEAD", "POST");
        Set<String> headers = Set.of();
        Set<String> exposed = Set.of();
        boolean credentials;
        boolean privateNetwork;
        boolean refusing;

        @Nullable
        Duration maxAge;
    }

    private Draft draft() {
        Draft draft = new Draft();
        draft.origins = origins;
        draft.predicate = predicate;
        draft.any = any;
        draft.methods = methods;
        draft.headers = headers;
        draft.exposed = exposed;
        draft.credentials = credentials;
        draft.privateNetwork = privateNetwork;
        draft.refusing = refusing;
        draft.maxAge = maxAge;
        return draft;
    }

    /**
     * Allows some origins.
     *
     * @param allowed the origins, as browsers write them: {@code https://app.example.com}, with a port only where it is not the scheme's
     *     own, and {@code null} for pages that have none
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or one is written otherwise
     */
    public static Cors of(String... allowed) {
        if (allowed.length == 0) {
            throw new IllegalArgumentException("Cors needs at least one origin; without any it is not needed");
        }
        Draft draft = new Draft();
        draft.origins = new TreeSet<>();
        for (String origin : allowed) {
            draft.origins.add(Origin.check(origin));
        }
        return new Cors(draft);
    }

    /**
     * Allows those origins that a predicate accepts. It gets none that is not written as browsers write them.
     *
     * @param allowed decides; it must be thread-safe
     * @return the middleware
     */
    public static Cors matching(Predicate<String> allowed) {
        Draft draft = new Draft();
        draft.predicate = allowed;
        return new Cors(draft);
    }

    /**
     * Allows pages of any origin, which may never send credentials then.
     *
     * @return the middleware
     */
    public static Cors anyOrigin() {
        Draft draft = new Draft();
        draft.any = true;
        return new Cors(draft);
    }

    /**
     * Sets the methods that a page may use.
     *
     * @param allowed the methods, upper case but for those of one's own
     * @return the middleware with them
     * @throws IllegalArgumentException when one is no method, {@code *}, or one that no browser sends
     */
    public Cors methods(String... allowed) {
        Draft draft = draft();
        draft.methods = new TreeSet<>();
        for (String method : allowed) {
            boolean forbidden = Set.of("CONNECT", "TRACE", "TRACK").contains(method.toUpperCase(Locale.ROOT));
            if (!Headers.isName(method) || method.equals("*") || forbidden) {
                throw new IllegalArgumentException("'" + method + "' is no method that a page can use; name each");
            }
            draft.methods.add(method);
        }
        return new Cors(draft);
    }

    /**
     * Sets the request headers that a page may send, beside those that need no permission.
     *
     * @param allowed the names
     * @return the middleware with them
     * @throws IllegalArgumentException when one is no name, {@code *}, or one that no page can set
     */
    public Cors headers(String... allowed) {
        Draft draft = draft();
        draft.headers = names("a page can send", allowed);
        return new Cors(draft);
    }

    /**
     * Sets the headers of replies that a page may read, beside those that need no permission.
     *
     * @param readable the names
     * @return the middleware with them
     * @throws IllegalArgumentException when one is no name, or {@code *}
     */
    public Cors exposed(String... readable) {
        Draft draft = draft();
        draft.exposed = names("a page can read", readable);
        return new Cors(draft);
    }

    private static Set<String> names(String what, String... names) {
        Set<String> checked = new TreeSet<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean forbidden = FORBIDDEN_HEADERS.contains(lower)
                    || lower.startsWith("sec-")
                    || lower.startsWith("proxy-")
                    || lower.startsWith("access-control-")
                    || lower.startsWith("set-cookie");
            if (!Headers.isName(name) || forbidden) {
                throw new IllegalArgumentException("'" + name + "' is no header that " + what + "; name each");
            }
            checked.add(lower);
        }
        return checked;
    }

    /**
     * Lets pages send cookies and client certificates, and read the replies to that.
     *
     * @return the middleware with it
     * @throws IllegalArgumentException when any origin is allowed, or one that anybody can take: {@code null}, or {@code http} on
     *     another machine
     */
    public Cors credentials() {
        if (any) {
            throw new IllegalArgumentException(
                    "Any origin and credentials would let every page act as its visitor; name the origins");
        }
        for (String origin : origins) {
            if (origin.equals("null") || Origin.isInsecure(origin)) {
                throw new IllegalArgumentException(
                        "'" + origin + "' with credentials would let anybody act as a visitor; use https, and no null");
            }
        }
        Draft draft = draft();
        draft.credentials = true;
        return new Cors(draft);
    }

    /**
     * Lets public pages call an API in a private network (the Private Network Access draft).
     *
     * @return the middleware with it
     */
    public Cors privateNetwork() {
        Draft draft = draft();
        draft.privateNetwork = true;
        return new Cors(draft);
    }

    /**
     * Sets for how long a browser may keep the answer to a preflight.
     *
     * @param age whole seconds from 0 to a day, longer than which no browser keeps one; 5 seconds are what browsers take unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it is outside its range
     */
    public Cors maxAge(Duration age) {
        if (age.isNegative() || age.compareTo(LONGEST_MAX_AGE) > 0) {
            throw new IllegalArgumentException("maxAge must be from 0 to 24 hours, was " + age);
        }
        Draft draft = draft();
        draft.maxAge = age;
        return new Cors(draft);
    }

    /**
     * Answers requests of other origins with 403. Otherwise they are served, and it is the browser that keeps the reply from the page.
     *
     * @return the middleware with it
     */
    public Cors refusingOthers() {
        Draft draft = draft();
        draft.refusing = true;
        return new Cors(draft);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        List<String> sent = request.headers("Origin");
        String allowed = sent.size() == 1 && allows(sent.get(0)) ? sent.get(0) : null;
        if (!sent.isEmpty() && isPreflight(request)) {
            Response answer = Response.noContent();
            return decided(allowed == null ? answer : preflight(answer, allowed, request));
        }
        if (refusing && !sent.isEmpty() && allowed == null) {
            return decided(refusal().toResponse(request.id()));
        }
        Response response = withoutOthers(next.handle(request));
        return decided(allowed == null ? response : actual(response, allowed));
    }

    private static HttpException refusal() {
        return new HttpException(403, "Pages of this origin may not call this API");
    }

    private boolean allows(String origin) {
        if (any) {
            return true;
        }
        return predicate == null ? origins.contains(origin) : Origin.isOrigin(origin) && predicate.test(origin);
    }

    /** An OPTIONS of anybody else is not one, and goes on to the router. */
    private static boolean isPreflight(Request request) {
        return request.method().equals("OPTIONS")
                && request.header("Access-Control-Request-Method").isPresent();
    }

    /** All that is allowed, whatever was asked for: it is the browser that compares. So nothing of a request is echoed. */
    private Response preflight(Response answer, String origin, Request request) {
        Response response =
                withOrigin(answer, origin).header("Access-Control-Allow-Methods", String.join(", ", methods));
        if (!headers.isEmpty()) {
            response = response.header("Access-Control-Allow-Headers", String.join(", ", headers));
        }
        if (maxAge != null) {
            response = response.header("Access-Control-Max-Age", Long.toString(maxAge.toSeconds()));
        }
        if (privateNetwork
                && request.header("Access-Control-Request-Private-Network")
                        .filter("true"::equals)
                        .isPresent()) {
            response = response.header("Access-Control-Allow-Private-Network", "true");
        }
        return response;
    }

    private Response actual(Response response, String origin) {
        Response readable = withOrigin(response, origin);
        return exposed.isEmpty()
                ? readable
                : readable.header("Access-Control-Expose-Headers", String.join(", ", exposed));
    }

    private Response withOrigin(Response response, String origin) {
        Response allowed = response.header("Access-Control-Allow-Origin", any ? "*" : origin);
        return credentials ? allowed.header("Access-Control-Allow-Credentials", "true") : allowed;
    }

    /** What a handler says of this is not what was decided here, and two of it no browser takes. */
    private static Response withoutOthers(Response response) {
        Response cleaned = response;
        for (String name : List.of("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")) {
            if (cleaned.headers().contains(name)) {
                cleaned = cleaned.withoutHeader(name);
            }
        }
        return cleaned;
    }

    /** A cache must not give a page the reply to another, also where that has no header of this. */
    private Response decided(Response response) {
        return any ? response : Vary.add(response, "Origin");
    }

    @Override
    public Place place() {
        return Place.CORS;
    }

    /** The origins. */
    @Override
    public String toString() {
        return "Cors" + (any ? "[*]" : predicate == null ? new TreeSet<>(origins) : "[matching]");
    }
}
