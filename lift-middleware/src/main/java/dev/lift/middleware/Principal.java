package dev.lift.middleware;

import dev.lift.http.Attribute;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who sends a request, as an authentication has found. It lives as long as the request.
 *
 * <p>Immutable and thread-safe; each {@code with} method returns a changed copy. Roles and scopes are compared as they stand: {@code
 * read} is not in {@code readwrite}, and {@code Admin} is not {@code admin}.
 *
 * <pre>{@code
 * app.get("/me", request -> Response.text(Principal.required(request).id()));
 * }</pre>
 */
public final class Principal {
    private static final Attribute<Principal> ATTRIBUTE = Attribute.of("principal");

    private final String id;
    private final Set<String> roles;
    private final Set<String> scopes;
    private final Map<String, Object> claims;

    private Principal(String id, Set<String> roles, Set<String> scopes, Map<String, Object> claims) {
        this.id = id;
        this.roles = roles;
        this.scopes = scopes;
        this.claims = claims;
    }

    /**
     * Makes one without roles, scopes and claims.
     *
     * @param id what tells callers apart, such as the subject of a token or the name of a key; not empty
     * @return the principal
     * @throws IllegalArgumentException when the id is blank: all whose id is missing would be one
     */
    public static Principal of(String id) {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A principal needs an id");
        }
        return new Principal(id, Set.of(), Set.of(), Map.of());
    }

    /**
     * Returns a copy with roles.
     *
     * @param names the roles, in place of those before
     * @return the copy
     */
    public Principal withRoles(Collection<String> names) {
        return new Principal(id, Set.copyOf(names), scopes, claims);
    }

    /**
     * Returns a copy with scopes.
     *
     * @param names the scopes, in place of those before
     * @return the copy
     */
    public Principal withScopes(Collection<String> names) {
        return new Principal(id, roles, Set.copyOf(names), claims);
    }

    /**
     * Returns a copy with claims.
     *
     * @param values what else is known, by name, in place of what was before
     * @return the copy
     */
    public Principal withClaims(Map<String, ?> values) {
        return new Principal(id, roles, scopes, Map.copyOf(values));
    }

    /**
     * Returns who sends a request.
     *
     * @param request the request
     * @return the principal, or empty where nobody was authenticated
     */
    public static Optional<Principal> of(Request request) {
        return request.get(ATTRIBUTE);
    }

    /**
     * Returns who sends a request that only those may send who are known.
     *
     * @param request the request
     * @return the principal
     * @throws HttpException with 401 when nobody was authenticated
     */
    public static Principal required(Request request) {
        return of(request)
                .orElseThrow(() -> new HttpException(
                        401, "This needs an authenticated caller", Headers.of("WWW-Authenticate", "Bearer")));
    }

    /**
     * Says who sends a request. For authentications of one's own.
     *
     * @param request the request
     */
    public void authenticate(Request request) {
        request.set(ATTRIBUTE, this);
    }

    /**
     * Returns what tells callers apart.
     *
     * @return the id, not blank
     */
    public String id() {
        return id;
    }

    /**
     * Returns what the caller is.
     *
     * @return the roles
     */
    public Set<String> roles() {
        return roles;
    }

    /**
     * Returns what the caller may do.
     *
     * @return the scopes
     */
    public Set<String> scopes() {
        return scopes;
    }

    /**
     * Returns what else is known of the caller.
     *
     * @return values by name
     */
    public Map<String, Object> claims() {
        return claims;
    }

    /**
     * Returns a claim that is text.
     *
     * @param name its name
     * @return the text, or empty where there is none, or it is something else
     */
    public Optional<String> claim(String name) {
        return claims.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The id alone: claims may say more than a log should have. */
    @Override
    public String toString() {
        return "Principal[" + id + "]";
    }
}
