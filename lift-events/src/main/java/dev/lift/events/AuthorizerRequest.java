package dev.lift.events;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an API of API Gateway tells a Lambda authorizer of a request: of REST, HTTP and WebSocket APIs, of types {@code TOKEN} and {@code
 * REQUEST}, in payloads 1.0 and 2.0. It is no request to the app: nothing of it reaches a route.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * AuthorizerHandler authorizer = request -> request.queryParam("ticket").isPresent()
 *         ? AuthorizerReply.allow("guest", request.arn())
 *         : AuthorizerReply.deny("guest", request.arn());
 * }</pre>
 */
public final class AuthorizerRequest {
    private final Json event;
    private final Json headers;
    private final Json query;
    private final String arn;
    private final @Nullable String token;

    private AuthorizerRequest(Json event, String arn) throws IOException {
        this.event = event;
        this.arn = arn;
        this.headers = event.object("headers");
        this.query = event.object("queryStringParameters");
        this.token = event.string("authorizationToken");
    }

    /** Returns what an event asks; null when it asks nothing of the kind. */
    static @Nullable AuthorizerRequest of(Json event) throws IOException {
        String arn = event.string(event.has("routeArn") ? "routeArn" : "methodArn");
        return arn == null ? null : new AuthorizerRequest(event, arn);
    }

    /**
     * Returns what the request is for.
     *
     * @return the ARN of the method and path, or of the route of a WebSocket API
     */
    public String arn() {
        return arn;
    }

    /**
     * Returns the token: what the API has taken from its identity source for an authorizer of type {@code TOKEN}, or the header {@code
     * Authorization}. A scheme, such as {@code Bearer}, is still before it.
     *
     * @return the token as it came
     */
    public Optional<String> token() {
        return token == null ? header("Authorization") : Optional.of(token);
    }

    /**
     * Returns a header.
     *
     * @param name its name, in any case
     * @return its value; the last where a REST API got several
     */
    public Optional<String> header(String name) {
        for (String each : headers.names()) {
            if (each.equalsIgnoreCase(name)) {
                return value(headers, each);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns a query parameter.
     *
     * @param name its name
     * @return its value; the last where a REST API got several
     */
    public Optional<String> queryParam(String name) {
        return value(query, name);
    }

    private static Optional<String> value(Json members, String name) {
        try {
            return Optional.ofNullable(members.string(name));
        } catch (IOException noText) {
            return Optional.empty();
        }
    }

    /**
     * Returns the event.
     *
     * @return a copy of its JSON
     */
    public byte[] json() {
        return event.json();
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "AuthorizerRequest[" + arn + "]";
    }
}
