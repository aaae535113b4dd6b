package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;

/**
 * Refuses bodies over a size with 413 (RFC 9110 section 15.5.14), for routes that want less than the app takes. What counts is the bytes
 * that came, decoded from the event's base64, and not what {@code Content-Length} says of them.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * app.group("/comments", comments -> comments
 *         .use(BodyLimit.ofBytes(16 * 1024))
 *         .post("/", hello));
 * }</pre>
 */
public final class BodyLimit implements Placed {
    private final int most;

    private BodyLimit(int most) {
        this.most = most;
    }

    /**
     * Makes one.
     *
     * @param most the most bytes a body may have, from 0, which takes none
     * @return the middleware
     * @throws IllegalArgumentException when it is negative
     */
    public static BodyLimit ofBytes(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("The limit of a body must not be negative, was " + most);
        }
        return new BodyLimit(most);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (request.bodyLength() > most) {
            throw new HttpException(
                    413, "The body has " + request.bodyLength() + " bytes; at most " + most + " are taken here");
        }
        return next.handle(request);
    }

    @Override
    public Place place() {
        return Place.BODY_LIMIT;
    }

    /** The limit. */
    @Override
    public String toString() {
        return "BodyLimit[" + most + " bytes]";
    }
}
