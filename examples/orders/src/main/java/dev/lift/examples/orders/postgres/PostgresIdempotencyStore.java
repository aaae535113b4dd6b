package dev.lift.examples.orders.postgres;

import dev.lift.middleware.IdempotencyRecord;
import dev.lift.middleware.IdempotencyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Idempotency keys in a table; each step is one statement. */
final class PostgresIdempotencyStore implements IdempotencyStore {
    private static final int MOST_REPLY_BYTES = 1024 * 1024;

    private final Connections connections;

    /** Lends a connection for a step. */
    interface Connections {
        <T> T use(Step<T> step) throws SQLException;
    }

    /** What is done with a connection. */
    interface Step<T> {
        T with(Connection connection) throws SQLException;
    }

    PostgresIdempotencyStore(Connections connections) {
        this.connections = connections;
    }

    @Override
    public Optional<IdempotencyRecord> claim(String key, String fingerprint, String owner, Instant now, Instant until)
            throws SQLException {
        return connections.use(connection -> {
            while (true) {
                int claimed = Sql.update(
                        connection,
                        "INSERT INTO idempotency AS present (key, fingerprint, owner, until) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (key) DO UPDATE SET fingerprint = excluded.fingerprint,"
                                + " owner = excluded.owner, until = excluded.until, reply = NULL"
                                + " WHERE present.until <= ?",
                        key,
                        fingerprint,
                        owner,
                        until,
                        now);
                if (claimed == 1) {
                    return Optional.empty();
                }
                List<IdempotencyRecord> present = Sql.query(
                        connection, "SELECT * FROM idempotency WHERE key = ?", PostgresIdempotencyStore::read, key);
                if (!present.isEmpty()) {
                    return Optional.of(present.get(0));
                }
                // Given up in between: it can be claimed now.
            }
        });
    }

    private static IdempotencyRecord read(ResultSet row) throws SQLException {
        byte[] reply = row.getBytes("reply");
        String fingerprint = row.getString("fingerprint");
        Instant until = Sql.instant(row, "until");
        return reply == null
                ? IdempotencyRecord.inProgress(fingerprint, until)
                : IdempotencyRecord.completed(fingerprint, until, reply);
    }

    @Override
    public boolean complete(String key, String owner, byte[] reply, Instant until) throws SQLException {
        return connections.use(connection -> Sql.update(
                        connection,
                        "UPDATE idempotency SET reply = ?, until = ? WHERE key = ? AND owner = ? AND reply IS NULL",
                        reply,
                        until,
                        key,
                        owner)
                == 1);
    }

    @Override
    public boolean release(String key, String owner) throws SQLException {
        return connections.use(connection -> Sql.update(
                        connection, "DELETE FROM idempotency WHERE key = ? AND owner = ? AND reply IS NULL", key, owner)
                == 1);
    }

    @Override
    public int maxReplyBytes() {
        return MOST_REPLY_BYTES;
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }
}
