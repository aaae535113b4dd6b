package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The store of this process. */
class InMemoryConnectionStoreTest extends ConnectionStoreContract {
    @Override
    protected ConnectionStore store() {
        return InMemoryConnectionStore.ofConnections(100);
    }

    @Test
    void fullStore_refuses_unlessSomeHaveExpired() {
        InMemoryConnectionStore store = InMemoryConnectionStore.ofConnections(1);
        store.put(connection("a", "room"));
        store.put(connection("a", "other"));
        assertThatThrownBy(() -> store.put(connection("b", "room"))).hasMessageContaining("1 connections");
        WebSocketConnection later = new WebSocketConnection(
                "b", "x", "room", Map.of(), NOW.plus(Duration.ofHours(3)), NOW.plus(Duration.ofHours(5)));
        store.put(later);
        assertThat(store.find("b", NOW.plus(Duration.ofHours(3)))).contains(later);
        assertThatThrownBy(() -> InMemoryConnectionStore.ofConnections(0)).hasMessageContaining("1 connection");
    }
}
