package dev.lift.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a query costs over a connection of its own, and over one of the pool: {@code -Dorders.connections=500} takes the time for a figure. */
class ConnectionReuseTest {
    private static final int CONNECTIONS = Integer.getInteger("orders.connections", 5);

    @FunctionalInterface
    private interface Source {
        Connection connection() throws SQLException;
    }

    @Test
    void query_overAConnectionOfItsOwn_andOverOneOfThePool() throws SQLException {
        Settings.Postgres settings = TestDatabase.settings();
        Source fresh = () -> DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Source pooled = TestDatabase.pool()::getConnection;
        long own = median(fresh);
        long reused = median(pooled);
        System.out.printf(
                "a query over a connection of its own %,d us, over one of the pool %,d us (medians of %d)%n",
                own, reused, CONNECTIONS);
        assertThat(own).isPositive();
        assertThat(reused).isPositive();
    }

    /** In microseconds, once both have been used before. */
    private static long median(Source source) throws SQLException {
        long[] micros = new long[CONNECTIONS];
        for (int i = -CONNECTIONS; i < CONNECTIONS; i++) {
            long begin = System.nanoTime();
            try (Connection connection = source.connection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 1")) {
                assertThat(rows.next()).isTrue();
            }
            if (i >= 0) {
                micros[i] = (System.nanoTime() - begin) / 1_000;
            }
        }
        Arrays.sort(micros);
        return micros[CONNECTIONS / 2];
    }
}
