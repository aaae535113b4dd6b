package dev.lift.resources;

import dev.lift.resources.internal.Warnings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends the resources with the process: on SIGTERM, Ctrl-C, or {@link System#exit}. A thread, as the JVM wants it, which runs then. */
final class Shutdown extends Thread {
    private static final Duration REGISTRATION = Duration.ofSeconds(1);

    private final Resources resources;

    /** Kept open: Lambda sends SIGTERM for as long as there is an extension. */
    private @Nullable Socket extension;

    private Shutdown(Resources resources) {
        super("lift-shutdown");
        this.resources = resources;
    }

    /**
     * Registers the end of some resources.
     *
     * @param runtimeApi the value of {@code AWS_LAMBDA_RUNTIME_API} where an extension is to be registered, else null
     */
    static Shutdown register(Resources resources, @Nullable String runtimeApi) {
        Shutdown shutdown = new Shutdown(resources);
        Runtime.getRuntime().addShutdownHook(shutdown);
        if (runtimeApi != null) {
            shutdown.registerExtension(runtimeApi);
        }
        return shutdown;
    }

    private void registerExtension(String runtimeApi) {
        try {
            extension = new ExtensionsApi(runtimeApi, REGISTRATION).register();
        } catch (IOException | RuntimeException failed) {
            Warnings.log("No extension could be registered, so Lambda will end this process without a warning", failed);
        }
    }

    @Override
    public void run() {
        try {
            resources.close();
        } catch (RuntimeException failed) {
            Warnings.log("The shutdown was not clean", failed);
        }
    }

    /** Forgets the resources, which have been closed. */
    void remove() {
        if (Thread.currentThread().equals(this)) {
            return;
        }
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(this);
            if (extension != null) {
                extension.close();
            }
        } catch (IllegalStateException | IOException alreadyEnding) {
            // Then the hook finds nothing to do.
        }
    }
}
