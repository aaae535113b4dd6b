package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of connections does. Ids are those of the fault catalogue. */
abstract class ConnectionStoreContract {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Makes an empty store. */
    abstract ConnectionStore store() throws Exception;

    static WebSocketConnection connection(String id, String group) {
        return new WebSocketConnection(
                id, "https://x.example/prod", group, Map.of("user", "ada"), NOW, NOW.plus(Duration.ofHours(2)));
    }

    @Test
    void connection_isFound_asItWasPut() throws Exception {
        ConnectionStore store = store();
        WebSocketConnection connection = connection("a", "room");
        store.put(connection);
        assertThat(store.find("a", NOW)).contains(connection);
        assertThat(store.find("b", NOW)).isEmpty();
        assertThat(store.find("A", NOW)).isEmpty();
        store.remove("a");
        assertThat(store.find("a", NOW)).isEmpty();
    }

    @Test
    void WS05_eachStep_mayComeTwice_andOutOfOrder() throws Exception {
        ConnectionStore store = store();
        store.remove("a");
        store.put(connection("a", "room"));
        store.put(connection("a", "other"));
        assertThat(store.list("room", "", 10, NOW)).isEmpty();
        assertThat(store.list("other", "", 10, NOW)).hasSize(1);
        store.remove("a");
        store.remove("a");
        assertThat(store.list("other", "", 10, NOW)).isEmpty();
    }

    @Test
    void WS05_oddIds_areIds() throws Exception {
        ConnectionStore store = store();
        for (String id : List.of("L0SM9cOFvHcCIhw=", "a/b", "a#b", "..", "é😀", " ", "a\u0000b", "x".repeat(128))) {
            store.put(connection(id, "room"));
            assertThat(store.find(id, NOW)).as(id).contains(connection(id, "room"));
        }
        assertThat(store.list("room", "", 10, NOW)).hasSize(8);
        assertThatThrownBy(() -> connection("", "room")).hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> connection("x".repeat(129), "room")).hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> connection("a", "")).hasMessageContaining("1 to 256");
    }

    @Test
    void expiredConnection_isGone() throws Exception {
        ConnectionStore store = store();
        store.put(connection("a", "room"));
        Instant end = NOW.plus(Duration.ofHours(2));
        assertThat(store.find("a", end.minusMillis(1))).isPresent();
        assertThat(store.find("a", end)).isEmpty();
        assertThat(store.list("room", "", 10, end.minusMillis(1))).hasSize(1);
        assertThat(store.list("room", "", 10, end)).isEmpty();
    }

    @Test
    void groups_areListedPageByPage() throws Exception {
        ConnectionStore store = store();
        for (int i = 0; i < 25; i++) {
            store.put(connection(String.format("%02d", i), i % 5 == 0 ? "other" : "room"));
        }
        List<String> ids = new ArrayList<>();
        int pages = 0;
        List<WebSocketConnection> page = store.list("room", "", 7, NOW);
        while (!page.isEmpty()) {
            pages++;
            page.forEach(each -> ids.add(each.id()));
            page = store.list("room", ids.get(ids.size() - 1), 7, NOW);
        }
        assertThat(ids).hasSize(20).isSorted().doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(3);
        assertThat(store.list("absent", "", 7, NOW)).isEmpty();
    }
}
