package dev.lift.health;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A component whose health is looked at.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * HealthCheck search = HealthCheck.of("search", () -> client.ping() ? HealthResult.up() : HealthResult.down("No answer"))
 *         .timeout(Duration.ofMillis(500))
 *         .cacheFor(Duration.ofSeconds(10))
 *         .nonCritical();
 * }</pre>
 */
public final class HealthCheck {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

    final String name;
    final HealthProbe probe;
    final String componentType;
    final Duration timeout;
    final Duration cacheFor;
    final boolean critical;

    private HealthCheck(
            String name,
            HealthProbe probe,
            String componentType,
            Duration timeout,
            Duration cacheFor,
            boolean critical) {
        this.name = name;
        this.probe = probe;
        this.componentType = componentType;
        this.timeout = timeout;
        this.cacheFor = cacheFor;
        this.critical = critical;
    }

    /**
     * Makes the check of a component: critical, at most a second, good for five seconds.
     *
     * @param name the name of the component in reports and in the path of its route: at most 64 lower-case letters, digits, {@code -},
     *     {@code _} and {@code .}
     * @param probe looks at it
     * @return the check
     * @throws IllegalArgumentException when the name is of another form, or one of the routes of {@link Health}
     */
    public static HealthCheck of(String name, HealthProbe probe) {
        if (!NAME.matcher(name).matches() || name.equals("live") || name.equals("ready")) {
            throw new IllegalArgumentException(
                    "The name of a check is made of at most 64 of a-z, 0-9, '-', '_' and '.',"
                            + " and is neither live nor ready, was '" + name + "'");
        }
        return new HealthCheck(name, probe, "component", Duration.ofSeconds(1), Duration.ofSeconds(5), true);
    }

    /**
     * Sets how long a look may take. One that takes longer means that the component is down.
     *
     * @param limit above zero
     * @return the check with it
     * @throws IllegalArgumentException when it is not above zero
     */
    public HealthCheck timeout(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("timeout must be above zero, was " + limit);
        }
        return new HealthCheck(name, probe, componentType, limit, cacheFor, critical);
    }

    /**
     * Sets for how long a result is good, by the wall clock. However many ask, nobody looks more often.
     *
     * @param age from zero, which means that only those who ask at the same time share a look
     * @return the check with it
     * @throws IllegalArgumentException when it is negative
     */
    public HealthCheck cacheFor(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("cacheFor must not be negative, was " + age);
        }
        return new HealthCheck(name, probe, componentType, timeout, age, critical);
    }

    /**
     * Says that the app works without the component, if not as well.
     *
     * @return the check with it
     */
    public HealthCheck nonCritical() {
        return new HealthCheck(name, probe, componentType, timeout, cacheFor, false);
    }

    /**
     * Sets what reports call the kind of the component.
     *
     * @param type {@code component}, which it is unless set, {@code datastore}, {@code system}, or another word
     * @return the check with it
     */
    public HealthCheck componentType(String type) {
        return new HealthCheck(name, probe, type, timeout, cacheFor, critical);
    }

    /**
     * Returns the name.
     *
     * @return the name of the component
     */
    public String name() {
        return name;
    }

    /** The name. */
    @Override
    public String toString() {
        return "HealthCheck[" + name + "]";
    }
}
