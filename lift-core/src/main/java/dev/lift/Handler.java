package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;

/**
 * Answers a request. The whole library is composed of this function and {@link Middleware}.
 *
 * <p>Implementations must be thread-safe: one instance may serve many invocations at a time.
 *
 * <pre>{@code
 * Handler hello = request -> Response.text("Hello, " + request.pathParam("name"));
 * }</pre>
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request.
     *
     * @param request the request
     * @return the reply; null is answered as 204
     * @throws Exception any failure; it is mapped to a reply by the app's error handlers
     */
    Response handle(Request request) throws Exception;
}
