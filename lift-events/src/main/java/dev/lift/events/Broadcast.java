package dev.lift.events;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to stored connections: to one, or to all of a group. A connection that is gone is forgotten; one that is throttled is
 * tried again, three times at most with longer pauses; one that fails costs the others nothing.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * Broadcast broadcast = Broadcast.of(InMemoryConnectionStore.ofConnections(1_000), (connection, message) -> ConnectionClient.Outcome.SENT);
 * Broadcast.Report report = broadcast.send("room-1", "{\"text\":\"hello\"}");
 * }</pre>
 */
public final class Broadcast {
    /** The most bytes of a message, by AWS's quota. */
    public static final int MAX_MESSAGE_BYTES = 131_072;

    private static final int PAGE = 100;
    private static final int TRIES = 4;

    private final ConnectionStore store;
    private final ConnectionClient client;
    private final Clock clock;
    private final Duration firstPause;

    private Broadcast(ConnectionStore store, ConnectionClient client, Clock clock, Duration firstPause) {
        this.store = store;
        this.client = client;
        this.clock = clock;
        this.firstPause = firstPause;
    }

    /**
     * Makes one.
     *
     * @param store has the connections
     * @param client sends to them
     * @return the broadcast
     */
    public static Broadcast of(ConnectionStore store, ConnectionClient client) {
        return new Broadcast(store, client, Clock.systemUTC(), Duration.ofMillis(50));
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall tells the time
     * @return the broadcast with it
     */
    public Broadcast clock(Clock wall) {
        return new Broadcast(store, client, wall, firstPause);
    }

    /**
     * Sets how long the first pause is before a connection that is throttled is tried again; the next are twice and four times as long.
     *
     * @param pause from zero to a second; 50 milliseconds unless set
     * @return the broadcast with it
     * @throws IllegalArgumentException when it is outside its range
     */
    public Broadcast firstPause(Duration pause) {
        if (pause.isNegative() || pause.compareTo(Duration.ofSeconds(1)) > 0) {
            throw new IllegalArgumentException("The first pause is from 0 to 1 s, was " + pause);
        }
        return new Broadcast(store, client, clock, pause);
    }

    /**
     * What became of a broadcast.
     *
     * @param sent how many connections have got it
     * @param gone how many were gone, and are forgotten
     * @param failed how many have not got it for another reason
     */
    public record Report(int sent, int gone, int failed) {}

    /**
     * Sends to all connections of a group.
     *
     * @param group the group
     * @param message the text, of {@value #MAX_MESSAGE_BYTES} bytes of UTF-8 at most
     * @return what became of it
     * @throws IllegalArgumentException when the message is too long
     * @throws Exception when the store cannot answer
     */
    public Report send(String group, String message) throws Exception {
        byte[] bytes = bytes(message);
        Map<ConnectionClient.Outcome, Integer> counts = new EnumMap<>(ConnectionClient.Outcome.class);
        String after = "";
        for (List<WebSocketConnection> page = page(group, after); !page.isEmpty(); page = page(group, after)) {
            for (WebSocketConnection each : page) {
                counts.merge(post(each, bytes), 1, Integer::sum);
                after = each.id();
            }
        }
        return new Report(
                counts.getOrDefault(ConnectionClient.Outcome.SENT, 0),
                counts.getOrDefault(ConnectionClient.Outcome.GONE, 0),
                counts.getOrDefault(ConnectionClient.Outcome.THROTTLED, 0));
    }

    private List<WebSocketConnection> page(String group, String after) throws Exception {
        return store.list(group, after, PAGE, clock.instant());
    }

    /**
     * Sends to one connection.
     *
     * @param connectionId its id
     * @param message the text, of {@value #MAX_MESSAGE_BYTES} bytes of UTF-8 at most
     * @return whether it was sent: not when there is no such connection, or it failed
     * @throws IllegalArgumentException when the message is too long
     * @throws Exception when the store cannot answer
     */
    public boolean sendTo(String connectionId, String message) throws Exception {
        byte[] bytes = bytes(message);
        Optional<WebSocketConnection> connection = store.find(connectionId, clock.instant());
        return connection.isPresent() && post(connection.get(), bytes) == ConnectionClient.Outcome.SENT;
    }

    private static byte[] bytes(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException(
                    "A message has " + MAX_MESSAGE_BYTES + " bytes at most, was of " + bytes.length);
        }
        return bytes;
    }

    /** Returns what became of it in the end; THROTTLED stands for every failure. */
    private ConnectionClient.Outcome post(WebSocketConnection connection, byte[] message) throws Exception {
        ConnectionClient.Outcome outcome = ConnectionClient.Outcome.THROTTLED;
        try {
            for (int tries = 1; outcome == ConnectionClient.Outcome.THROTTLED && tries <= TRIES; tries++) {
                outcome = client.post(connection, message);
                if (outcome == ConnectionClient.Outcome.THROTTLED && tries < TRIES) {
                    // The quota that was used up is one of time: there is nothing to wait for but that.
                    Thread.sleep(firstPause.toMillis() << (tries - 1));
                }
            }
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception failed) {
            LoggerFactory.getLogger(Broadcast.class).warn("{} could not be sent to", connection, failed);
        }
        if (outcome == ConnectionClient.Outcome.GONE) {
            store.remove(connection.id());
        }
        return outcome;
    }
}
