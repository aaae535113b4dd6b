package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of connections does: stores of other modules extend it, too. Ids are those of the fault catalogue. */
public abstract class ConnectionStoreContract {
    /** Far ahead: a store may delete what has expired by the clock on the wall. */
    static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    protected ConnectionStoreContract() {}

    /** Makes an empty store. */
    protected abstract ConnectionStore store() throws Exception;

    static WebSocketConnection connection(String id, String group) {
        return new WebSocketConnection(
                id, "https://x.example/prod", group, Map.of("user", "ada"), NOW, NOW.plus(Duration.ofHours(2)));
    }

    /** Lists all pages, until there are as many as expected: an index may be behind. */
    private static List<String> listed(ConnectionStore store, String group, Instant now, int expected)
            throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            List<String> ids = new ArrayList<>();
            String after = "";
            for (List<WebSocketConnection> page = store.list(group, after, 7, now);
                    !page.isEmpty();
                    page = store.list(group, after, 7, now)) {
                assertThat(page).hasSizeLessThanOrEqualTo(7);
                page.forEach(each -> ids.add(each.id()));
                after = ids.get(ids.size() - 1);
            }
            if (ids.size() == expected || System.nanoTime() > end) {
                return ids;
            }
            Thread.yield();
        }
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
        assertThat(listed(store, "other", NOW, 1)).containsExactly("a");
        assertThat(listed(store, "room", NOW, 0)).isEmpty();
        store.remove("a");
        store.remove("a");
        assertThat(listed(store, "other", NOW, 0)).isEmpty();
    }

    @Test
    void WS05_oddIds_areIds() throws Exception {
        ConnectionStore store = store();
        for (String id : List.of("L0SM9cOFvHcCIhw=", "a/b", "a#b", "..", "é😀", " ", "x".repeat(128))) {
            store.put(connection(id, "room"));
            assertThat(store.find(id, NOW)).as(id).contains(connection(id, "room"));
        }
        assertThat(listed(store, "room", NOW, 7)).hasSize(7);
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
        assertThat(listed(store, "room", end.minusMillis(1), 1)).hasSize(1);
        assertThat(listed(store, "room", end, 0)).isEmpty();
    }

    @Test
    void groups_areListedPageByPage() throws Exception {
        ConnectionStore store = store();
        for (int i = 0; i < 25; i++) {
            store.put(connection(String.format("%02d", i), i % 5 == 0 ? "other" : "room"));
        }
        assertThat(listed(store, "room", NOW, 20)).hasSize(20).isSorted().doesNotHaveDuplicates();
        assertThat(store.list("absent", "", 7, NOW)).isEmpty();
    }
}
