package dev.lift.health;

import org.jspecify.annotations.Nullable;

/**
 * What a look at a component has found.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * HealthResult disk = free > 100 ? HealthResult.up().observed(free, "MiB") : HealthResult.degraded("The disk is almost full");
 * }</pre>
 *
 * @param status how well it is
 * @param output what is wrong, for those who may see details; null where nothing is
 * @param observedValue what was measured, or null
 * @param observedUnit the unit of that, or null
 */
public record HealthResult(
        HealthStatus status,
        @Nullable String output,
        @Nullable Long observedValue,
        @Nullable String observedUnit) {

    /**
     * Returns that all is well.
     *
     * @return the result
     */
    public static HealthResult up() {
        return new HealthResult(HealthStatus.UP, null, null, null);
    }

    /**
     * Returns that it works, but not well.
     *
     * @param output what is wrong
     * @return the result
     */
    public static HealthResult degraded(String output) {
        return new HealthResult(HealthStatus.DEGRADED, output, null, null);
    }

    /**
     * Returns that it does not work.
     *
     * @param output what is wrong
     * @return the result
     */
    public static HealthResult down(String output) {
        return new HealthResult(HealthStatus.DOWN, output, null, null);
    }

    /**
     * Returns the same with a measurement.
     *
     * @param value what was measured
     * @param unit its unit, such as {@code MiB} or {@code percent}
     * @return the result
     */
    public HealthResult observed(long value, String unit) {
        return new HealthResult(status, output, value, unit);
    }
}
