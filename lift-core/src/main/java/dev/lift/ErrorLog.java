package dev.lift;

import dev.lift.http.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one line for each error that nobody mapped. SLF4J and its backend are not loaded before. */
final class ErrorLog {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.lift");

    private ErrorLog() {}

    static void unmapped(Throwable thrown, Request request) {
        try {
            LOGGER.atError()
                    .addKeyValue("requestId", request.id())
                    .addKeyValue("route", request.route().toString())
                    .setCause(thrown)
                    .log("No error handler maps this error");
        } catch (Throwable failed) {
            // A logging backend that fails must not cost the client the reply.
            if (failed instanceof VirtualMachineError error) {
                MemoryExhaustion.escapeUnlessSurvivable(error);
            }
        }
    }
}
