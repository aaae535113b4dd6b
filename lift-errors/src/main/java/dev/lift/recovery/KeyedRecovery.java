package dev.lift.recovery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A recovery for each key, so that one tenant's or one host's failures do not stop the calls of others.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * KeyedRecovery<Price> prices = Recovery.<Price>builder("prices").circuitBreaker(breaker -> {}).perKey(1_000);
 * Price price = prices.of(host).call(request.deadline(), attempt -> client.price(host, sku));
 * }</pre>
 *
 * @param <T> the type of the result
 */
public final class KeyedRecovery<T> {
    private final RecoveryBuilder<T> settings;
    private final int maxKeys;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Recovery<T>> recoveries = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    KeyedRecovery(RecoveryBuilder<T> settings, int maxKeys) {
        if (maxKeys < 1) {
            throw new IllegalArgumentException("keys must be at least 1, was " + maxKeys);
        }
        this.settings = settings.copy();
        this.maxKeys = maxKeys;
        this.settings.build(); // Whatever contradicts itself fails now.
    }

    /**
     * Returns the recovery of a key.
     *
     * @param key the key
     * @return the same recovery each time, until the key is dropped
     */
    public Recovery<T> of(String key) {
        lock.lock();
        try {
            Recovery<T> recovery = recoveries.get(key);
            if (recovery == null) {
                recovery = settings.build();
                recoveries.put(key, recovery);
                if (recoveries.size() > maxKeys) {
                    recoveries.remove(recoveries.keySet().iterator().next());
                }
            }
            return recovery;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns how many keys are kept.
     *
     * @return the count
     */
    public int size() {
        lock.lock();
        try {
            return recoveries.size();
        } finally {
            lock.unlock();
        }
    }
}
