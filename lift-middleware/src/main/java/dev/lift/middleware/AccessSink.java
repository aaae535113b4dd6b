package dev.lift.middleware;

import dev.lift.http.Request;
import org.jspecify.annotations.Nullable;

/** Where lines of the access log go. */
interface AccessSink {
    /** Prepares the thread for what is logged while the request is handled, and returns how it was before. */
    default @Nullable Object begin(Request request) {
        return null;
    }

    /** Leaves the thread as it was. */
    default void end(@Nullable Object before) {}

    void write(AccessLine line);
}
