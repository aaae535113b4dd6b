package dev.lift.resources;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a resource stands, at one moment.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * for (ResourceReport each : resources.report()) {
 *     System.out.println(each.name() + " " + each.state() + " in " + each.startTime().toMillis() + " ms");
 * }
 * }</pre>
 *
 * @param name the name of the resource
 * @param state how it stands
 * @param startTime how long its start took; zero when it has not been started
 * @param warmTime how long warming it up took; zero when it has not been warmed up
 * @param failure what went wrong at its last start or warm-up, with the class of the exception; for the log, not for clients
 */
public record ResourceReport(
        String name,
        State state,
        Duration startTime,
        Duration warmTime,
        @Nullable String failure) {
    /** How a resource stands. */
    public enum State {
        /** Declared, and not used yet. */
        DECLARED,
        /** Started. */
        STARTED,
        /** Its last start has failed. */
        FAILED,
        /** Stopped, or never to be started any more. */
        STOPPED
    }
}
