package dev.lift.examples.orders;

import dev.lift.examples.orders.local.LocalPostgres;
import dev.lift.resources.PooledDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL for all tests of a run. */
public final class TestDatabase {
    private static final LocalPostgres DATABASE = start();
    private static final PooledDataSource POOL = PooledDataSource.builder(
                    settings().url() + "&ApplicationName=tests")
            .credentials("postgres", "postgres")
            .max(32)
            .build();

    private TestDatabase() {}

    private static LocalPostgres start() {
        try {
            return LocalPostgres.start(null);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Returns how it is reached. */
    public static Settings.Postgres settings() {
        return DATABASE.settings();
    }

    /** Returns connections to it. */
    public static PooledDataSource pool() {
        return POOL;
    }

    /** Forgets everything. */
    public static void empty() throws SQLException {
        try (Connection connection = POOL.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE orders, order_lines, outbox, idempotency");
        }
    }
}
