package dev.lift.resources;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes the connections that HikariCP pools. While somebody waits for one and the database is down it tries again itself, each half
 * second at most: HikariCP would take up to five, and a database that is back would be found that late.
 */
final class JdbcConnector implements DataSource {
    /** How a connection is made. */
    interface Source {
        Connection connect() throws SQLException;
    }

    private static final long FIRST_BACKOFF_MILLIS = 20;
    private static final long LONGEST_BACKOFF_MILLIS = 500;

    /** What is known of a connection: when it was made, and after which freeze it was last seen to be alive. */
    private record Seen(Instant made, int freeze) {}

    private final Source source;
    private final Duration maxLifetime;
    private final Clock clock;
    private final LongSupplier ticker;
    private final RandomGenerator random = new SharedRandom();
    private BooleanSupplier wanted = () -> false;

    // Guarded by this object's lock, as all that follow.

    /** Set while there must be no connection: what is made meanwhile is closed at once, as the pool would forget it open. */
    private boolean refusing;

    // Connections are gone from the map once HikariCP forgets them.
    private final Map<Connection, Seen> connections = new WeakHashMap<>();
    private int freezes;

    /** How many times failures were forgotten. */
    private int forgotten;

    private long made;
    private long failures;
    private @Nullable SQLException lastFailure;
    private long failedAt;

    JdbcConnector(Source source, Duration maxLifetime, Clock clock, LongSupplier ticker) {
        this.source = source;
        this.maxLifetime = maxLifetime;
        this.clock = clock;
        this.ticker = ticker;
    }

    /** Says whether somebody waits for a connection. */
    void wanted(BooleanSupplier isWanted) {
        wanted = isWanted;
    }

    @Override
    public Connection getConnection() throws SQLException {
        long backoff = FIRST_BACKOFF_MILLIS;
        while (true) {
            int before = forgotten();
            Connection connection;
            try {
                connection = connect();
            } catch (SQLException failed) {
                failed(failed, before);
                if (!wanted.getAsBoolean()) {
                    throw failed;
                }
                pause(backoff / 2 + random.nextLong(backoff / 2), failed, before);
                backoff = Math.min(LONGEST_BACKOFF_MILLIS, backoff * 2);
                continue;
            }
            return seen(connection);
        }
    }

    private Connection connect() throws SQLException {
        try {
            return source.connect();
        } catch (RuntimeException | LinkageError broken) {
            throw new SQLException("The driver failed: " + broken, "08001", broken);
        }
    }

    /** Waits before the next attempt, or until what has failed is forgotten. */
    private synchronized void pause(long millis, SQLException failed, int before) throws SQLException {
        long end = ticker.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (forgotten == before && end - ticker.getAsLong() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, end - ticker.getAsLong());
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw failed;
        }
    }

    private synchronized Connection seen(Connection connection) throws SQLException {
        if (refusing) {
            connection.close();
            throw new SQLException("The pool wants no connection any more", "08003");
        }
        connections.put(connection, new Seen(clock.instant(), freezes));
        made++;
        lastFailure = null;
        return connection;
    }

    /** Notes a failure, unless failures were forgotten since the attempt began. */
    private synchronized void failed(SQLException failure, int before) {
        failures++;
        if (before == forgotten) {
            lastFailure = failure;
            failedAt = ticker.getAsLong();
        }
    }

    private synchronized int forgotten() {
        return forgotten;
    }

    /** Returns why the last connection could not be made; null when it could. */
    synchronized @Nullable SQLException lastFailure() {
        return lastFailure;
    }

    /** Returns why no connection could be made just now; null when it is worth to try. */
    synchronized @Nullable SQLException recentFailure() {
        boolean recent = ticker.getAsLong() - failedAt < TimeUnit.MILLISECONDS.toNanos(LONGEST_BACKOFF_MILLIS);
        return recent ? lastFailure : null;
    }

    /** From now on no connection counts as alive until it has been looked at, and what has failed before may work now. */
    synchronized void frozen() {
        lastFailure = null;
        forgotten++;
        freezes++;
        notifyAll();
    }

    /** Looks at a connection unless that has been done since the last freeze. HikariCP looks at those that were idle otherwise. */
    boolean isTrusted(Connection lent, Duration limit) throws SQLException {
        Connection connection = lent.unwrap(Connection.class);
        Seen seen;
        int now;
        synchronized (this) {
            seen = connections.get(connection);
            now = freezes;
        }
        if (seen == null || seen.freeze() == now) {
            return true;
        }
        boolean old = Duration.between(seen.made(), clock.instant()).abs().compareTo(maxLifetime) >= 0;
        if (old || !isValid(lent, limit)) {
            return false;
        }
        synchronized (this) {
            connections.put(connection, new Seen(seen.made(), now));
        }
        return true;
    }

    private static boolean isValid(Connection connection, Duration limit) {
        try {
            return connection.isValid(Math.max(1, Math.toIntExact(limit.toSeconds())));
        } catch (SQLException broken) {
            return false;
        }
    }

    /** Makes no connection any more, or makes them again. */
    synchronized void refuse(boolean whether) {
        refusing = whether;
    }

    /**
     * Waits until each connection has been closed. Nobody says when one is: HikariCP forgets it first and closes it on another thread
     * then, and one that was being made comes into the pool later. So this asks again and again.
     *
     * @param evict has the pool close what is idle
     */
    boolean awaitNoneOpen(Duration atMost, Runnable evict) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (isAnyOpen()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(2);
            evict.run();
        }
        return true;
    }

    /** Closes what the pool has left open: what was being made while it was closed, it forgets. */
    synchronized void closeAll() {
        for (Connection connection : connections.keySet()) {
            try {
                connection.close();
            } catch (SQLException broken) {
                // As good as closed.
            }
        }
    }

    private synchronized boolean isAnyOpen() {
        for (Connection connection : connections.keySet()) {
            try {
                if (!connection.isClosed()) {
                    return true;
                }
            } catch (SQLException broken) {
                // As good as closed.
            }
        }
        return false;
    }

    synchronized long made() {
        return made;
    }

    synchronized long failures() {
        return failures;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

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
        throw new SQLException("There is nothing to unwrap");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
