package dev.lift.health;

import dev.lift.resources.Pool;
import dev.lift.resources.PoolStats;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Checks of what many apps have.
 *
 * <pre>{@code
 * Health health = Health.builder()
 *         .check(HealthChecks.dataSource("orders", database.get()))
 *         .check(HealthChecks.endpoint("payments", URI.create("https://payments.example/health")).nonCritical())
 *         .check(HealthChecks.memory().nonCritical())
 *         .build();
 * }</pre>
 */
public final class HealthChecks {
    private static final long MIB = 1024 * 1024;
    private static final int FULL_PERCENT = 90;

    private HealthChecks() {}

    /**
     * Checks a pool without borrowing from it: degraded while borrowers wait.
     *
     * @param name the name of the component
     * @param pool the pool
     * @return the check; its observed value is how many objects are on loan
     */
    public static HealthCheck pool(String name, Pool<?> pool) {
        return HealthCheck.of(name, () -> {
                    PoolStats stats = pool.stats();
                    HealthResult result =
                            stats.waiting() == 0 ? HealthResult.up() : HealthResult.degraded(summary(stats));
                    return result.observed(stats.active(), "leases");
                })
                .componentType("component");
    }

    private static String summary(PoolStats stats) {
        return stats.waiting() + " borrowers wait; " + stats.active() + " of " + stats.max() + " are on loan";
    }

    /**
     * Checks a database by a connection that its driver says to be valid.
     *
     * @param name the name of the component
     * @param source lends the connection
     * @return the check; its observed value is how long it took
     */
    public static HealthCheck dataSource(String name, DataSource source) {
        return HealthCheck.of(name, () -> {
                    long begun = System.nanoTime();
                    try (Connection connection = source.getConnection()) {
                        HealthResult result = connection.isValid(1)
                                ? HealthResult.up()
                                : HealthResult.down("The connection is not valid");
                        return result.observed(
                                Duration.ofNanos(System.nanoTime() - begun).toMillis(), "ms");
                    }
                })
                .componentType("datastore");
    }

    /**
     * Checks an HTTP endpoint: it is up when it answers GET with a status below 400.
     *
     * @param name the name of the component
     * @param uri the endpoint, which this service is meant to call: never one from a request
     * @return the check; its observed value is how long it took
     * @throws IllegalArgumentException when the URI is neither http nor https
     */
    public static HealthCheck endpoint(String name, URI uri) {
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            throw new IllegalArgumentException("An endpoint has an http or https URI, was " + uri);
        }
        return HealthCheck.of(name, () -> {
            long begun = System.nanoTime();
            int status = status(uri);
            HealthResult result =
                    status < 400 ? HealthResult.up() : HealthResult.down("It answered with status " + status);
            return result.observed(Duration.ofNanos(System.nanoTime() - begun).toMillis(), "ms");
        });
    }

    private static int status(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        try {
            connection.setInstanceFollowRedirects(false);
            connection.setUseCaches(false);
            connection.setConnectTimeout(5_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    /**
     * Checks a circuit breaker, or anything else that is well or not: degraded while it is open.
     *
     * @param name the name of the component
     * @param isOpen tells whether it is open, such as {@code () -> recovery.circuit().equals("open")}
     * @return the check, which is not critical: what is behind the breaker is not asked
     */
    public static HealthCheck circuitBreaker(String name, BooleanSupplier isOpen) {
        return HealthCheck.of(
                        name,
                        () -> isOpen.getAsBoolean() ? HealthResult.degraded("The circuit is open") : HealthResult.up())
                .cacheFor(Duration.ZERO)
                .nonCritical();
    }

    /**
     * Checks the heap: degraded when more than 90 % of what it may grow to are in use, what the next collection would free included.
     * The JVM takes its limit from the function's size.
     *
     * @return the check, named {@code memory}; its observed value is the used part
     */
    public static HealthCheck memory() {
        return HealthCheck.of("memory", () -> {
                    Runtime runtime = Runtime.getRuntime();
                    return percent(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(), "the heap");
                })
                .componentType("system");
    }

    /**
     * Checks the disk that temporary files are on: degraded when more than 90 % of it are in use.
     *
     * @return the check, named {@code disk}; its observed value is the used part
     */
    public static HealthCheck disk() {
        return disk(new File(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    static HealthCheck disk(File folder) {
        return HealthCheck.of("disk", () -> {
                    long all = folder.getTotalSpace();
                    return percent(all - folder.getUsableSpace(), all, "the disk of temporary files");
                })
                .componentType("system");
    }

    private static HealthResult percent(long used, long all, String what) {
        long percent = all <= 0 ? 100 : used * 100 / all;
        HealthResult result = percent <= FULL_PERCENT
                ? HealthResult.up()
                : HealthResult.degraded(
                        percent + " % of " + what + " are in use: " + used / MIB + " of " + all / MIB + " MiB");
        return result.observed(percent, "percent");
    }
}
