package dev.lift.middleware;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts in this process. Lambda runs many environments, which count each for itself: a limit for all of them together needs a store that
 * they share.
 *
 * <p>It is bounded. When it is full, keys that nothing is known of any more make room; while there are none, keys that are new are counted
 * together as one, so that nobody who is over a limit gets a fresh one by crowding the others out. Thread-safe.
 *
 * <pre>{@code
 * RateLimitStore store = InMemoryRateLimitStore.ofKeys(10_000);
 * }</pre>
 */
public final class InMemoryRateLimitStore implements RateLimitStore {
    private static final String ALL_OTHERS = "";

    /** How many are looked at for one that can go. The longest unused come first. */
    private static final int MOST_LOOKS = 8;

    private final int most;

    /** The longest unused first. Guarded by itself. */
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    private record Entry(RateLimitPolicy.State state, Instant expires) {}

    private InMemoryRateLimitStore(int most) {
        this.most = most;
    }

    /**
     * Makes an empty one.
     *
     * @param most how many keys it keeps, from 1
     * @return the store
     * @throws IllegalArgumentException when it is below 1
     */
    public static InMemoryRateLimitStore ofKeys(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A store keeps at least 1 key, was " + most);
        }
        return new InMemoryRateLimitStore(most);
    }

    @Override
    public RateLimitPolicy.Decision take(String key, RateLimitPolicy policy, Instant now) {
        synchronized (entries) {
            String counted = entries.containsKey(key) || hasRoom(now) ? key : ALL_OTHERS;
            Entry entry = entries.get(counted);
            RateLimitPolicy.Decision decision = policy.decide(entry == null ? null : entry.state, now);
            entries.put(counted, new Entry(decision.state(), decision.expires()));
            return decision;
        }
    }

    private boolean hasRoom(Instant now) {
        if (entries.size() < most) {
            return true;
        }
        Iterator<Entry> longestUnused = entries.values().iterator();
        for (int i = 0; i < MOST_LOOKS && longestUnused.hasNext(); i++) {
            if (!longestUnused.next().expires.isAfter(now)) {
                longestUnused.remove();
                return true;
            }
        }
        return false;
    }

    /** How many keys it keeps. */
    @Override
    public String toString() {
        return "InMemoryRateLimitStore[" + most + " keys]";
    }
}
