package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.Test;

/** Replies that nobody reads in the store. Ids are those of the fault catalogue. */
class EncryptedIdempotencyStoreTest extends IdempotencyStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] ONE = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OTHER = "fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLY = "a secret reply".getBytes(StandardCharsets.US_ASCII);

    private final IdempotencyStore inner = InMemoryIdempotencyStore.ofRecords(2_000);

    @Override
    protected IdempotencyStore store() {
        return EncryptedIdempotencyStore.of(inner, ONE);
    }

    private static Optional<IdempotencyRecord> claim(IdempotencyStore store, String key) throws Exception {
        return store.claim(key, "print", "owner", NOW, NOW.plusSeconds(10));
    }

    private static void keep(IdempotencyStore store, String key) throws Exception {
        assertThat(claim(store, key)).isEmpty();
        assertThat(store.complete(key, "owner", REPLY, NOW.plusSeconds(100))).isTrue();
    }

    private byte[] stored(String key) throws Exception {
        return claim(inner, key).flatMap(IdempotencyRecord::reply).orElseThrow();
    }

    @Test
    void ID11_storedReply_isNotReadable_andNeverTheSame() throws Exception {
        keep(store(), "a");
        keep(store(), "b");
        assertThat(new String(stored("a"), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
        assertThat(stored("a")).isNotEqualTo(stored("b")).hasSize(REPLY.length + 28);
        assertThat(claim(store(), "a").flatMap(IdempotencyRecord::reply)).contains(REPLY);
    }

    @Test
    void ID11_keys_canBeChanged() throws Exception {
        keep(store(), "a");
        assertThat(claim(EncryptedIdempotencyStore.of(inner, OTHER, ONE), "a").flatMap(IdempotencyRecord::reply))
                .contains(REPLY);
        assertThatThrownBy(() -> claim(EncryptedIdempotencyStore.of(inner, OTHER), "a"))
                .isInstanceOf(AEADBadTagException.class)
                .hasMessageContaining("None of the keys");
    }

    /** Whoever can write to the store can not put one reply in the place of another. */
    @Test
    void ID11_replyOfAnotherKey_isNotTaken() throws Exception {
        keep(store(), "a");
        assertThat(claim(inner, "b")).isEmpty();
        assertThat(inner.complete("b", "owner", stored("a"), NOW.plusSeconds(100)))
                .isTrue();
        assertThatThrownBy(() -> claim(store(), "b")).isInstanceOf(AEADBadTagException.class);
        assertThat(claim(inner, "c")).isEmpty();
        assertThat(inner.complete("c", "owner", new byte[3], NOW.plusSeconds(100)))
                .isTrue();
        assertThatThrownBy(() -> claim(store(), "c")).isInstanceOf(AEADBadTagException.class);
    }

    @Test
    void keysOfAnotherLength_areRefused() {
        assertThatThrownBy(() -> EncryptedIdempotencyStore.of(inner)).hasMessageContaining("At least one");
        assertThatThrownBy(() -> EncryptedIdempotencyStore.of(inner, new byte[16]))
                .hasMessageContaining("32 bytes");
        assertThat(store()).hasToString("EncryptedIdempotencyStore[InMemoryIdempotencyStore[2000 records]]");
    }
}
