package dev.lift.recovery;

import dev.lift.errors.ApiException;
import dev.lift.errors.ErrorMapping;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Predicate;

/** Tells errors that may pass from those that stay, and faults of the callee from refusals, as the mapping to problems does. */
final class Classification {
    private static final ErrorMapping MAPPING = ErrorMapping.standard();

    private Classification() {}

    static boolean isRetryable(Throwable thrown) {
        ApiException mapped = MAPPING.map(thrown);
        // A 4xx may be tried again by whoever sent it, after a while; what is sent at once is the same mistake.
        return mapped.status() >= 500 && mapped.isRetryable() || isBrokenConnection(thrown);
    }

    /** The clients of the JDK throw no more than this where a connection ends in the middle. */
    private static boolean isBrokenConnection(Throwable thrown) {
        return thrown.getClass() == IOException.class || thrown instanceof EOFException;
    }

    static boolean isServerFault(Throwable thrown) {
        return MAPPING.map(thrown).status() >= 500;
    }

    static boolean test(Predicate<Throwable> predicate, Throwable thrown, boolean ifItThrows) {
        try {
            return predicate.test(thrown);
        } catch (RuntimeException failed) {
            return ifItThrows;
        }
    }
}
