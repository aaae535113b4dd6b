package dev.lift.middleware;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records in this process: for tests, for lift-local, and for what need not be told twice within one environment. Lambda runs many
 * environments, which know nothing of each other; what must happen once needs a store that they share.
 *
 * <p>When it is full the oldest completed record goes; while all are in progress it refuses more. Thread-safe.
 *
 * <pre>{@code
 * app.use(Idempotency.with(InMemoryIdempotencyStore.ofRecords(10_000)));
 * }</pre>
 */
public final class InMemoryIdempotencyStore implements IdempotencyStore {
    private static final int MAX_REPLY_BYTES = 6 * 1024 * 1024;

    private final int most;

    /** In the order of their claims. Guarded by itself. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(String owner, IdempotencyRecord record) {
        boolean isLive(Instant now) {
            return record.until().isAfter(now);
        }

        boolean isClaimOf(String other) {
            return owner.equals(other) && record.reply().isEmpty();
        }
    }

    private InMemoryIdempotencyStore(int most) {
        this.most = most;
    }

    /**
     * Makes an empty one.
     *
     * @param most how many records it keeps, from 1
     * @return the store
     * @throws IllegalArgumentException when it is below 1
     */
    public static InMemoryIdempotencyStore ofRecords(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A store keeps at least 1 record, was " + most);
        }
        return new InMemoryIdempotencyStore(most);
    }

    @Override
    public Optional<IdempotencyRecord> claim(String key, String fingerprint, String owner, Instant now, Instant until) {
        synchronized (entries) {
            Entry present = entries.get(key);
            if (present != null && present.isLive(now)) {
                return Optional.of(present.record);
            }
            entries.remove(key); // It would keep its old place.
            if (entries.size() >= most) {
                makeRoom(now);
            }
            entries.put(key, new Entry(owner, IdempotencyRecord.inProgress(fingerprint, until)));
            return Optional.empty();
        }
    }

    private void makeRoom(Instant now) {
        Iterator<Entry> oldestFirst = entries.values().iterator();
        while (oldestFirst.hasNext()) {
            Entry entry = oldestFirst.next();
            if (!entry.isLive(now) || entry.record.reply().isPresent()) {
                oldestFirst.remove();
                return;
            }
        }
        throw new IllegalStateException("All " + most + " records of the store are in progress");
    }

    @Override
    public boolean complete(String key, String owner, byte[] reply, Instant until) {
        synchronized (entries) {
            Entry claim = claimOf(key, owner);
            if (claim == null) {
                return false;
            }
            entries.put(key, new Entry(owner, IdempotencyRecord.completed(claim.record.fingerprint(), until, reply)));
            return true;
        }
    }

    @Override
    public boolean release(String key, String owner) {
        synchronized (entries) {
            return claimOf(key, owner) != null && entries.remove(key) != null;
        }
    }

    private @Nullable Entry claimOf(String key, String owner) {
        Entry entry = entries.get(key);
        return entry != null && entry.isClaimOf(owner) ? entry : null;
    }

    @Override
    public int maxReplyBytes() {
        return MAX_REPLY_BYTES;
    }

    /** How many records it keeps. */
    @Override
    public String toString() {
        return "InMemoryIdempotencyStore[" + most + " records]";
    }
}
