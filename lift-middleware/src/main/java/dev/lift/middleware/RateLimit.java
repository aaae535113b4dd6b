package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Lets a caller send only so many requests: 429 (RFC 6585) with {@code Retry-After} for more. Each reply says what is left, in {@code
 * RateLimit} and {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers).
 *
 * <p>A limit is for all routes that it is used on together, or for each of them with {@link #perRoute}. Clients are told apart by the
 * address that the front door vouches for, and those of IPv6 by their network of 64 bits, of which one client has all. Before an
 * authentication that keeps anybody from trying passwords; behind it, by principal, it is fair.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(RateLimit.perClient(RateLimitPolicy.tokenBucket(100, Duration.ofMinutes(1))));
 * }</pre>
 */
public final class RateLimit implements Placed {
    private static final int LONGEST_KEY = 160;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final String name;
    private final RateLimitPolicy policy;
    private final Function<Request, String> key;
    private final boolean perRoute;
    private final boolean failingClosed;
    private final RateLimitStore store;

    /** What counts while the store does not answer. */
    private final RateLimitStore local;

    private final Clock clock;

    private RateLimit(
            String name,
            RateLimitPolicy policy,
            Function<Request, String> key,
            boolean perRoute,
            boolean failingClosed,
            RateLimitStore store,
            RateLimitStore local,
            Clock clock) {
        this.name = name;
        this.policy = policy;
        this.key = key;
        this.perRoute = perRoute;
        this.failingClosed = failingClosed;
        this.store = store;
        this.local = local;
        this.clock = clock;
    }

    /**
     * Limits each client by its address.
     *
     * @param policy how many requests in what time
     * @return the middleware, which counts in this process
     */
    public static RateLimit perClient(RateLimitPolicy policy) {
        return keyedBy("client", policy, new ByClient());
    }

    /**
     * Limits each caller who is known; others by their address.
     *
     * @param policy how many requests in what time
     * @return the middleware, which counts in this process
     */
    public static RateLimit perPrincipal(RateLimitPolicy policy) {
        return keyedBy(
                "principal",
                policy,
                request -> Principal.of(request)
                        .map(principal -> "principal:" + principal.id())
                        .orElseGet(() -> client(request)));
    }

    /**
     * Limits each tenant; requests of none by their address.
     *
     * @param policy how many requests in what time
     * @return the middleware, which counts in this process
     */
    public static RateLimit perTenant(RateLimitPolicy policy) {
        return keyedBy(
                "tenant",
                policy,
                request -> Tenant.of(request).map(tenant -> "tenant:" + tenant).orElseGet(() -> client(request)));
    }

    /**
     * Limits by anything else.
     *
     * @param name what the limit is called in headers and keys: letters, digits, {@code -} and {@code _}
     * @param policy how many requests in what time
     * @param key returns what is counted together; it must be thread-safe
     * @return the middleware, which counts in this process
     * @throws IllegalArgumentException when the name has other characters
     */
    public static RateLimit keyedBy(String name, RateLimitPolicy policy, Function<Request, String> key) {
        RateLimitStore local = InMemoryRateLimitStore.ofKeys(10_000);
        return new RateLimit(
                checked(name),
                policy,
                key,
                /* perRoute= */ false,
                /* failingClosed= */ false,
                local,
                local,
                Clock.systemUTC());
    }

    private static String checked(String name) {
        boolean plain = !name.isEmpty() && Characters.areOfNames(name) && name.indexOf('.') < 0;
        if (!plain || name.length() > 30) {
            throw new IllegalArgumentException(
                    "The name of a limit is 1 to 30 letters, digits, - and _, was '" + name + "'");
        }
        return name;
    }

    /**
     * Sets the name, which tells limits in one store apart.
     *
     * @param other letters, digits, {@code -} and {@code _}
     * @return the middleware with it
     * @throws IllegalArgumentException when it has other characters
     */
    public RateLimit named(String other) {
        return new RateLimit(checked(other), policy, key, perRoute, failingClosed, store, local, clock);
    }

    /** A class, as a method reference would cost a start more. */
    private static final class ByClient implements Function<Request, String> {
        @Override
        public String apply(Request request) {
            return client(request);
        }
    }

    private static String client(Request request) {
        byte[] address = IpRange.parseAddress(request.clientIp());
        if (address == null) {
            return "client:" + request.clientIp();
        }
        boolean ipv4 = IpRange.IPV4.contains(address);
        return "client:" + HexFormat.of().formatHex(address, 0, ipv4 ? address.length : IPV6_NETWORK_BYTES);
    }

    /**
     * Counts for each route by itself.
     *
     * @return the middleware with it
     */
    public RateLimit perRoute() {
        return new RateLimit(name, policy, key, /* perRoute= */ true, failingClosed, store, local, clock);
    }

    /**
     * Sets where it counts.
     *
     * @param shared the store; one in this process unless set
     * @return the middleware with it
     */
    public RateLimit store(RateLimitStore shared) {
        return new RateLimit(name, policy, key, perRoute, failingClosed, shared, local, clock);
    }

    /**
     * Answers with 503 while the store does not answer, as is right before a login. Unless set, this process counts meanwhile.
     *
     * @return the middleware with it
     */
    public RateLimit failingClosed() {
        return new RateLimit(name, policy, key, perRoute, /* failingClosed= */ true, store, local, clock);
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall the clock
     * @return the middleware with it
     */
    public RateLimit clock(Clock wall) {
        return new RateLimit(name, policy, key, perRoute, failingClosed, store, local, wall);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        RateLimitPolicy.Decision decision = take(storeKey(request));
        String limit = "\"" + name + "\";r=" + decision.remaining() + ";t=" + seconds(decision.reset());
        String quota = "\"" + name + "\"" + policy.parameters();
        if (!decision.allowed()) {
            throw new HttpException(
                    429,
                    "Too many requests; try again later",
                    Headers.of(
                            "Retry-After",
                            Long.toString(Math.max(1, seconds(decision.retryAfter()))),
                            "RateLimit",
                            limit,
                            "RateLimit-Policy",
                            quota));
        }
        return next.handle(request).addHeader("RateLimit", limit).addHeader("RateLimit-Policy", quota);
    }

    private static long seconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }

    private RateLimitPolicy.Decision take(String counted) throws Exception {
        try {
            return store.take(counted, policy, clock.instant());
        } catch (Exception failed) {
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LoggerFactory.getLogger(RateLimit.class)
                    .warn("The store of the rate limit {} does not answer", name, failed);
            if (failingClosed) {
                throw new HttpException(
                        503, "How much was sent before could not be found out", Headers.of("Retry-After", "1"));
            }
            return local.take(counted, policy, clock.instant());
        }
    }

    /** With the length of each part before it, so that no two lists of parts look alike; of a bounded size. */
    private String storeKey(Request request) {
        String own = key.apply(request);
        String route = perRoute ? request.route().toString() : "";
        String all = name + " " + route.length() + ":" + route + own;
        return all.length() <= LONGEST_KEY
                ? all
                : name + " " + HexFormat.of().formatHex(Sha256.of(all.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Place place() {
        return Place.RATE_LIMIT;
    }

    /** The name and the policy. */
    @Override
    public String toString() {
        return "RateLimit[" + name + ": " + policy + "]";
    }
}
