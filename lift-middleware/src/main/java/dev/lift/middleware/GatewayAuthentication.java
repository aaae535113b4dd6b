package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Knows callers by what the authorizer of the gateway in front of the function has verified: nothing that a client could send itself.
 * Whoever it says nothing of gets 401, so that a route that was left without an authorizer by mistake is not open.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(GatewayAuthentication.jwt().roles("cognito:groups"));
 * }</pre>
 */
public final class GatewayAuthentication implements Placed {
    private final String kind;
    private final Function<Request, Map<String, String>> claims;
    private final String id;
    private final String roles;

    private GatewayAuthentication(String kind, Function<Request, Map<String, String>> claims, String id, String roles) {
        this.kind = kind;
        this.claims = claims;
        this.id = id;
        this.roles = roles;
    }

    /**
     * Takes the claims of a JWT authorizer of an HTTP API, or of the Cognito authorizer of a REST API.
     *
     * @return the middleware; the id is {@code sub}, the scopes are those of {@code scope}
     */
    public static GatewayAuthentication jwt() {
        return new GatewayAuthentication(
                "jwt",
                request -> {
                    Map<String, String> verified = request.invocation().jwtClaims();
                    return verified.isEmpty() ? request.invocation().cognitoClaims() : verified;
                },
                "sub",
                "");
    }

    /**
     * Takes the context that a Lambda authorizer returns.
     *
     * @return the middleware; the id is {@code principalId}
     */
    public static GatewayAuthentication lambda() {
        return new GatewayAuthentication(
                "lambda", request -> request.invocation().lambdaAuthorizer(), "principalId", "");
    }

    /**
     * Takes the caller of a request that is signed for IAM.
     *
     * @return the middleware; the id is {@code userArn}
     */
    public static GatewayAuthentication iam() {
        return new GatewayAuthentication("iam", request -> request.invocation().iam(), "userArn", "");
    }

    /**
     * Sets which claim tells callers apart.
     *
     * @param claim its name
     * @return the middleware with it
     */
    public GatewayAuthentication id(String claim) {
        return new GatewayAuthentication(kind, claims, claim, roles);
    }

    /**
     * Sets which claim has the roles: one, a JSON array of them, or a list with blanks or commas, in brackets or not, as gateways write
     * it.
     *
     * @param claim its name, such as {@code cognito:groups}; none unless set
     * @return the middleware with it
     */
    public GatewayAuthentication roles(String claim) {
        return new GatewayAuthentication(kind, claims, id, claim);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        Map<String, String> verified = claims.apply(request);
        String caller = verified.getOrDefault(id, "");
        if (caller.isBlank()) {
            throw new HttpException(401, "This needs a caller whom the gateway has authenticated");
        }
        Principal.of(caller)
                .withScopes(words(verified.getOrDefault("scope", "")))
                .withRoles(words(verified.getOrDefault(roles, "")))
                .withClaims(verified)
                .authenticate(request);
        return next.handle(request);
    }

    private static List<String> words(String list) {
        List<String> words = new ArrayList<>();
        String bare = list.startsWith("[") && list.endsWith("]") ? list.substring(1, list.length() - 1) : list;
        for (String each : bare.replace(',', ' ').split(" ", -1)) {
            boolean quoted = each.length() > 2 && each.startsWith("\"") && each.endsWith("\"");
            String word = quoted ? each.substring(1, each.length() - 1) : each;
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    @Override
    public Place place() {
        return Place.AUTHENTICATION;
    }

    /** The kind of authorizer. */
    @Override
    public String toString() {
        return "GatewayAuthentication[" + kind + "]";
    }
}
