package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Lets only some callers through: 401 for those that nobody knows, 403 for the others. To be used behind an authentication, on the app,
 * a group, or with {@link dev.lift.Middleware#except} for some routes less.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * app.group("/admin", admin -> admin
 *         .use(Authorization.anyRole("admin", "support"))
 *         .get("/users/{id}", hello));
 * }</pre>
 */
public final class Authorization implements Placed {
    private final String what;
    /** What the refusal tells the client. */
    private final Headers challenge;

    private final Predicate<? super Principal> allowed;

    /** Everybody who is known. A class, as a lambda would cost a start more. */
    private static final class Anybody implements Predicate<Principal> {
        @Override
        public boolean test(Principal principal) {
            return true;
        }
    }

    private Authorization(String what, Headers challenge, Predicate<? super Principal> allowed) {
        this.what = what;
        this.challenge = challenge;
        this.allowed = allowed;
    }

    /**
     * Lets everybody through who is known.
     *
     * @return the middleware
     */
    public static Authorization authenticated() {
        return new Authorization("authenticated", Headers.EMPTY, new Anybody());
    }

    /**
     * Lets those through who have one of some roles.
     *
     * @param roles the roles
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or a blank one
     */
    public static Authorization anyRole(String... roles) {
        Set<String> names = names("role", roles);
        return new Authorization(
                "any role of " + names,
                Headers.EMPTY,
                principal -> names.stream().anyMatch(principal.roles()::contains));
    }

    /**
     * Lets those through who have all of some scopes (RFC 6750 section 3.1).
     *
     * @param scopes the scopes, each a token without blanks
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or one that is no scope token
     */
    public static Authorization allScopes(String... scopes) {
        Set<String> names = names("scope", scopes);
        String challenge = "Bearer error=\"insufficient_scope\", scope=\"" + String.join(" ", names) + "\"";
        return new Authorization(
                "scopes " + names,
                Headers.of("WWW-Authenticate", challenge),
                principal -> principal.scopes().containsAll(names));
    }

    /**
     * Lets those through whom a predicate accepts.
     *
     * @param what what it asks for, for the printed table of routes
     * @param allowed decides; it must be thread-safe
     * @return the middleware
     */
    public static Authorization matching(String what, Predicate<? super Principal> allowed) {
        return new Authorization(what, Headers.EMPTY, allowed);
    }

    private static Set<String> names(String kind, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("At least one " + kind + " is needed, or nobody would be let through");
        }
        Set<String> all = new TreeSet<>();
        for (String name : names) {
            if (!isScopeToken(name)) {
                throw new IllegalArgumentException(
                        "A " + kind + " is visible ASCII without blanks and quotes, was '" + name + "'");
            }
            all.add(name);
        }
        return all;
    }

    /** RFC 6749 section 3.3. */
    private static boolean isScopeToken(String name) {
        return !name.isEmpty() && Characters.areVisible(name) && name.indexOf('"') < 0 && name.indexOf('\\') < 0;
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (!allowed.test(Principal.required(request))) {
            throw new HttpException(403, "The caller may not do this", challenge);
        }
        return next.handle(request);
    }

    @Override
    public Place place() {
        return Place.AUTHORIZATION;
    }

    /** What it asks for. */
    @Override
    public String toString() {
        return "Authorization[" + what + "]";
    }
}
