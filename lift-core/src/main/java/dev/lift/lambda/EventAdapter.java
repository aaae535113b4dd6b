package dev.lift.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one format as requests, and writes replies in that format: the adapter that read an event writes its
 * reply. Lift has one for each HTTP-shaped event of AWS; pass further ones to the constructor of {@link LiftHandler}, where
 * they are asked before Lift's own.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * final class EdgeAdapter implements EventAdapter {
 *     public boolean reads(Event event) {
 *         return event.has("edge");
 *     }
 *
 *     public Request read(Event event, Context context) {
 *         return Request.get("/from-the-edge").build();
 *     }
 *
 *     public void write(Response response, JsonWriter out) {
 *         out.beginObject().name("status").number(response.status()).endObject();
 *     }
 * }
 * }</pre>
 */
public interface EventAdapter {
    /** The most bytes that Lambda takes as a reply. */
    int MAX_REPLY_BYTES = 6_291_556;

    /**
     * Tells by the structure of an event whether it is of this adapter's format.
     *
     * @param event the event
     * @return whether it is
     */
    boolean reads(Event event);

    /**
     * Reads an event.
     *
     * @param event an event of this adapter's format
     * @param context the Lambda context, or null
     * @return the request
     * @throws dev.lift.http.HttpException when the event is no acceptable request; answered in this adapter's format
     */
    Request read(Event event, @Nullable Context context);

    /**
     * Writes a reply.
     *
     * @param response the reply, its body in bytes
     * @param out takes exactly one JSON value
     */
    void write(Response response, JsonWriter out);

    /**
     * Returns how large a reply may be.
     *
     * @return the most bytes of the final JSON; a larger reply becomes a 500
     */
    default int maxReplyBytes() {
        return MAX_REPLY_BYTES;
    }
}
