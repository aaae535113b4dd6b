package dev.lift.health;

/**
 * Looks at a component.
 *
 * <pre>{@code
 * HealthProbe queue = () -> client.ping() ? HealthResult.up() : HealthResult.down("The queue does not answer");
 * }</pre>
 */
@FunctionalInterface
public interface HealthProbe {
    /**
     * Looks, on a thread of its own, which is interrupted when it takes too long.
     *
     * @return what it has found
     * @throws Exception any failure, which means that the component is down; the log gets it
     */
    HealthResult look() throws Exception;
}
