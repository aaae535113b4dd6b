package dev.lift.recovery;

import dev.lift.Handler;
import dev.lift.Middleware;
import dev.lift.errors.DeferredErrors;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link Recovery} around routes. A reply with a status from 500 counts as a failure, one with 502, 503 or 504 as one that may
 * pass; 4xx is success. Errors of attempts that are made up for are logged as such, and reach no alarm.
 *
 * <p>Requests are repeated for the idempotent methods alone (RFC 9110 section 9.2.2), and a recovery that hedges
 * repeats for the safe ones alone (section 9.2.1): nobody knows how far a {@code POST} has come.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * Recovery<Response> database = Recovery.<Response>builder("database")
 *         .retry(retry -> retry.attempts(2))
 *         .timeout(Duration.ofSeconds(5))
 *         .build();
 * app.group("/orders", orders -> orders.use(RecoveryMiddleware.of(database)).get("/{id}", this::order));
 * }</pre>
 */
public final class RecoveryMiddleware implements Middleware {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private final Recovery<Response> recovery;
    private final Set<String> repeated;
    private final Function<Request, @Nullable String> staleKey;

    private RecoveryMiddleware(
            Recovery<Response> recovery, Set<String> repeated, Function<Request, @Nullable String> staleKey) {
        this.recovery = recovery;
        this.repeated = repeated;
        this.staleKey = staleKey;
    }

    /**
     * Makes a middleware.
     *
     * @param recovery the recovery, which may also be called through elsewhere
     * @return the middleware
     */
    public static RecoveryMiddleware of(Recovery<Response> recovery) {
        Set<String> repeated = recovery.settings.hedge == null ? IDEMPOTENT : SAFE;
        return new RecoveryMiddleware(recovery, repeated, request -> null);
    }

    /**
     * Returns a copy that repeats requests of further methods. Their handlers must do no more when they are called twice than once.
     *
     * @param methods such as {@code POST}
     * @return the copy
     */
    public RecoveryMiddleware repeating(String... methods) {
        Set<String> all = new TreeSet<>(repeated);
        all.addAll(Set.of(methods));
        return new RecoveryMiddleware(recovery, all, staleKey);
    }

    /**
     * Returns a copy that keeps replies to {@code GET}, for when there is none later. Needs {@link
     * RecoveryBuilder#staleOnError}.
     *
     * @param key returns what a reply depends on, the tenant and the user included; null for requests whose replies are not kept
     * @return the copy
     */
    public RecoveryMiddleware staleBy(Function<Request, @Nullable String> key) {
        return new RecoveryMiddleware(recovery, repeated, key);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        DeferredErrors deferred = DeferredErrors.of(request);
        Response reply = null;
        try {
            reply = call(request, next);
        } catch (FailedResponse failed) {
            reply = failed.response();
        } finally {
            deferred.end(reply);
        }
        return reply;
    }

    private Response call(Request request, Handler next) throws Exception {
        Call<Response, Exception> call = attempt -> FailedResponse.throwIfFailed(next.handle(request), recovery.clock);
        if (!repeated.contains(request.method())) {
            return recovery.callOnce(request.deadline(), call);
        }
        String key = request.method().equals("GET") ? staleKey.apply(request) : null;
        return key == null ? recovery.call(request.deadline(), call) : recovery.call(request.deadline(), key, call);
    }
}
