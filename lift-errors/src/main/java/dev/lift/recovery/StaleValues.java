package dev.lift.recovery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The last value of each key, for when there is no new one. Of too many keys, those that were not used for longest are dropped. */
final class StaleValues<T> {
    private final Duration maxAge;
    private final int maxKeys;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Kept<T>> values = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    StaleValues(Duration maxAge, int maxKeys, Clock clock) {
        this.maxAge = maxAge;
        this.maxKeys = maxKeys;
        this.clock = clock;
    }

    void put(String key, T value) {
        Kept<T> kept = new Kept<>(value, clock.instant());
        lock.lock();
        try {
            values.put(key, kept);
            if (values.size() > maxKeys) {
                values.remove(values.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    T get(String key) {
        lock.lock();
        try {
            Kept<T> kept = values.get(key);
            if (kept == null) {
                return null;
            }
            boolean tooOld = clock.instant().isAfter(kept.since.plus(maxAge));
            return tooOld ? null : kept.value;
        } finally {
            lock.unlock();
        }
    }

    private record Kept<T>(T value, Instant since) {}
}
