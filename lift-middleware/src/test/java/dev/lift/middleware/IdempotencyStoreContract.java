package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store of idempotency keys does, wherever it keeps them: stores of other modules extend it, too. Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class IdempotencyStoreContract {
    /** Far ahead: a store may delete what has expired by the clock on the wall. */
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    private static final Instant LATER = NOW.plusSeconds(10);
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final String PRINT = "fedcba9876543210".repeat(4);

    protected IdempotencyStoreContract() {}

    /** Makes an empty store, for 2,000 records at least. */
    protected abstract IdempotencyStore store() throws Exception;

    /** How many keys 32 threads fight for; fewer where each takes longer. */
    protected int rounds() {
        return 200;
    }

    private static Optional<IdempotencyRecord> claim(IdempotencyStore store, String owner, Instant now)
            throws Exception {
        return store.claim(KEY, PRINT, owner, now, now.plusSeconds(10));
    }

    @Test
    void claim_isOneOwners_untilItExpires() throws Exception {
        IdempotencyStore store = store();
        assertThat(claim(store, "first", NOW)).isEmpty();
        IdempotencyRecord present = claim(store, "second", NOW.plusSeconds(9)).orElseThrow();
        assertThat(present.fingerprint()).isEqualTo(PRINT);
        assertThat(present.until()).isEqualTo(LATER);
        assertThat(present.reply()).isEmpty();
    }

    /** ID-06: at the second of its expiry, whatever else deletes it and when. */
    @Test
    void ID06_expiredClaim_isGone() throws Exception {
        IdempotencyStore store = store();
        assertThat(claim(store, "first", NOW)).isEmpty();
        assertThat(claim(store, "second", LATER.minusSeconds(1))).isPresent();
        assertThat(claim(store, "third", LATER)).isEmpty();
    }

    @Test
    void ID06_expiredReply_isGone() throws Exception {
        IdempotencyStore store = store();
        assertThat(claim(store, "first", NOW)).isEmpty();
        assertThat(store.complete(KEY, "first", new byte[] {1}, LATER.plusSeconds(100)))
                .isTrue();
        assertThat(claim(store, "second", LATER.plusSeconds(99)).orElseThrow().reply())
                .isPresent();
        assertThat(claim(store, "third", LATER.plusSeconds(100))).isEmpty();
        assertThat(claim(store, "fourth", LATER.plusSeconds(100)).orElseThrow().reply())
                .isEmpty();
    }

    @Test
    void completed_hasTheReply_andTheFingerprintOfItsClaim() throws Exception {
        IdempotencyStore store = store();
        byte[] reply = new byte[] {0, -1, 65, 10};
        assertThat(claim(store, "first", NOW)).isEmpty();
        assertThat(store.complete(KEY, "first", reply, LATER)).isTrue();
        IdempotencyRecord present =
                store.claim(KEY, "0".repeat(64), "second", NOW, LATER).orElseThrow();
        assertThat(present.reply()).contains(reply);
        assertThat(present.fingerprint()).isEqualTo(PRINT);
        assertThat(present.until()).isEqualTo(LATER);
    }

    @Test
    void released_canBeClaimed() throws Exception {
        IdempotencyStore store = store();
        assertThat(claim(store, "first", NOW)).isEmpty();
        assertThat(store.release(KEY, "first")).isTrue();
        assertThat(store.release(KEY, "first")).isFalse();
        assertThat(claim(store, "second", NOW)).isEmpty();
    }

    /** ID-03: one that wakes up after another has claimed the key changes nothing. */
    @Test
    void ID03_zombie_canNeitherCompleteNorRelease() throws Exception {
        IdempotencyStore store = store();
        assertThat(claim(store, "zombie", NOW)).isEmpty();
        assertThat(claim(store, "second", LATER)).isEmpty();
        assertThat(store.complete(KEY, "zombie", new byte[] {1}, LATER.plusSeconds(100)))
                .isFalse();
        assertThat(store.release(KEY, "zombie")).isFalse();
        assertThat(claim(store, "third", LATER).orElseThrow().reply()).isEmpty();
        assertThat(store.complete(KEY, "second", new byte[] {2}, LATER.plusSeconds(100)))
                .isTrue();
        assertThat(store.complete(KEY, "zombie", new byte[] {1}, LATER.plusSeconds(100)))
                .isFalse();
        assertThat(store.release(KEY, "zombie")).isFalse();
        assertThat(claim(store, "fourth", LATER).orElseThrow().reply()).contains(new byte[] {2});
    }

    @Test
    void ID03_completed_canNotBeCompletedOrReleasedAgain() throws Exception {
        IdempotencyStore store = store();
        assertThat(claim(store, "first", NOW)).isEmpty();
        assertThat(store.complete(KEY, "first", new byte[] {1}, LATER)).isTrue();
        assertThat(store.complete(KEY, "first", new byte[] {2}, LATER)).isFalse();
        assertThat(store.release(KEY, "first")).isFalse();
        assertThat(claim(store, "second", NOW).orElseThrow().reply()).contains(new byte[] {1});
    }

    @Test
    void keysThatWereNeverClaimed_canNotBeCompletedOrReleased() throws Exception {
        IdempotencyStore store = store();
        assertThat(store.complete(KEY, "first", new byte[] {1}, LATER)).isFalse();
        assertThat(store.release(KEY, "first")).isFalse();
        assertThat(claim(store, "second", NOW)).isEmpty();
    }

    @Test
    void largestReply_isKept() throws Exception {
        IdempotencyStore store = store();
        byte[] reply = new byte[store.maxReplyBytes()];
        reply[reply.length - 1] = 7;
        assertThat(claim(store, "first", NOW)).isEmpty();
        assertThat(store.complete(KEY, "first", reply, LATER)).isTrue();
        assertThat(claim(store, "second", NOW).orElseThrow().reply()).contains(reply);
    }

    /** ID-01: of 32 that claim at one time one gets it, and of those that complete one does. */
    @Test
    void ID01_manyClaims_haveOneOwner() throws Exception {
        IdempotencyStore store = store();
        for (int round = 0; round < rounds(); round++) {
            String key = String.format("%064x", round);
            List<String> owners = Collections.synchronizedList(new ArrayList<>());
            List<String> completed = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                String owner = "owner-" + i;
                Thread thread = new Thread(() -> {
                    try {
                        start.await();
                        if (store.claim(key, PRINT, owner, NOW, NOW.plus(Duration.ofHours(1)))
                                .isEmpty()) {
                            owners.add(owner);
                        }
                        if (store.complete(key, owner, new byte[] {1}, NOW.plus(Duration.ofHours(1)))) {
                            completed.add(owner);
                        }
                    } catch (Exception failed) {
                        owners.add(failed.toString());
                    }
                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(owners).hasSize(1);
            assertThat(completed).isEqualTo(owners);
        }
    }
}
