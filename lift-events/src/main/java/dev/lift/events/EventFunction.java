package dev.lift.events;

import com.amazonaws.services.lambda.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * Handles an event that is no batch of messages: JSON in, JSON out.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * EventFunction custom = (json, context) -> "{\"ok\":true}".getBytes(StandardCharsets.UTF_8);
 * }</pre>
 */
@FunctionalInterface
public interface EventFunction {
    /**
     * Handles an event.
     *
     * @param json the event as Lambda sent it
     * @param context the Lambda context, or null
     * @return the reply, one JSON value; null where there is none
     * @throws Exception fails the invocation
     */
    byte @Nullable [] handle(byte[] json, @Nullable Context context) throws Exception;
}
