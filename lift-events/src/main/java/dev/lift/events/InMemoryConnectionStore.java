package dev.lift.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps connections in this process, for tests and a laptop: on AWS each connection may be served by another process.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * ConnectionStore store = InMemoryConnectionStore.ofConnections(1_000);
 * }</pre>
 */
public final class InMemoryConnectionStore implements ConnectionStore {
    private final int most;
    private final TreeMap<String, WebSocketConnection> connections = new TreeMap<>();

    private InMemoryConnectionStore(int most) {
        this.most = most;
    }

    /**
     * Makes one.
     *
     * @param most how many connections it keeps, from 1; it refuses more
     * @return the store
     * @throws IllegalArgumentException when it is below 1
     */
    public static InMemoryConnectionStore ofConnections(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("A store keeps 1 connection at least, was " + most);
        }
        return new InMemoryConnectionStore(most);
    }

    @Override
    public synchronized void put(WebSocketConnection connection) {
        if (connections.size() >= most && !connections.containsKey(connection.id())) {
            connections.values().removeIf(each -> isExpired(each, connection.connectedAt()));
        }
        if (connections.size() >= most && !connections.containsKey(connection.id())) {
            throw new IllegalStateException("The store keeps " + most + " connections, and no more");
        }
        connections.put(connection.id(), connection);
    }

    private static boolean isExpired(WebSocketConnection connection, Instant now) {
        return !connection.expiresAt().isAfter(now);
    }

    @Override
    public synchronized Optional<WebSocketConnection> find(String id, Instant now) {
        return Optional.ofNullable(connections.get(id)).filter(found -> !isExpired(found, now));
    }

    @Override
    public synchronized void remove(String id) {
        connections.remove(id);
    }

    @Override
    public synchronized List<WebSocketConnection> list(String group, String after, int size, Instant now) {
        List<WebSocketConnection> page = new ArrayList<>();
        for (Map.Entry<String, WebSocketConnection> entry :
                connections.tailMap(after, /* inclusive= */ false).entrySet()) {
            WebSocketConnection each = entry.getValue();
            if (page.size() < size && each.group().equals(group) && !isExpired(each, now)) {
                page.add(each);
            }
        }
        return page;
    }

    /** The number of connections, expired ones included. */
    @Override
    public synchronized String toString() {
        return "InMemoryConnectionStore[" + connections.size() + " of " + most + "]";
    }
}
