package dev.lift.middleware;

import dev.lift.http.Attribute;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The claim that a request holds on its {@code Idempotency-Key}, for who completes it in the transaction that has the effect of the request:
 * then there is no moment in which one is done and the other is not, and a process that dies in between has done nothing. That needs a
 * store in the same database, and a middleware between {@link Idempotency} and the handler that begins and commits.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * Middleware transactions = (request, next) -> {
 *     try (Connection connection = database.get().getConnection(request.deadline())) {
 *         connection.setAutoCommit(false);
 *         Response response = next.handle(request);
 *         Optional<IdempotencyClaim> claim = IdempotencyClaim.of(request);
 *         boolean owned = response.status() < 400
 *                 && (claim.isEmpty() || claim.get().complete(response, storeIn(connection)));
 *         if (owned) {
 *             connection.commit();
 *             return response;
 *         }
 *         connection.rollback();
 *         return response.status() < 400 ? Response.status(409).text("Somebody else is at it") : response;
 *     }
 * };
 * }</pre>
 */
public final class IdempotencyClaim {
    private static final Attribute<IdempotencyClaim> CLAIM = Attribute.of("idempotencyClaim");

    private final String key;
    private final String owner;
    private final Clock clock;
    private final Duration keepFor;
    private final Predicate<String> headers;

    private volatile boolean completed;

    IdempotencyClaim(String key, String owner, Clock clock, Duration keepFor, Predicate<String> headers) {
        this.key = key;
        this.owner = owner;
        this.clock = clock;
        this.keepFor = keepFor;
        this.headers = headers;
    }

    /**
     * Returns the claim of a request.
     *
     * @param request the request
     * @return its claim; empty when no {@link Idempotency} is outside of who asks, or it had nothing to claim
     */
    public static Optional<IdempotencyClaim> of(Request request) {
        return request.get(CLAIM);
    }

    void keepIn(Request request) {
        request.set(CLAIM, this);
    }

    /**
     * Keeps a reply, in place of {@link Idempotency}, which leaves the store alone when this has returned true; unless the request ends
     * with 5xx all the same, as it does when the transaction can not be committed: then it gives up what is not completed.
     *
     * @param response the reply, as a middleware gets it: its body in bytes
     * @param store a store whose {@link IdempotencyStore#complete} is a part of the caller's transaction
     * @return false when the claim is not this request's any more: the transaction must not be committed
     * @throws Exception when the store cannot answer
     */
    public boolean complete(Response response, IdempotencyStore store) throws Exception {
        byte[] reply = StoredReply.write(response, headers, store.maxReplyBytes());
        completed = store.complete(key, owner, reply, clock.instant().plus(keepFor));
        return completed;
    }

    boolean isCompleted() {
        return completed;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "IdempotencyClaim[" + (completed ? "completed" : "in progress") + "]";
    }
}
