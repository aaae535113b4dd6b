package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;

/**
 * Answers a request that failed.
 *
 * <p>Implementations must be thread-safe. One that throws is logged, and answered as a 500 without details.
 *
 * <pre>{@code
 * app.error(OutOfStock.class, (error, request) -> Response.status(409).text("Out of stock"));
 * }</pre>
 *
 * @param <E> the type of the error
 */
@FunctionalInterface
public interface ErrorHandler<E extends Throwable> {
    /**
     * Answers a request that failed.
     *
     * @param error what was thrown
     * @param request the request
     * @return the reply
     */
    Response handle(E error, Request request);
}
