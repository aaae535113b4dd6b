package dev.lift.errors;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for what was thrown in the log: the same stack trace and causes, with messages that can not end a line and have no
 * known secret. A backend prints it as it prints any other.
 */
final class LoggedThrowable extends Throwable {
    private static final long serialVersionUID = 1;

    private LoggedThrowable(String text, LoggedThrowable cause) {
        super(text, cause, /* enableSuppression= */ true, /* writableStackTrace= */ true);
    }

    static LoggedThrowable of(Throwable thrown, Redaction redaction) {
        List<Throwable> causes = Causes.of(thrown);
        LoggedThrowable logged = null;
        for (int i = causes.size() - 1; i >= 0; i--) {
            logged = copy(causes.get(i), logged, redaction);
            for (Throwable suppressed : suppressed(causes.get(i))) {
                logged.addSuppressed(copy(suppressed, null, redaction));
            }
        }
        return Objects.requireNonNull(logged);
    }

    private static LoggedThrowable copy(Throwable thrown, @Nullable LoggedThrowable cause, Redaction redaction) {
        String message = Causes.message(thrown);
        String name = thrown.getClass().getName();
        LoggedThrowable copy = make(message == null ? name : name + ": " + redaction.clean(message), cause);
        copy.setStackTrace(Causes.stackTrace(thrown));
        return copy;
    }

    @SuppressWarnings("NullAway") // A throwable may have no cause.
    private static LoggedThrowable make(String text, @Nullable LoggedThrowable cause) {
        return new LoggedThrowable(text, cause);
    }

    private static List<Throwable> suppressed(Throwable thrown) {
        try {
            List<Throwable> suppressed = List.of(thrown.getSuppressed());
            return suppressed.subList(0, Math.min(suppressed.size(), Mapper.MAX_CAUSES));
        } catch (RuntimeException hostile) {
            return List.of();
        }
    }

    /** The stack trace is that of what was thrown. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    /** The class and message of what was thrown, without the name of this class. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return String.valueOf(getMessage());
    }
}
