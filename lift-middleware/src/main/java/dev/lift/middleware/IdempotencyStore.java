package dev.lift.middleware;

import java.time.Instant;
import java.util.Optional;

/**
 * Keeps what {@link Idempotency} has begun and done. Each method is one step that cannot be seen half-done by others, in whatever
 * process they are; a claim belongs to its owner alone, so that one who comes too late can neither complete nor release what another
 * has claimed since.
 *
 * <p>Expired records count as gone by the {@code now} that is given, whether the store has deleted them or not. Implementations are
 * thread-safe. They may throw anything when they cannot answer.
 *
 * <pre>{@code
 * IdempotencyStore store = InMemoryIdempotencyStore.ofRecords(10_000);
 * app.use(Idempotency.with(store));
 * }</pre>
 */
public interface IdempotencyStore {
    /**
     * Claims a key, unless somebody has claimed or completed it and that has not expired.
     *
     * @param key the key, 64 characters of ASCII
     * @param fingerprint what tells requests with one key apart, 64 characters of ASCII; kept with the claim
     * @param owner who claims, no other claim's
     * @param now the time by the claimer's clock
     * @param until when the claim expires
     * @return empty when it was claimed, else what is there
     * @throws Exception when the store cannot answer; whether the key was claimed is then not known
     */
    Optional<IdempotencyRecord> claim(String key, String fingerprint, String owner, Instant now, Instant until)
            throws Exception;

    /**
     * Keeps the reply of a claim.
     *
     * @param key the key
     * @param owner who has claimed it
     * @param reply the reply, as bytes that mean nothing to the store
     * @param until when it expires
     * @return false when the claim is not the owner's any more; nothing is changed then
     * @throws Exception when the store cannot answer
     */
    boolean complete(String key, String owner, byte[] reply, Instant until) throws Exception;

    /**
     * Gives a claim up, for the request to be sent again.
     *
     * @param key the key
     * @param owner who has claimed it
     * @return false when the claim is not the owner's any more; nothing is changed then
     * @throws Exception when the store cannot answer
     */
    boolean release(String key, String owner) throws Exception;

    /**
     * Returns how large the reply of a record may be.
     *
     * @return a number of bytes
     */
    int maxReplyBytes();
}
