package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is thrown into a reply, and a value into bytes. It stands around the handler and around each middleware, so that those
 * further out see the true status of a failure, and bytes. There is no other catch on the path.
 */
final class ErrorBoundary implements Handler {
    /** What is left when answering an error fails too. Made with the app, as there may be no memory or stack for it later. */
    static final Response LAST_RESORT = Response.status(500)
            .header("Content-Type", "application/problem+json")
            .header("X-Content-Type-Options", "nosniff")
            .withBody("{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500}"
                    .getBytes(StandardCharsets.US_ASCII));

    /** What is called with {@link #next}; null where that is all. Without a handler of its own between, a link costs a call less. */
    private final @Nullable Middleware middleware;

    private final Handler next;
    private final BodyCodecs codecs;
    private final @Nullable ErrorHandlers errors;

    ErrorBoundary(Handler next, BodyCodecs codecs, @Nullable ErrorHandlers errors) {
        this(null, next, codecs, errors);
    }

    private ErrorBoundary(
            @Nullable Middleware middleware, Handler next, BodyCodecs codecs, @Nullable ErrorHandlers errors) {
        this.middleware = middleware;
        this.next = next;
        this.codecs = codecs;
        this.errors = errors;
    }

    /** Returns one like this around one more link of the chain; the link itself where it has one. */
    ErrorBoundary around(Handler link) {
        if (link instanceof ErrorBoundary boundary) {
            return boundary;
        }
        return link instanceof Link own
                ? new ErrorBoundary(own.middleware, own.next, codecs, errors)
                : new ErrorBoundary(link, codecs, errors);
    }

    @Override
    public Response handle(Request request) {
        try {
            if (request.isAnswered()) {
                throw new IllegalStateException(
                        "next was called after the request had been answered: " + request.route());
            }
            Response response = middleware == null ? next.handle(request) : middleware.handle(request, next);
            return response == null ? Response.noContent() : codecs.write(response);
        } catch (Throwable thrown) {
            try {
                return ErrorAnswer.of(thrown, request, errors, codecs);
            } catch (LinkageError unloadable) {
                // It is loaded with the first error, which may be that no file can be opened any more.
                return LAST_RESORT;
            }
        }
    }
}
