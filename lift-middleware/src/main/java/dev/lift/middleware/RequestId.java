package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Attribute;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.List;

/**
 * Tells the client the id that logs have of its request, in a header of each reply, errors included. It is the id of Lambda's
 * invocation, unless callers are trusted to bring their own.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(RequestId.ofInvocation());
 * app.get("/", request -> Response.text(request.get(RequestId.ID).orElse("-")));
 * }</pre>
 */
public final class RequestId implements Placed {
    /** The id, for handlers and middleware behind this. */
    public static final Attribute<String> ID = Attribute.of("request id");

    private static final int LONGEST = 128;

    private final String header;
    private final boolean trusting;

    private RequestId(String header, boolean trusting) {
        this.header = header;
        this.trusting = trusting;
    }

    /**
     * Takes the id of the invocation.
     *
     * @return the middleware, with the header {@code X-Request-ID}
     */
    public static RequestId ofInvocation() {
        return new RequestId("X-Request-ID", false);
    }

    /**
     * Sets the header.
     *
     * @param name its name
     * @return the middleware with it
     * @throws IllegalArgumentException when it is no name
     */
    public RequestId header(String name) {
        return new RequestId(HeaderNames.check(name), trusting);
    }

    /**
     * Takes the id that a caller sends, where it is one of 1 to 128 letters, digits, {@code .}, {@code _} and {@code -}. For functions that
     * only callers of one's own reach: anybody else could make two requests look like one.
     *
     * @return the middleware with it
     */
    public RequestId trustingCallers() {
        return new RequestId(header, true);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        String id = id(request);
        request.set(ID, id);
        return next.handle(request).header(header, id);
    }

    private String id(Request request) {
        if (trusting) {
            List<String> sent = request.headers(header);
            if (sent.size() == 1 && isWellFormed(sent.get(0))) {
                return sent.get(0);
            }
        }
        return request.id();
    }

    private static boolean isWellFormed(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && Characters.areOfNames(id);
    }

    @Override
    public Place place() {
        return Place.REQUEST_ID;
    }

    /** The header. */
    @Override
    public String toString() {
        return "RequestId[" + header + "]";
    }
}
