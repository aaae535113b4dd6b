package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Does once what a client sends several times with one {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header): the first
 * is handled, the others get its reply, with {@code Idempotency-Replayed: true}. Without a key POST and PATCH get 400; while the first
 * is handled others get 409 with {@code Retry-After}; a key that comes with another payload gets 422. Requests that only read are not
 * looked at.
 *
 * <p>A key is the caller's own: of its {@link Principal} and {@link Tenant}, the method and the path, so this is used behind an authentication. What is
 * kept is what sending again would not change: 2xx, 3xx and most 4xx. After a 5xx, and after 400, 401, 403, 408, 409, 422, 423, 424, 425
 * and 429, the request may be sent again and is handled again. Cookies are not kept.
 *
 * <p>Whoever handles a request holds its key until the invocation's deadline and some time more. When its process dies meanwhile, the
 * key is free after that; should it be alive all the same and finish later, its reply reaches its own client and changes nothing in the
 * store. So handlers whose effect must not happen twice complete the claim in the transaction that has the effect ({@link
 * IdempotencyClaim}), make the effect itself depend on the key, or are over by the deadline.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.group("/payments", payments -> payments
 *         .use(Idempotency.with(InMemoryIdempotencyStore.ofRecords(1_000)).keepFor(Duration.ofHours(1)))
 *         .post("/", hello));
 * }</pre>
 */
public final class Idempotency implements Placed {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST_KEY = 255;
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** Those that HTTP does not make idempotent (RFC 9110 section 9.2.2, RFC 5789). */
    private static final Set<String> NEEDING_A_KEY = Set.of("POST", "PATCH");

    /** What sending again, as it is or corrected, may change. */
    private static final Set<Integer> NOT_FINAL = Set.of(400, 401, 403, 408, 409, 421, 422, 423, 424, 425, 429);

    /** The longest that Lambda lets a function run, where nobody says how long this one may. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);

    private final IdempotencyStore store;
    private final Settings settings;

    /** What can be set. Changed in copies alone. */
    private static final class Settings {
        boolean required = true;
        boolean canonicalJson;
        boolean failingOpen;
        Duration keepFor = Duration.ofDays(1);
        Duration margin = Duration.ofSeconds(10);
        Predicate<String> headers = name -> true;
        Function<Request, String> scope = request -> {
            String tenant = Tenant.of(request).orElse("");
            return tenant.length() + ":" + tenant
                    + Principal.of(request).map(Principal::id).orElse("");
        };
        Clock clock = Clock.systemUTC();

        Settings copy() {
            Settings copy = new Settings();
            copy.required = required;
            copy.canonicalJson = canonicalJson;
            copy.failingOpen = failingOpen;
            copy.keepFor = keepFor;
            copy.margin = margin;
            copy.headers = headers;
            copy.scope = scope;
            copy.clock = clock;
            return copy;
        }
    }

    private Idempotency(IdempotencyStore store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * Makes one that keeps replies for a day.
     *
     * @param store keeps what was begun and done
     * @return the middleware
     */
    public static Idempotency with(IdempotencyStore store) {
        return new Idempotency(store, new Settings());
    }

    private Idempotency changed(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new Idempotency(store, copy);
    }

    /**
     * Handles requests without a key as if this were not there.
     *
     * @return the middleware with it
     */
    public Idempotency optional() {
        return changed(copy -> copy.required = false);
    }

    /**
     * Takes two JSON bodies for one payload when they differ in blanks, in the order of members, or in how numbers and characters are
     * written. Unless set, bodies are compared byte by byte.
     *
     * @return the middleware with it
     */
    public Idempotency comparingJson() {
        return changed(copy -> copy.canonicalJson = true);
    }

    /**
     * Handles requests while the store cannot be asked, at the risk that some are handled twice. Unless set, they get 503.
     *
     * @return the middleware with it
     */
    public Idempotency failingOpen() {
        return changed(copy -> copy.failingOpen = true);
    }

    /**
     * Sets for how long replies are kept.
     *
     * @param time from a second; a day unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it is shorter
     */
    public Idempotency keepFor(Duration time) {
        if (time.toSeconds() < 1) {
            throw new IllegalArgumentException("Replies are kept for a second at least, was " + time);
        }
        return changed(copy -> copy.keepFor = time);
    }

    /**
     * Sets for how long after the invocation's deadline a key stays with its owner: more than the clocks of two environments may differ
     * by.
     *
     * @param time from zero; 10 seconds unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it is negative
     */
    public Idempotency clockMargin(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("The margin must not be negative, was " + time);
        }
        return changed(copy -> copy.margin = time);
    }

    /**
     * Sets which headers of a reply are kept; all but {@code Set-Cookie} unless set.
     *
     * @param names the names
     * @return the middleware with it
     * @throws IllegalArgumentException when one is no name, or is {@code Set-Cookie}
     */
    public Idempotency keepingHeaders(String... names) {
        Set<String> kept = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : names) {
            if (name.equalsIgnoreCase("Set-Cookie")) {
                throw new IllegalArgumentException("Cookies are not kept: a replay may go to another client");
            }
            kept.add(HeaderNames.check(name));
        }
        return changed(copy -> copy.headers = kept::contains);
    }

    /**
     * Sets whose a key is.
     *
     * @param of returns what tells callers apart, such as a tenant and a user; those of {@link Tenant} and {@link Principal}
     *     unless set, and nothing for those whom nobody knows, who share their keys
     * @return the middleware with it
     */
    public Idempotency scope(Function<Request, String> of) {
        return changed(copy -> copy.scope = of);
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall the clock
     * @return the middleware with it
     */
    public Idempotency clock(Clock wall) {
        return changed(copy -> copy.clock = wall);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (SAFE.contains(request.method())) {
            return next.handle(request);
        }
        String sent = key(request);
        return sent == null ? next.handle(request) : handleOnce(request, next, sent);
    }

    private Response handleOnce(Request request, Handler next, String sent) throws Exception {
        String key = hash(settings.scope.apply(request), request.method(), request.path(), sent);
        String fingerprint = fingerprint(request);
        String owner = UUID.randomUUID().toString();
        Optional<IdempotencyRecord> present;
        try {
            Instant now = settings.clock.instant();
            present = store.claim(
                    key, fingerprint, owner, now, now.plus(run(request)).plus(settings.margin));
        } catch (Exception failed) {
            restoreInterrupt(failed);
            warn("The store of idempotency keys could not be asked", failed);
            if (!settings.failingOpen) {
                throw new HttpException(
                        503, "Whether this was sent before could not be found out", Headers.of("Retry-After", "1"));
            }
            return next.handle(request);
        }
        if (present.isPresent()) {
            return again(present.get(), fingerprint);
        }
        IdempotencyClaim claim = new IdempotencyClaim(key, owner, settings.clock, settings.keepFor, this::isKept);
        claim.keepIn(request);
        return keep(key, owner, claim, next.handle(request));
    }

    private static Duration run(Request request) {
        long left = request.deadline().remainingMillis();
        return left == Long.MAX_VALUE ? LONGEST_RUN : Duration.ofMillis(Math.max(0, left));
    }

    /** Answers a request that was sent before. */
    private static Response again(IdempotencyRecord record, String fingerprint) throws IOException {
        boolean same = MessageDigest.isEqual(
                record.fingerprint().getBytes(StandardCharsets.US_ASCII),
                fingerprint.getBytes(StandardCharsets.US_ASCII));
        if (!same) {
            throw new HttpException(422, "The " + HEADER + " was used before with another payload");
        }
        byte[] kept = record.reply().orElse(null);
        if (kept == null) {
            throw new HttpException(
                    409, "The request with this " + HEADER + " is being handled", Headers.of("Retry-After", "1"));
        }
        Response reply = StoredReply.read(kept);
        if (reply == null) {
            throw new HttpException(
                    409, "The request with this " + HEADER + " was handled; its reply was too large to be kept");
        }
        return reply.header("Idempotency-Replayed", "true");
    }

    /** Keeps a reply, or gives the key up. The client gets the reply whether that works or not. */
    private Response keep(String key, String owner, IdempotencyClaim claim, Response response) {
        if (claim.isCompleted() && response.status() < 500) {
            return response;
        }
        try {
            boolean isFinal = response.status() < 500 && !NOT_FINAL.contains(response.status());
            boolean stillOwner = isFinal ? claim.complete(response, store) : store.release(key, owner);
            if (!stillOwner) {
                warn("An idempotency key was somebody else's by the time that its request had been handled", null);
            }
        } catch (Exception failed) {
            restoreInterrupt(failed);
            warn(
                    "The reply to an idempotent request could not be kept; its key is free once the claim expires",
                    failed);
        }
        return response;
    }

    private boolean isKept(String header) {
        return !header.equalsIgnoreCase("Set-Cookie") && settings.headers.test(header);
    }

    private static void restoreInterrupt(Exception failed) {
        if (failed instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static void warn(String message, @Nullable Throwable cause) {
        LoggerFactory.getLogger(Idempotency.class).warn(message, cause);
    }

    /** Returns the key that the client sent; null where there need be none. */
    private @Nullable String key(Request request) {
        List<String> sent = request.headers(HEADER);
        if (sent.isEmpty()) {
            if (settings.required && NEEDING_A_KEY.contains(request.method())) {
                throw new HttpException(400, "This needs the header " + HEADER);
            }
            return null;
        }
        String key = sent.size() == 1 ? unquoted(sent.get(0)) : "";
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new HttpException(
                    400, HEADER + " must be one string of 1 to " + LONGEST_KEY + " characters, quoted or not");
        }
        return key;
    }

    /** Reads a string (RFC 9651 section 3.3.3), or one without its quotes, as most clients send it; empty for anything else. */
    private static String unquoted(String field) {
        if (!field.startsWith("\"")) {
            boolean plain =
                    field.chars().allMatch(c -> c > ' ' && c <= '~' && c != '"' && c != '\\' && c != ',' && c != ';');
            return plain ? field : "";
        }
        StringBuilder key = new StringBuilder();
        for (int i = 1; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"') {
                return i == field.length() - 1 ? key.toString() : "";
            }
            if (c == '\\') {
                i++;
                if (i == field.length() || field.charAt(i) != '"' && field.charAt(i) != '\\') {
                    return "";
                }
                c = field.charAt(i);
            }
            if (c < ' ' || c > '~') {
                return "";
            }
            key.append(c);
        }
        return "";
    }

    private String fingerprint(Request request) {
        byte[] body = request.bodyBytes();
        String type = request.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        boolean json = settings.canonicalJson && (type.startsWith("application/json") || type.contains("+json"));
        MessageDigest digest = Sha256.digest();
        update(digest, request.queryString().getBytes(StandardCharsets.UTF_8));
        update(digest, json ? CanonicalJson.of(body) : body);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String hash(String... parts) {
        MessageDigest digest = Sha256.digest();
        for (String part : parts) {
            update(digest, part.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** With its length before it, so that no two lists of parts look alike. */
    private static void update(MessageDigest digest, byte[] part) {
        digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(part);
    }

    @Override
    public Place place() {
        return Place.IDEMPOTENCY;
    }

    /** The store. */
    @Override
    public String toString() {
        return "Idempotency[" + store + "]";
    }
}
