package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;

/**
 * Answers a request whose body has been read as a value.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * app.post("/orders", NewOrder.class, (request, order) -> Response.created("/orders/" + orders.add(order)));
 * }</pre>
 *
 * @param <T> the type of the body
 */
@FunctionalInterface
public interface BodyHandler<T> {
    /**
     * Answers a request.
     *
     * @param request the request
     * @param body the body
     * @return the reply; null is answered as 204
     * @throws Exception any failure; it is mapped to a reply by the app's error handlers
     */
    Response handle(Request request, T body) throws Exception;
}
