package dev.lift.resources;

import dev.lift.resources.internal.Warnings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Ends the resources with the process: on SIGTERM, Ctrl-C, or {@link System#exit}. */
final class Shutdown {
    private static final Duration REGISTRATION = Duration.ofSeconds(1);

    private final Thread hook;

    /** Kept open: Lambda sends SIGTERM for as long as there is an extension. */
    @SuppressWarnings("UnusedVariable")
    private final @Nullable Socket extension;

    private Shutdown(Thread hook, @Nullable Socket extension) {
        this.hook = hook;
        this.extension = extension;
    }

    static Shutdown register(Runnable end, UnaryOperator<@Nullable String> environment) {
        // Not started here; it runs once the process ends.
        Thread hook = new Thread(end, "lift-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Shutdown(hook, extension(environment));
    }

    private static @Nullable Socket extension(UnaryOperator<@Nullable String> environment) {
        String endpoint = environment.apply("AWS_LAMBDA_RUNTIME_API");
        // A snapshot must not hold a connection.
        if (endpoint == null || SnapStart.isOn(environment)) {
            return null;
        }
        try {
            return new ExtensionsApi(endpoint, REGISTRATION).register();
        } catch (IOException | RuntimeException failed) {
            Warnings.log("No extension could be registered, so Lambda will end this process without a warning", failed);
            return null;
        }
    }

    /** Forgets the resources, which have been closed. */
    void remove() {
        if (Thread.currentThread().equals(hook)) {
            return;
        }
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook finds nothing to do.
        }
    }
}
