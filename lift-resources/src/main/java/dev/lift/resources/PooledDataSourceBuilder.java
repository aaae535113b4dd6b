package dev.lift.resources;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link PooledDataSource}. Not thread-safe.
 *
 * <pre>{@code
 * PooledDataSource database = PooledDataSource.builder("jdbc:postgresql://db/orders?connectTimeout=2&socketTimeout=5")
 *         .credentials("app", secrets::password)
 *         .max(2)
 *         .build();
 * }</pre>
 */
public final class PooledDataSourceBuilder {
    final String url;
    final @Nullable DataSource source;
    String name = "database";
    String user = "";
    Supplier<String> password = () -> "";
    int max = 10;
    Duration borrowTimeout = Duration.ofSeconds(5);
    Duration validationTimeout = Duration.ofSeconds(1);
    Duration maxIdle = Duration.ofMinutes(10);
    Duration maxLifetime = Duration.ofMinutes(30);
    Duration margin = Duration.ofMillis(200);
    Consumer<HikariConfig> more = config -> {};

    @Nullable
    PoolListener listener;

    Clock clock = Clock.systemUTC();
    LongSupplier ticker = System::nanoTime;

    PooledDataSourceBuilder(String url, @Nullable DataSource source) {
        this.url = url;
        this.source = source;
    }

    private PooledDataSourceBuilder(PooledDataSourceBuilder other) {
        url = other.url;
        source = other.source;
        name = other.name;
        user = other.user;
        password = other.password;
        max = other.max;
        borrowTimeout = other.borrowTimeout;
        validationTimeout = other.validationTimeout;
        maxIdle = other.maxIdle;
        maxLifetime = other.maxLifetime;
        margin = other.margin;
        more = other.more;
        listener = other.listener;
        clock = other.clock;
        ticker = other.ticker;
    }

    /**
     * Sets what logs and errors call the pool.
     *
     * @param value a name; {@code database} unless set
     * @return this builder
     */
    public PooledDataSourceBuilder name(String value) {
        name = value;
        return this;
    }

    /**
     * Sets the user and a password that does not change.
     *
     * @param of the user
     * @param secret the password
     * @return this builder
     */
    public PooledDataSourceBuilder credentials(String of, String secret) {
        return credentials(of, () -> secret);
    }

    /**
     * Sets the user and a password that may change, as a token does that expires.
     *
     * @param of the user
     * @param secret returns the password; asked for each connection
     * @return this builder
     */
    public PooledDataSourceBuilder credentials(String of, Supplier<String> secret) {
        user = of;
        password = secret;
        return this;
    }

    /**
     * Sets the most connections that there are.
     *
     * @param most from 1; 10 unless set, and 1 is enough for an environment that serves one request at a time
     * @return this builder
     * @throws IllegalArgumentException when it is below 1
     */
    public PooledDataSourceBuilder max(int most) {
        PoolBuilder.atLeast("max", most, 1);
        max = most;
        return this;
    }

    /**
     * Sets how long a borrower waits.
     *
     * @param limit from 250 ms; 5 seconds unless set
     * @return this builder
     * @throws IllegalArgumentException when it is shorter, which HikariCP does not take
     */
    public PooledDataSourceBuilder borrowTimeout(Duration limit) {
        if (limit.toMillis() < 250) {
            throw new IllegalArgumentException("borrowTimeout must be at least 250 ms, was " + limit);
        }
        borrowTimeout = limit;
        return this;
    }

    /**
     * Sets how long a look at a connection may take.
     *
     * @param limit from a second, which it is unless set, as drivers count in seconds
     * @return this builder
     * @throws IllegalArgumentException when it is shorter
     */
    public PooledDataSourceBuilder validationTimeout(Duration limit) {
        if (limit.toSeconds() < 1) {
            throw new IllegalArgumentException("validationTimeout must be at least a second, was " + limit);
        }
        validationTimeout = limit;
        return this;
    }

    /**
     * Sets for how long a connection may be idle.
     *
     * @param limit from 10 seconds; 10 minutes unless set
     * @return this builder
     * @throws IllegalArgumentException when it is shorter, which HikariCP does not take
     */
    public PooledDataSourceBuilder maxIdle(Duration limit) {
        if (limit.toSeconds() < 10) {
            throw new IllegalArgumentException("maxIdle must be at least 10 seconds, was " + limit);
        }
        maxIdle = limit;
        return this;
    }

    /**
     * Sets how old a connection may get.
     *
     * @param limit from 30 seconds; 30 minutes unless set
     * @return this builder
     * @throws IllegalArgumentException when it is shorter, which HikariCP does not take
     */
    public PooledDataSourceBuilder maxLifetime(Duration limit) {
        if (limit.toSeconds() < 30) {
            throw new IllegalArgumentException("maxLifetime must be at least 30 seconds, was " + limit);
        }
        maxLifetime = limit;
        return this;
    }

    /**
     * Sets how much of an invocation's time is left when a borrower stops waiting.
     *
     * @param time from zero; 200 ms unless set
     * @return this builder
     * @throws IllegalArgumentException when it is negative
     */
    public PooledDataSourceBuilder margin(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("margin must not be negative, was " + time);
        }
        margin = time;
        return this;
    }

    /**
     * Sets who hears of what happens, for metrics. There is one; it replaces what was set before, also a tracker of {@link #hikari}.
     *
     * @param of hears of it
     * @return this builder
     */
    public PooledDataSourceBuilder listener(PoolListener of) {
        listener = of;
        return this;
    }

    /**
     * Sets what else HikariCP can do, such as {@code config.setReadOnly(true)} or {@code config.setConnectionInitSql("...")}.
     *
     * @param settings changes the configuration, after all that is set here
     * @return this builder
     */
    public PooledDataSourceBuilder hikari(Consumer<HikariConfig> settings) {
        more = settings;
        return this;
    }

    /**
     * Sets the clock that freezes are noticed by, for tests.
     *
     * @param wall the clock
     * @return this builder
     */
    public PooledDataSourceBuilder clock(Clock wall) {
        clock = wall;
        return this;
    }

    /**
     * Makes the pool, which has no connection yet.
     *
     * @return the pool
     */
    public PooledDataSource build() {
        PooledDataSourceBuilder options = new PooledDataSourceBuilder(this);
        JdbcConnector connector = new JdbcConnector(options::connect, maxLifetime, clock, ticker);
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(connector);
        config.setMaximumPoolSize(max);
        config.setMinimumIdle(
                0); // What is to be idle is made when it is wanted: nothing refills a pool that is frozen.
        config.setConnectionTimeout(borrowTimeout.toMillis());
        config.setValidationTimeout(Math.min(validationTimeout.toMillis(), borrowTimeout.toMillis()));
        // HikariCP warns of a time that a lifetime ends before.
        boolean endsBefore = maxLifetime.minus(maxIdle).toSeconds() <= 1;
        config.setIdleTimeout(endsBefore ? 0 : maxIdle.toMillis());
        config.setMaxLifetime(maxLifetime.toMillis());
        config.setKeepaliveTime(0);
        config.setInitializationFailTimeout(-1);
        more.accept(config);
        Announcer announcer = new Announcer(name, listener);
        if (listener != null) {
            config.setMetricsTrackerFactory((pool, stats) -> new Tracker(announcer));
        }
        config.validate();
        return new PooledDataSource(options, connector, new HikariPool(config), announcer);
    }

    /** What only HikariCP sees. */
    private record Tracker(Announcer announcer) implements IMetricsTracker {
        @Override
        public void recordConnectionCreatedMillis(long millis) {
            announcer.tell(PoolListener.Event.CREATED, TimeUnit.MILLISECONDS.toNanos(millis));
        }

        @Override
        public void recordConnectionUsageMillis(long millis) {
            announcer.tell(PoolListener.Event.RETURNED, TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private Connection connect() throws SQLException {
        if (source != null) {
            return user.isEmpty() ? source.getConnection() : source.getConnection(user, password.get());
        }
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
            properties.setProperty("password", password.get());
        }
        return Objects.requireNonNull(DriverManager.getConnection(url, properties));
    }
}
