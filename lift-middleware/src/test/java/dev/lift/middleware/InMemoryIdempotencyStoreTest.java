package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    protected IdempotencyStore store() {
        return InMemoryIdempotencyStore.ofRecords(2_000);
    }

    private static Optional<IdempotencyRecord> claim(IdempotencyStore store, String key) throws Exception {
        return store.claim(key, "", "owner", NOW, NOW.plusSeconds(10));
    }

    @Test
    void fullStore_forgetsTheOldestReply_andNeverAClaim() throws Exception {
        IdempotencyStore store = InMemoryIdempotencyStore.ofRecords(3);
        assertThat(claim(store, "running")).isEmpty();
        for (String key : new String[] {"a", "b"}) {
            assertThat(claim(store, key)).isEmpty();
            assertThat(store.complete(key, "owner", new byte[0], NOW.plusSeconds(100)))
                    .isTrue();
        }
        assertThat(claim(store, "c")).isEmpty();
        assertThat(claim(store, "running")).isPresent();
        assertThat(claim(store, "b")).isPresent();
        assertThat(claim(store, "a")).isEmpty(); // It was forgotten, and takes the place of b.
        assertThatThrownBy(() -> claim(store, "d"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("All 3 records");
    }

    @Test
    void fullStore_forgetsWhatHasExpired() throws Exception {
        IdempotencyStore store = InMemoryIdempotencyStore.ofRecords(1);
        assertThat(claim(store, "a")).isEmpty();
        assertThat(store.claim("b", "", "owner", NOW.plusSeconds(10), NOW.plusSeconds(20)))
                .isEmpty();
        assertThatThrownBy(() -> InMemoryIdempotencyStore.ofRecords(0)).hasMessageContaining("at least 1");
    }
}
