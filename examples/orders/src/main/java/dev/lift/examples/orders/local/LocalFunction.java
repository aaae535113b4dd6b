package dev.lift.examples.orders.local;

import dev.lift.examples.orders.OrdersFunction;
import dev.lift.examples.orders.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * The function of the laptop. Its settings are system properties, which stay while the gateway takes it anew with classes that have been
 * compiled; a process can not change its environment variables.
 */
public final class LocalFunction extends OrdersFunction {
    private static final String PREFIX = "orders.environment.";

    /** Makes it of what {@link #configure} was told. */
    public LocalFunction() {
        super(Settings.of(environment()));
    }

    /** Says what the environment variables would be. */
    static void configure(Map<String, String> environment) {
        environment.forEach((name, value) -> System.setProperty(PREFIX + name, value));
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                environment.put(name.substring(PREFIX.length()), System.getProperty(name));
            }
        }
        return environment;
    }
}
