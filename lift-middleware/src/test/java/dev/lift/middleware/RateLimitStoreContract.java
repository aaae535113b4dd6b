package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of rate limits does: stores of other modules extend it, too. Ids are those of the fault catalogue. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RateLimitStoreContract {
    /** Far ahead: a store may delete what has expired by the clock on the wall. */
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    private static final RateLimitPolicy BUCKET = RateLimitPolicy.tokenBucket(5, Duration.ofSeconds(10));
    private static final RateLimitPolicy WINDOW = RateLimitPolicy.slidingWindow(5, Duration.ofSeconds(10));

    protected RateLimitStoreContract() {}

    /** Makes an empty store. */
    protected abstract RateLimitStore store() throws Exception;

    /** How often each of many threads asks; less often where each takes longer. */
    protected int asks() {
        return 200;
    }

    /** A store keeps two numbers for a policy, and decides as the policy alone would, whatever the clock does. */
    @Test
    void decisions_areThoseOfThePolicy() throws Exception {
        for (RateLimitPolicy policy : List.of(BUCKET, WINDOW)) {
            RateLimitStore store = store();
            RateLimitPolicy.@Nullable State state = null;
            Instant now = NOW;
            for (int i = 0; i < 60; i++) {
                now = now.plusMillis(i % 7 * 400L - 300);
                RateLimitPolicy.Decision expected = policy.decide(state, now);
                assertThat(store.take("key", policy, now))
                        .as("%s, %d", policy, i)
                        .isEqualTo(expected);
                state = expected.state();
            }
        }
    }

    @Test
    void keys_doNotShare() throws Exception {
        RateLimitStore store = store();
        for (int i = 0; i < 5; i++) {
            assertThat(store.take("a", BUCKET, NOW).allowed()).isTrue();
        }
        assertThat(store.take("a", BUCKET, NOW).allowed()).isFalse();
        assertThat(store.take("A", BUCKET, NOW).allowed()).isTrue();
        assertThat(store.take("a ", BUCKET, NOW).allowed()).isTrue();
        assertThat(store.take("x".repeat(200), BUCKET, NOW).allowed()).isTrue();
    }

    @Test
    void RL06_expiredState_isAsNone() throws Exception {
        RateLimitStore store = store();
        for (int i = 0; i < 6; i++) {
            store.take("a", BUCKET, NOW);
        }
        assertThat(store.take("a", BUCKET, NOW.plus(Duration.ofHours(1))).remaining())
                .isEqualTo(4);
    }

    @Test
    void RL04_manyThreads_areLetThroughExactlyAsManyTimes() throws Exception {
        RateLimitStore store = store();
        RateLimitPolicy policy = RateLimitPolicy.tokenBucket(50, Duration.ofHours(1));
        AtomicInteger allowed = new AtomicInteger();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    for (int ask = 0; ask < asks(); ask++) {
                        if (store.take("key", policy, NOW).allowed()) {
                            allowed.incrementAndGet();
                        }
                    }
                } catch (Exception failed) {
                    failure.set(failed);
                }
            });
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure).hasNullValue();
        assertThat(allowed).hasValue(50);
    }
}
