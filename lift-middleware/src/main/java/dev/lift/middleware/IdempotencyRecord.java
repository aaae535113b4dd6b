package dev.lift.middleware;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a key.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * IdempotencyRecord running = IdempotencyRecord.inProgress("fingerprint", Instant.EPOCH);
 * boolean done = running.reply().isPresent();
 * }</pre>
 */
public final class IdempotencyRecord {
    private final String fingerprint;
    private final Instant until;
    private final byte @Nullable [] reply;

    private IdempotencyRecord(String fingerprint, Instant until, byte @Nullable [] reply) {
        this.fingerprint = fingerprint;
        this.until = until;
        this.reply = reply;
    }

    /**
     * Makes one of a claim.
     *
     * @param fingerprint what the claim came with
     * @param until when it expires
     * @return the record
     */
    public static IdempotencyRecord inProgress(String fingerprint, Instant until) {
        return new IdempotencyRecord(fingerprint, until, null);
    }

    /**
     * Makes one of a claim that was completed.
     *
     * @param fingerprint what the claim came with
     * @param until when it expires
     * @param reply the bytes that it was completed with; copied
     * @return the record
     */
    public static IdempotencyRecord completed(String fingerprint, Instant until, byte[] reply) {
        return new IdempotencyRecord(fingerprint, until, reply.clone());
    }

    /**
     * Returns what the claim came with.
     *
     * @return the fingerprint of the request
     */
    public String fingerprint() {
        return fingerprint;
    }

    /**
     * Returns when the record expires.
     *
     * @return the time
     */
    public Instant until() {
        return until;
    }

    /**
     * Returns what the claim was completed with.
     *
     * @return a copy of the bytes, or empty while it is in progress
     */
    public Optional<byte[]> reply() {
        return reply == null ? Optional.empty() : Optional.of(reply.clone());
    }

    /** Its state; nothing of the reply. */
    @Override
    public String toString() {
        return "IdempotencyRecord[" + (reply == null ? "in progress" : "completed") + " until " + until + "]";
    }
}
