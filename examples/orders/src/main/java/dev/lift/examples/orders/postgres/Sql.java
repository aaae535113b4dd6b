package dev.lift.examples.orders.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with their values: what comes from outside is always a value, never a part of a statement. */
final class Sql {
    private Sql() {}

    /** Makes something of a row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> query(Connection connection, String statement, Row<T> row, @Nullable Object... values)
            throws SQLException {
        try (PreparedStatement prepared = prepare(connection, statement, values);
                ResultSet rows = prepared.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(row.read(rows));
            }
            return all;
        }
    }

    /** Returns how many rows were changed. */
    static int update(Connection connection, String statement, @Nullable Object... values) throws SQLException {
        try (PreparedStatement prepared = prepare(connection, statement, values)) {
            return prepared.executeUpdate();
        }
    }

    @SuppressWarnings("SqlSourceToSinkFlow") // Statements are constants of this package.
    private static PreparedStatement prepare(Connection connection, String statement, @Nullable Object... values)
            throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        try {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                prepared.setObject(i + 1, value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value);
            }
            return prepared;
        } catch (SQLException | RuntimeException failed) {
            prepared.close();
            throw failed;
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
