package dev.lift.middleware;

import java.time.Instant;

/**
 * Keeps what {@link RateLimit} counts. A request is decided about and counted in one step that cannot be seen half-done by others, in
 * whatever process they are.
 *
 * <p>Implementations are thread-safe. They may throw anything when they cannot answer, and are to do so soon: a request waits for them.
 *
 * <pre>{@code
 * RateLimitStore store = InMemoryRateLimitStore.ofKeys(100_000);
 * app.use(RateLimit.perClient(RateLimitPolicy.tokenBucket(100, Duration.ofMinutes(1))).store(store));
 * }</pre>
 */
@FunctionalInterface
public interface RateLimitStore {
    /**
     * Decides about a request, and counts it when it is let through.
     *
     * @param key what is counted, up to 200 characters
     * @param policy decides
     * @param now the time
     * @return the decision
     * @throws Exception when the store cannot answer
     */
    RateLimitPolicy.Decision take(String key, RateLimitPolicy policy, Instant now) throws Exception;
}
