package dev.lift.errors;

import dev.lift.http.Headers;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;

/**
 * An error and what a client is told of it: what transformers change and hooks see.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * ErrorMapping errors = ErrorMapping.builder()
 *         .transform(error -> error.withProblem(error.problem().with("shop", "Paris")))
 *         .observe(error -> alarms.count(error.route().path(), error.problem().status()))
 *         .build();
 * }</pre>
 */
public final class MappedError {
    private final Request request;
    private final Throwable thrown;
    private final ApiException exception;
    private final boolean unmapped;
    private final Problem problem;
    private final Headers headers;

    MappedError(
            Request request,
            Throwable thrown,
            ApiException exception,
            boolean unmapped,
            Problem problem,
            Headers headers) {
        this.request = request;
        this.thrown = thrown;
        this.exception = exception;
        this.unmapped = unmapped;
        this.problem = problem;
        this.headers = headers;
    }

    /**
     * Returns the request.
     *
     * @return the request that failed
     */
    public Request request() {
        return request;
    }

    /**
     * Returns the route. Its pattern, not the path, is what a metric is counted by.
     *
     * @return the route; its path is {@code *} where none matched
     */
    public Route route() {
        return request.route();
    }

    /**
     * Returns what was thrown.
     *
     * @return the error, with its causes; nothing of it may be sent to a client
     */
    public Throwable thrown() {
        return thrown;
    }

    /**
     * Returns what the error was mapped to: itself, if it was one of these.
     *
     * @return the exception, with its code and context
     */
    public ApiException exception() {
        return exception;
    }

    /**
     * Tells whether no rule knew the error. Then it is a 500, and somebody should look at it.
     *
     * @return whether it is unmapped
     */
    public boolean isUnmapped() {
        return unmapped;
    }

    /**
     * Returns what a client is told.
     *
     * @return the problem
     */
    public Problem problem() {
        return problem;
    }

    /**
     * Returns the headers of the reply beside those that any problem has.
     *
     * @return the headers
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns a copy that tells a client something else.
     *
     * @param other the problem
     * @return the copy
     */
    public MappedError withProblem(Problem other) {
        return new MappedError(request, thrown, exception, unmapped, other, headers);
    }

    /**
     * Returns a copy with one more header field.
     *
     * @param name the name
     * @param value the value
     * @return the copy
     * @throws IllegalArgumentException when a character is not allowed
     */
    public MappedError withHeader(String name, String value) {
        return new MappedError(request, thrown, exception, unmapped, problem, headers.plus(name, value));
    }

    Response toResponse() {
        Response response = problem.toResponse(request);
        for (int i = 0; i < headers.size(); i++) {
            boolean ours = headers.name(i).equalsIgnoreCase("Retry-After")
                    && response.headers().contains("Retry-After");
            response = ours ? response : response.addHeader(headers.name(i), headers.value(i));
        }
        return response;
    }

    /** The status, the code and the class of what was thrown. */
    @Override
    public String toString() {
        return problem.status() + " " + exception.code().code() + " for "
                + thrown.getClass().getName();
    }
}
