package dev.lift.lambda;

import dev.lift.http.HttpException;
import dev.lift.http.Response;
import dev.lift.json.JsonException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of events that are no request, and of replies that no source takes. Loaded when there is one. */
final class Refusals {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.lift");

    private Refusals() {}

    /** Declared as its JDK superclass: the adapters that throw it load it no sooner. */
    static RuntimeException missing(String member) {
        return new HttpException(400, "The event has no '" + member + "'");
    }

    /** Answers an event that can not be read. */
    static Response malformed(Exception fault, String requestId) {
        if (fault instanceof HttpException exception) {
            return exception.toResponse(requestId);
        }
        if (fault instanceof JsonException) {
            log("The event is malformed: " + fault.getMessage(), requestId);
            return new HttpException(400, "The event is malformed: " + fault.getMessage()).toResponse(requestId);
        }
        return failed("The event adapter failed", fault, requestId);
    }

    /** Answers an event of no known format. */
    static Response unsupported(String requestId) {
        log(
                "The event is of no supported format; expected one of API Gateway, function URL, "
                        + "Application Load Balancer or VPC Lattice",
                requestId);
        return new HttpException(400, "The event is unsupported: it is of no HTTP format").toResponse(requestId);
    }

    /** Answers in place of a reply that is too large to be sent. */
    static Response tooLarge(int size, int most, String requestId) {
        log("The reply is too large: " + size + " bytes of JSON, at most " + most + " can be sent", requestId);
        return new HttpException(500, "The reply is too large to be sent").toResponse(requestId);
    }

    /** Answers in place of a reply that the adapter could not write. */
    static Response unwritable(Exception fault, String requestId) {
        return failed("The reply can not be written", fault, requestId);
    }

    private static Response failed(String message, Exception fault, String requestId) {
        log(message, requestId, fault);
        return new HttpException(500, "").toResponse(requestId);
    }

    private static void log(String message, String requestId) {
        log(message, requestId, null);
    }

    private static void log(String message, String requestId, @Nullable Exception cause) {
        try {
            LOGGER.atError().addKeyValue("requestId", requestId).setCause(cause).log(message);
        } catch (RuntimeException | LinkageError failed) {
            // A logging backend that fails must not cost the client the reply.
        }
    }
}
