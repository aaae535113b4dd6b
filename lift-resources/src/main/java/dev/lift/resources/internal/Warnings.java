package dev.lift.resources.internal;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What nobody can be told but the log. */
public final class Warnings {
    private Warnings() {}

    /**
     * Logs a warning.
     *
     * @param message what happened
     * @param cause why, or null
     */
    public static void log(String message, @Nullable Throwable cause) {
        try {
            LoggerFactory.getLogger("dev.lift.resources").warn(message, cause);
        } catch (RuntimeException | LinkageError failed) {
            // A logging backend that fails must not cost a resource.
        }
    }
}
