package dev.lift.local;

import dev.lift.local.internal.crac.Core;
import org.jspecify.annotations.Nullable;

/** What the buttons of the console do. */
final class Lifecycle {
    /** What the JVM's status is after SIGTERM. */
    private static final int TERMINATED = 143;

    private final Environment environment;

    Lifecycle(Environment environment) {
        this.environment = environment;
    }

    /** Does it, and returns the state after it; null where there is no such action. */
    @Nullable
    String apply(String action) throws Exception {
        switch (action) {
            case "freeze" -> environment.freeze();
            case "thaw" -> environment.thaw();
            case "restore" -> environment.restore(Core::checkpointRestore);
            case "shutdown" -> {
                // The reply has to get out first, and the JVM's hooks wait for those that are under way.
                new Thread(() -> System.exit(TERMINATED), "lift-local-shutdown").start();
                return "shutdown";
            }
            default -> {
                return null;
            }
        }
        return environment.isFrozen() ? "frozen" : action.equals("restore") ? "restored" : "running";
    }

    /** Returns what resources threw, where they did. */
    static String reasonOf(Exception failed) {
        StringBuilder reason = new StringBuilder(String.valueOf(failed.getMessage()));
        for (Throwable each : failed.getSuppressed()) {
            reason.append("; ").append(each);
        }
        return reason.toString();
    }
}
