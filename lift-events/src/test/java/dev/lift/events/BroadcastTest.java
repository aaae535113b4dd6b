package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Messages to stored connections. Ids are those of the fault catalogue. */
class BroadcastTest {
    private final ConnectionStore store = InMemoryConnectionStore.ofConnections(1_000);
    private final Map<String, Integer> posts = new TreeMap<>();
    private final List<String> got = new ArrayList<>();

    /** By the first letters of the connection's id. */
    private final ConnectionClient client = (connection, message) -> {
        int post = posts.merge(connection.id(), 1, Integer::sum);
        if (connection.id().startsWith("gone")) {
            return ConnectionClient.Outcome.GONE;
        }
        if (connection.id().startsWith("throttled") || connection.id().startsWith("busy") && post < 3) {
            return ConnectionClient.Outcome.THROTTLED;
        }
        if (connection.id().startsWith("broken")) {
            throw new IllegalStateException("planted");
        }
        got.add(connection.id() + " " + new String(message, StandardCharsets.UTF_8));
        return ConnectionClient.Outcome.SENT;
    };

    private final Broadcast broadcast = Broadcast.of(store, client)
            .clock(TestClock.at(ConnectionStoreContract.NOW))
            .firstPause(Duration.ZERO);

    private void open(String... ids) throws Exception {
        for (String id : ids) {
            store.put(ConnectionStoreContract.connection(id, "room"));
        }
    }

    @Test
    void WS04_goneConnections_areForgotten_andThrottledOnesTriedAgain() throws Exception {
        open("a", "gone-1", "b", "throttled", "busy", "broken", "gone-2");
        assertThat(broadcast.send("room", "é")).isEqualTo(new Broadcast.Report(3, 2, 2));
        assertThat(got).containsExactly("a é", "b é", "busy é");
        assertThat(posts).containsEntry("throttled", 4).containsEntry("busy", 3).containsEntry("broken", 1);
        assertThat(store.list("room", "", 10, ConnectionStoreContract.NOW))
                .extracting(WebSocketConnection::id)
                .containsExactly("a", "b", "broken", "busy", "throttled");
        assertThat(broadcast.send("absent", "x")).isEqualTo(new Broadcast.Report(0, 0, 0));
    }

    @Test
    void pages_areGoneThroughToTheEnd_alsoWhereConnectionsGo() throws Exception {
        for (int i = 0; i < 350; i++) {
            open((i % 3 == 0 ? "gone" : "c") + i);
        }
        assertThat(broadcast.send("room", "x")).isEqualTo(new Broadcast.Report(233, 117, 0));
        assertThat(got).hasSize(233).doesNotHaveDuplicates();
    }

    @Test
    void one_isSentTo() throws Exception {
        open("a", "gone");
        assertThat(broadcast.sendTo("a", "x")).isTrue();
        assertThat(broadcast.sendTo("gone", "x")).isFalse();
        assertThat(broadcast.sendTo("gone", "x")).isFalse();
        assertThat(broadcast.sendTo("absent", "x")).isFalse();
        assertThat(posts).containsEntry("gone", 1);
    }

    @Test
    void WS04_messageThatIsTooLong_isRefusedBeforeItIsSent() throws Exception {
        open("a");
        assertThat(broadcast.send("room", "é".repeat(65_536)).sent()).isEqualTo(1);
        assertThatThrownBy(() -> broadcast.send("room", "é".repeat(65_537)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("131072");
        assertThatThrownBy(() -> broadcast.sendTo("a", "x".repeat(131_073))).hasMessageContaining("131072");
        assertThat(posts).containsEntry("a", 1);
        assertThatThrownBy(() -> broadcast.firstPause(Duration.ofSeconds(2))).hasMessageContaining("0 to 1 s");
    }

    @Test
    void interruptedBroadcast_ends() throws Exception {
        open("throttled");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> broadcast.firstPause(Duration.ofMillis(1)).send("room", "x"))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}
