package dev.lift.events;

/**
 * Decides whether an API may pass a request on: a Lambda authorizer.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * AuthorizerHandler authorizer = request -> {
 *     String caller = request.token().map(callers::get).orElse(null);
 *     if (caller == null) {
 *         throw new HttpException(401, "A known token is needed");
 *     }
 *     return AuthorizerReply.allow(caller, request.arn()).with("tenant", "acme");
 * };
 * }</pre>
 */
@FunctionalInterface
public interface AuthorizerHandler {
    /**
     * Decides about a request.
     *
     * @param request what the API tells of it
     * @return the decision
     * @throws dev.lift.http.HttpException of status 401: the API answers 401
     * @throws Exception anything else fails the invocation: the API answers 500, and passes nothing on
     */
    AuthorizerReply handle(AuthorizerRequest request) throws Exception;
}
