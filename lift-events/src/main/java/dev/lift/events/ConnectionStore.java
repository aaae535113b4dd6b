package dev.lift.events;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps which connections are open. Each method may come twice, and in another order than things happened: what is put again is replaced,
 * and what is removed need not be there. Expired connections count as gone by the {@code now} that is given, whether they were deleted or
 * not. Implementations are thread-safe. They may throw anything when they cannot answer.
 *
 * <pre>{@code
 * ConnectionStore store = InMemoryConnectionStore.ofConnections(1_000);
 * }</pre>
 */
public interface ConnectionStore {
    /**
     * Keeps a connection, in place of one of the same id.
     *
     * @param connection the connection
     * @throws Exception when the store cannot answer; whether it is kept is then not known
     */
    void put(WebSocketConnection connection) throws Exception;

    /**
     * Finds a connection.
     *
     * @param id its id
     * @param now the time
     * @return the connection, or empty when there is none
     * @throws Exception when the store cannot answer
     */
    Optional<WebSocketConnection> find(String id, Instant now) throws Exception;

    /**
     * Forgets a connection, if there is one.
     *
     * @param id its id
     * @throws Exception when the store cannot answer
     */
    void remove(String id) throws Exception;

    /**
     * Lists connections of a group, page by page. The list may be a moment behind what was put and removed.
     *
     * @param group the group
     * @param after the last id of the page before; empty for the first page
     * @param most the most connections of a page, from 1
     * @param now the time
     * @return connections whose ids come behind that in the order of their characters; an empty page is the last
     * @throws Exception when the store cannot answer
     */
    List<WebSocketConnection> list(String group, String after, int most, Instant now) throws Exception;
}
