package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.http.Deadline;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool of connections to a database. */
class PooledDataSourceTest extends PoolContract {
    /** Time that HikariCP sees; it stands still while the wall clock of the contract goes on, as in a paused machine. */
    private PooledDataSourceBuilder builder(int max, Duration borrowTimeout) {
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connect());
        return PooledDataSource.builder(source)
                .max(max)
                .borrowTimeout(borrowTimeout)
                .clock(clock)
                .listener(this::listen);
    }

    private Connection connect() throws SQLException {
        backend.attempts.incrementAndGet();
        backend.awaitGate();
        if (backend.down) {
            throw new SQLException("The backend is down");
        }
        Connection connection = (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, this::answer);
        return backend.opened(connection);
    }

    /** What HikariCP asks of a connection. */
    private @Nullable Object answer(Object proxy, java.lang.reflect.Method method, Object @Nullable [] arguments)
            throws SQLException {
        switch (method.getName()) {
            case "hashCode":
                return System.identityHashCode(proxy);
            case "equals":
                return arguments != null && proxy == arguments[0];
            case "toString":
                return "connection-" + System.identityHashCode(proxy);
            case "close", "abort":
                backend.open.remove(proxy);
                return null;
            case "isClosed":
                return !backend.open.contains(proxy);
            case "isValid":
                return !backend.dead.contains(proxy);
            case "getAutoCommit":
                return true;
            case "isReadOnly":
                return false;
            case "getTransactionIsolation":
                return Connection.TRANSACTION_READ_COMMITTED;
            case "getNetworkTimeout":
                return 0;
            default:
                if (backend.dead.contains(proxy)) {
                    throw new SQLException("The connection is dead", "08006");
                }
                return null;
        }
    }

    @Override
    Subject pool(int max, Duration borrowTimeout) {
        PooledDataSource source = builder(max, borrowTimeout).build();
        return new Subject() {
            @Override
            public Lent borrow(Deadline deadline) throws SQLException {
                Connection connection = source.getConnection(deadline);
                return new Lent() {
                    @Override
                    public Object identity() throws SQLException {
                        return connection.unwrap(Connection.class);
                    }

                    @Override
                    public void close() throws SQLException {
                        connection.close();
                    }
                };
            }

            @Override
            public PoolStats stats() {
                return source.stats();
            }

            @Override
            public void evict() {
                source.evict();
            }

            @Override
            public Lifecycle lifecycle() {
                return source;
            }

            @Override
            public void close() {
                source.close();
            }
        };
    }

    @Override
    boolean isUnavailable(Throwable thrown) {
        // What lift-errors answers with 503 and Retry-After.
        return thrown instanceof SQLTransientConnectionException;
    }

    @Test
    void LC05_maxLifetime_countsWhileTheProcessIsFrozen() throws Exception {
        try (PooledDataSource source =
                builder(1, SHORT).maxLifetime(Duration.ofSeconds(30)).build()) {
            Connection first;
            try (Connection connection = source.getConnection()) {
                first = connection.unwrap(Connection.class);
            }
            clock.advance(Duration.ofSeconds(31));
            try (Connection connection = source.getConnection()) {
                assertThat(connection.unwrap(Connection.class)).isNotSameAs(first);
            }
        }
    }

    @Test
    void password_isAskedForEachConnection() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        List<Object> seen = new ArrayList<>();
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    seen.add(arguments[0] + ":" + arguments[1]);
                    return connect();
                });
        try (PooledDataSource pool = PooledDataSource.builder(source)
                .credentials("app", () -> "token-" + asked.incrementAndGet())
                .build()) {
            pool.getConnection().close();
            pool.evict();
            pool.getConnection().close();
        }
        assertThat(seen).containsExactly("app:token-1", "app:token-2");
    }

    @Test
    void failure_saysNothingOfTheUrl() {
        try (PooledDataSource pool = PooledDataSource.builder("jdbc:absent://db?password=secret")
                .borrowTimeout(SHORT)
                .build()) {
            assertThatThrownBy(pool::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .satisfies(thrown -> assertThat(thrown.getMessage().replace(String.valueOf(thrown.getCause()), ""))
                            .doesNotContain("secret"));
            assertThat(pool).asString().doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void settings_outsideTheirRange_areRefused(int value) {
        PooledDataSourceBuilder builder = PooledDataSource.builder("jdbc:any");
        assertThatThrownBy(() -> builder.max(value)).hasMessageContaining("max must be at least 1");
        Duration duration = Duration.ofMillis(value);
        assertThatThrownBy(() -> builder.borrowTimeout(duration)).hasMessageContaining("at least 250 ms");
        assertThatThrownBy(() -> builder.maxIdle(duration)).hasMessageContaining("at least 10 seconds");
        assertThatThrownBy(() -> builder.maxLifetime(duration)).hasMessageContaining("at least 30 seconds");
        assertThatThrownBy(() -> builder.validationTimeout(duration)).hasMessageContaining("at least a second");
        assertThatThrownBy(() -> builder.margin(Duration.ofMillis(-1))).hasMessageContaining("negative");
    }

    @Test
    void dataSource_saysWhatItIsNot() throws Exception {
        try (PooledDataSource pool = builder(1, SHORT).build()) {
            assertThatThrownBy(() -> pool.getConnection("a", "b")).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThat(pool.isWrapperFor(DataSource.class)).isTrue();
            assertThat(pool.unwrap(PooledDataSource.class)).isSameAs(pool);
            assertThatThrownBy(() -> pool.unwrap(Runnable.class)).isInstanceOf(SQLException.class);
        }
    }
}
