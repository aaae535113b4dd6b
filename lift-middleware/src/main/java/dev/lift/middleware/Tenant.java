package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Attribute;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out which tenant a request is for: from a claim of the caller, or from whatever else is the authority. Other places that name a
 * tenant, such as a header or the path, have to name the same, else the request is refused with 403. One that names none gets 400.
 *
 * <p>Access log, {@link RateLimit#perTenant} and {@link Idempotency} take it from here. A tenant's name is 1 to 64 letters, digits, {@code
 * .}, {@code _} and {@code -}; another one is refused. Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.group("/tenants/{tenant}", tenants -> tenants
 *         .use(Tenant.ofClaim("org").matchingPathParam("tenant"))
 *         .get("/orders", request -> Response.text(Tenant.required(request))));
 * }</pre>
 */
public final class Tenant implements Placed {
    private static final Attribute<String> ATTRIBUTE = Attribute.of("tenant");
    private static final int LONGEST = 64;

    private final String name;
    private final Function<Request, Optional<String>> authority;
    private final List<Function<Request, Optional<String>>> others;

    private Tenant(
            String name,
            Function<Request, Optional<String>> authority,
            List<Function<Request, Optional<String>>> others) {
        this.name = name;
        this.authority = authority;
        this.others = others;
    }

    /**
     * Takes it from what the caller's authentication says.
     *
     * @param claim the name of a claim that is text
     * @return the middleware
     */
    public static Tenant ofClaim(String claim) {
        return new Tenant(
                "claim " + claim, request -> Principal.of(request).flatMap(each -> each.claim(claim)), List.of());
    }

    /**
     * Takes it from the tenant that Lambda isolates the environment for.
     *
     * @return the middleware
     */
    public static Tenant ofInvocation() {
        return new Tenant("invocation", request -> request.invocation().tenantId(), List.of());
    }

    /**
     * Takes it from the first label of the host: {@code acme} of {@code acme.api.example.com}. Any client can write any host, so this is for
     * what is open to all tenants.
     *
     * @param domain the rest of the host, such as {@code api.example.com}
     * @return the middleware
     */
    public static Tenant ofHost(String domain) {
        String suffix = "." + domain.toLowerCase(Locale.ROOT);
        return new Tenant("host of " + domain, request -> label(request, suffix), List.of());
    }

    private static Optional<String> label(Request request, String suffix) {
        List<String> hosts = request.headers("Host");
        String host = hosts.size() == 1 ? hosts.get(0).toLowerCase(Locale.ROOT) : "";
        String label = host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : "";
        return label.isEmpty() || label.contains(".") ? Optional.empty() : Optional.of(label);
    }

    /**
     * Takes it from anything else that is the authority.
     *
     * @param name what that is called in the printed table of routes
     * @param source finds the tenant; it must be thread-safe
     * @return the middleware
     */
    public static Tenant of(String name, Function<Request, Optional<String>> source) {
        return new Tenant(name, source, List.of());
    }

    /**
     * Refuses requests that name another tenant in a header. One that names none there is let through.
     *
     * @param header its name
     * @return the middleware with it
     * @throws IllegalArgumentException when it is no name
     */
    public Tenant matchingHeader(String header) {
        String checked = HeaderNames.check(header);
        return matching(request -> {
            List<String> sent = request.headers(checked);
            return sent.isEmpty() ? Optional.empty() : Optional.of(String.join(",", sent));
        });
    }

    /**
     * Refuses requests whose path names another tenant, on routes that have the parameter.
     *
     * @param parameter its name
     * @return the middleware with it
     */
    public Tenant matchingPathParam(String parameter) {
        return matching(request -> request.route().pathParams().contains(parameter)
                ? Optional.of(request.pathParam(parameter))
                : Optional.empty());
    }

    private Tenant matching(Function<Request, Optional<String>> other) {
        List<Function<Request, Optional<String>>> all = new ArrayList<>(others);
        all.add(other);
        return new Tenant(name, authority, List.copyOf(all));
    }

    /**
     * Returns the tenant of a request.
     *
     * @param request the request
     * @return the tenant, or empty where this middleware is not used
     */
    public static Optional<String> of(Request request) {
        return request.get(ATTRIBUTE);
    }

    /**
     * Returns the tenant of a request.
     *
     * @param request the request
     * @return the tenant
     * @throws IllegalStateException where this middleware is not used
     */
    public static String required(Request request) {
        return of(request).orElseThrow(() -> new IllegalStateException("No Tenant middleware is used on this route"));
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        String tenant = authority.apply(request).orElseThrow(() -> new HttpException(400, "This is for no tenant"));
        if (!isWellFormed(tenant)) {
            throw new HttpException(400, "The name of the tenant is malformed");
        }
        for (Function<Request, Optional<String>> other : others) {
            Optional<String> named = other.apply(request);
            if (named.isPresent() && !named.get().equals(tenant)) {
                throw new HttpException(403, "This is for another tenant than the caller's");
            }
        }
        request.set(ATTRIBUTE, tenant);
        return next.handle(request);
    }

    private static boolean isWellFormed(String tenant) {
        return !tenant.isEmpty() && tenant.length() <= LONGEST && Characters.areOfNames(tenant);
    }

    @Override
    public Place place() {
        return Place.TENANT;
    }

    /** The authority. */
    @Override
    public String toString() {
        return "Tenant[" + name + "]";
    }
}
