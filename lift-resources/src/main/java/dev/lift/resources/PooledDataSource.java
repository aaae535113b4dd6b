package dev.lift.resources;

import com.zaxxer.hikari.pool.HikariPool;
import dev.lift.http.Deadline;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections to a database: HikariCP, which resets a connection that comes back, with what it lacks in a function. A
 * connection that has died while the process was frozen is replaced before anybody gets it; a borrower waits for no longer than its
 * invocation lasts; a database that is down is heard of at once and asked again several times a second; and no connection is in a
 * snapshot.
 *
 * <p>Connects at first use. When no connection is to be had it throws {@link SQLTransientConnectionException}, which {@code
 * lift-errors} answers with 503 and {@code Retry-After}. Thread-safe.
 *
 * <pre>{@code
 * Resource<PooledDataSource> database =
 *         builder.add("orders", () -> PooledDataSource.of("jdbc:postgresql://db/orders", "app", password));
 *
 * try (Connection connection = database.get().getConnection(request.deadline())) {
 *     find(connection, id);
 * }
 * }</pre>
 */
public final class PooledDataSource implements DataSource, Lifecycle, AutoCloseable {
    private final PooledDataSourceBuilder options;
    private final JdbcConnector connector;
    private final HikariPool pool;
    private final FreezeWatch freezes;
    private final Announcer announcer;
    private final BorrowTimes borrowTimes = new BorrowTimes();
    private final AtomicLong timeouts = new AtomicLong();
    private final AtomicLong validationFailures = new AtomicLong();
    private volatile boolean suspended;
    private volatile boolean closed;

    PooledDataSource(PooledDataSourceBuilder options, JdbcConnector connector, HikariPool pool, Announcer announcer) {
        this.options = options;
        this.connector = connector;
        this.pool = pool;
        this.announcer = announcer;
        this.freezes = new FreezeWatch(options.clock, options.ticker);
        connector.wanted(() -> pool.getThreadsAwaitingConnection() > 0 && !closed && !suspended);
    }

    /**
     * Makes a pool of at most ten connections.
     *
     * @param url the JDBC URL; what it says of time limits for connecting and reading is what bounds those
     * @param user the user
     * @param password the password
     * @return the pool, which has no connection yet
     */
    public static PooledDataSource of(String url, String user, String password) {
        return builder(url).credentials(user, password).build();
    }

    /**
     * Starts to describe a pool.
     *
     * @param url the JDBC URL
     * @return a builder
     */
    public static PooledDataSourceBuilder builder(String url) {
        return new PooledDataSourceBuilder(url, null);
    }

    /**
     * Starts to describe a pool of the connections of a driver's own data source.
     *
     * @param source makes the connections
     * @return a builder
     */
    public static PooledDataSourceBuilder builder(DataSource source) {
        return new PooledDataSourceBuilder("", source);
    }

    /**
     * Borrows a connection, waiting for no longer than the pool's own time limit.
     *
     * @return the connection, to be closed
     * @throws SQLTransientConnectionException when none is to be had; its cause says why none could be made
     * @throws SQLException when the thread is interrupted
     */
    @Override
    public Connection getConnection() throws SQLException {
        return getConnection(Deadline.NONE);
    }

    /**
     * Borrows a connection.
     *
     * @param deadline the deadline of the invocation; some of its time is left for the use of the connection
     * @return the connection, to be closed
     * @throws SQLTransientConnectionException when none is to be had; its cause says why none could be made
     * @throws SQLException when the thread is interrupted
     */
    public Connection getConnection(Deadline deadline) throws SQLException {
        long begun = options.ticker.getAsLong();
        long limit = limitMillis(deadline);
        freezes.look(connector::frozen);
        while (true) {
            checkOpen();
            long left = limit - (options.ticker.getAsLong() - begun) / 1_000_000;
            Connection connection = borrow(Math.max(1, left));
            if (connector.isTrusted(connection, options.validationTimeout)) {
                long waited = options.ticker.getAsLong() - begun;
                recordBorrowTime(waited);
                announcer.tell(PoolListener.Event.BORROWED, waited);
                return connection;
            }
            validationFailures.incrementAndGet();
            pool.evictConnection(connection);
        }
    }

    private void recordBorrowTime(long nanos) {
        synchronized (borrowTimes) {
            borrowTimes.record(nanos);
        }
    }

    private List<Long> borrowTimes() {
        synchronized (borrowTimes) {
            return borrowTimes.snapshot();
        }
    }

    private long limitMillis(Deadline deadline) {
        long own = options.borrowTimeout.toMillis();
        long remaining = deadline.remainingMillis();
        return remaining == Long.MAX_VALUE ? own : Math.max(1, Math.min(own, remaining - options.margin.toMillis()));
    }

    private void checkOpen() throws SQLTransientConnectionException {
        if (closed) {
            throw new SQLTransientConnectionException("The pool " + options.name + " is closed", "08003");
        }
        if (suspended) {
            throw new SQLTransientConnectionException(
                    "The pool " + options.name + " has no connections between a checkpoint and the restore", "08003");
        }
    }

    private Connection borrow(long millis) throws SQLException {
        SQLException failure = connector.recentFailure();
        if (failure != null && pool.getTotalConnections() == 0) {
            throw notToBeHad("could not be made: " + failure, failure);
        }
        try {
            return pool.getConnection(millis);
        } catch (SQLTransientConnectionException late) {
            timeouts.incrementAndGet();
            announcer.tell(PoolListener.Event.TIMED_OUT, TimeUnit.MILLISECONDS.toNanos(millis));
            SQLException cause = connector.lastFailure();
            throw notToBeHad("was to be had in " + millis + " ms: " + stats().summary(), cause == null ? late : cause);
        }
    }

    private SQLTransientConnectionException notToBeHad(String what, SQLException cause) {
        return new SQLTransientConnectionException(
                "No connection of the pool " + options.name + " " + what, "08001", cause);
    }

    /**
     * Not supported: a pool has one user.
     *
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("A pool has one user; make a pool for each");
    }

    /** Replaces all connections: idle ones now, others when they come back. After a change of credentials. */
    public void evict() {
        pool.softEvictConnections();
    }

    /**
     * Makes the first connection, so that the first request need not wait for it.
     *
     * @throws SQLException when none can be made
     */
    @Override
    public void warm() throws SQLException {
        getConnection().close();
    }

    /**
     * Closes all connections, and lends none until {@link #afterRestore}.
     *
     * @throws IllegalStateException when some are on loan and do not come back: they would be in the snapshot
     * @throws InterruptedException when the thread is interrupted
     */
    @Override
    public void beforeCheckpoint() throws InterruptedException {
        suspended = true;
        connector.refuse(true);
        pool.softEvictConnections();
        if (!connector.awaitNoneOpen(Duration.ofSeconds(2), pool::softEvictConnections)) {
            connector.refuse(false);
            suspended = false;
            throw new IllegalStateException("Connections of the pool " + options.name
                    + " are in use, which would be in the snapshot: " + stats().summary());
        }
    }

    /** Lends again; connections are made at first use. */
    @Override
    public void afterRestore() {
        connector.frozen();
        pool.softEvictConnections();
        connector.refuse(false);
        suspended = false;
    }

    /**
     * Closes the pool and its connections, those on loan included.
     *
     * @throws IllegalStateException when the thread is interrupted meanwhile
     */
    @Override
    public void close() {
        closed = true;
        connector.refuse(true);
        try {
            pool.shutdown();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the pool " + options.name + " was being closed");
        } finally {
            connector.closeAll();
        }
    }

    /**
     * Returns what the pool has done.
     *
     * @return the statistics; what HikariCP does not count is zero: creating, leaked, held too long and abandoned
     */
    public PoolStats stats() {
        int total = pool.getTotalConnections();
        long created = connector.made();
        return new PoolStats(
                options.max,
                pool.getActiveConnections(),
                pool.getIdleConnections(),
                0,
                pool.getThreadsAwaitingConnection(),
                created,
                Math.max(0, created - total),
                timeouts.get(),
                connector.failures(),
                validationFailures.get(),
                0,
                0,
                0,
                borrowTimes());
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Logs go through SLF4J");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("The URL says how long connecting may take");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logs go through SLF4J");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("A pool is no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /** The name, and the numbers of the moment; nothing of the URL. */
    @Override
    public String toString() {
        return "PooledDataSource[" + options.name + ": " + stats().summary() + "]";
    }
}
