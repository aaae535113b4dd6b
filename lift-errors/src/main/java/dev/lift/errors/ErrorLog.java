package dev.lift.errors;

import dev.lift.http.HttpException;
import dev.lift.http.Request;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one line for each error: a server fault as an error with its causes, a client's as information without. Nothing in a
 * line can end it, and what {@link Redaction} knows is taken out. A backend that fails must not cost the client the reply.
 */
final class ErrorLog {
    private static final Logger LOGGER = LoggerFactory.getLogger("dev.lift.errors");

    private final LongAdder dropped = new LongAdder();
    private final Redaction redaction;
    private final Catalogue catalogue;

    ErrorLog(Redaction redaction, Catalogue catalogue) {
        this.redaction = redaction;
        this.catalogue = catalogue;
    }

    long dropped() {
        return dropped.sum();
    }

    void write(MappedError error) {
        boolean serverFault = error.problem().status() >= 500;
        line(serverFault ? Level.ERROR : Level.INFO, error, serverFault ? error.thrown() : null, "failed");
    }

    /** A failure that another attempt made up for is worth knowing, and no alarm. */
    void recovered(MappedError error) {
        line(Level.INFO, error, null, "failed, and recovered");
    }

    private void line(Level level, MappedError error, @Nullable Throwable cause, String outcome) {
        try {
            if (!LOGGER.isEnabledForLevel(level)) {
                return;
            }
            LoggingEventBuilder line = LOGGER.atLevel(level);
            Request request = error.request();
            ApiException exception = error.exception();
            line = line.addKeyValue("requestId", Redaction.escape(request.id()));
            line = line.addKeyValue("method", Redaction.escape(request.method()));
            // The pattern: a path has as many values as a client likes, and what is in it may be private.
            line = line.addKeyValue("route", request.route().path());
            line = line.addKeyValue("status", error.problem().status());
            line = line.addKeyValue("code", exception.code().code());
            if (!catalogue.isDeclared(exception)) {
                line = line.addKeyValue("undeclared", true);
            }
            for (Map.Entry<String, Object> entry : exception.context().entrySet()) {
                line = line.addKeyValue(clean(entry.getKey()), value(entry.getKey(), entry.getValue()));
            }
            if (cause != null) {
                line = line.setCause(LoggedThrowable.of(cause, redaction));
            }
            line.log(message(error, outcome));
        } catch (RuntimeException | LinkageError failed) {
            dropped.increment();
        }
    }

    private String message(MappedError error, String outcome) {
        StringBuilder message = new StringBuilder("The request ").append(outcome);
        if (error.thrown() instanceof HttpException exception
                && !exception.detail().isEmpty()) {
            message.append(": ").append(exception.detail());
        } else if (error.problem().status() < 500) {
            message.append(": ").append(error.thrown().getClass().getName());
            String text = Causes.message(error.thrown());
            message.append(text == null ? "" : ": ".concat(text));
        }
        return clean(message.toString());
    }

    void failed(String message, Throwable cause, @Nullable Request request) {
        try {
            LoggingEventBuilder line = LOGGER.atError();
            if (request != null) {
                line = line.addKeyValue("requestId", Redaction.escape(request.id()));
            }
            line.setCause(LoggedThrowable.of(cause, redaction)).log(message);
        } catch (RuntimeException | LinkageError failed) {
            dropped.increment();
        }
    }

    private Object value(String name, Object value) {
        if (redaction.isSecret(name)) {
            return Redaction.REDACTED;
        }
        return value instanceof Number || value instanceof Boolean ? value : clean(text(value));
    }

    private static String text(Object value) {
        try {
            return String.valueOf(value);
        } catch (RuntimeException hostile) {
            return "(the value can not be read)";
        }
    }

    private String clean(String text) {
        return redaction.clean(text);
    }
}
