package dev.lift.errors;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands for what was thrown in the log: the same stack traces, causes and suppressed exceptions, with messages that can not end a
 * line and have no known secret. A backend prints it as it prints any other.
 */
final class LoggedThrowable extends Throwable {
    private static final long serialVersionUID = 1;

    /** All that hangs on one error, of which there may be as much as somebody made. */
    private static final int MAX_COPIES = 50;

    private @Nullable LoggedThrowable causeOfCopy;

    private LoggedThrowable(String text) {
        super(text);
    }

    static LoggedThrowable of(Throwable thrown, Redaction redaction) {
        return new Copy(redaction).of(thrown);
    }

    @Override
    public synchronized @Nullable Throwable getCause() {
        return causeOfCopy;
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

    private static final class Copy {
        private final Redaction redaction;
        private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        private final Deque<Pair> open = new ArrayDeque<>();

        Copy(Redaction redaction) {
            this.redaction = redaction;
        }

        LoggedThrowable of(Throwable thrown) {
            seen.add(thrown);
            LoggedThrowable copy = copy(thrown);
            for (Pair next = open.poll(); next != null; next = open.poll()) {
                Throwable cause = Causes.cause(next.original);
                if (isNew(cause)) {
                    next.copy.causeOfCopy = copy(cause);
                }
                for (Throwable suppressed : next.original.getSuppressed()) {
                    if (isNew(suppressed)) {
                        next.copy.addSuppressed(copy(suppressed));
                    }
                }
            }
            return copy;
        }

        private boolean isNew(@Nullable Throwable thrown) {
            return thrown != null && seen.size() < MAX_COPIES && seen.add(thrown);
        }

        private LoggedThrowable copy(@Nullable Throwable thrown) {
            Throwable original = Objects.requireNonNull(thrown);
            String message = Causes.message(original);
            String name = original.getClass().getName();
            LoggedThrowable copy = new LoggedThrowable(message == null ? name : name + ": " + redaction.clean(message));
            copy.setStackTrace(Causes.stackTrace(original));
            open.add(new Pair(original, copy));
            return copy;
        }
    }

    private record Pair(Throwable original, LoggedThrowable copy) {}
}
