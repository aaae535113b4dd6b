package dev.lift.resources;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What nobody can be told but the log. */
final class Warnings {
    private Warnings() {}

    static void log(String message, @Nullable Throwable cause) {
        try {
            LoggerFactory.getLogger("dev.lift.resources").warn(message, cause);
        } catch (RuntimeException | LinkageError failed) {
            // A logging backend that fails must not cost a resource.
        }
    }
}
