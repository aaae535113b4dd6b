package dev.lift.errors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at what was thrown without trusting it: any of its methods may throw, and its causes may be a cycle. */
final class Causes {
    private static final StackTraceElement[] NO_FRAMES = {};

    private Causes() {}

    /** Returns what was thrown and its causes, each once, at most {@value Mapper#MAX_CAUSES}. */
    static List<Throwable> of(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable each = thrown;
        while (each != null && causes.size() < Mapper.MAX_CAUSES && seen.add(each)) {
            causes.add(each);
            each = cause(each);
        }
        return causes;
    }

    static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException hostile) {
            return null;
        }
    }

    static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (RuntimeException hostile) {
            return "(the message can not be read)";
        }
    }

    static StackTraceElement[] stackTrace(Throwable thrown) {
        try {
            return thrown.getStackTrace();
        } catch (RuntimeException hostile) {
            return NO_FRAMES;
        }
    }
}
