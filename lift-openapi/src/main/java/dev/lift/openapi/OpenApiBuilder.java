package dev.lift.openapi;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Says of an API what its routes do not. Not thread-safe.
 *
 * <pre>{@code
 * OpenApi api = OpenApi.of(function.app())
 *         .title("Orders")
 *         .version("1.0.0")
 *         .security("token", SecurityScheme.bearer("JWT"))
 *         .surroundedBy(JwtAuthentication.class, operation -> operation
 *                 .security("token")
 *                 .problem(401, "There is no valid token"))
 *         .operation("GET /orders/{id:uuid}", operation -> operation.reply(200, Order.class, "The order"))
 *         .without(route -> route.path().startsWith("/health"))
 *         .build();
 * }</pre>
 */
public final class OpenApiBuilder {
    private record Rule(Class<? extends Middleware> surrounding, Consumer<Operation> said) {}

    final Lift app;
    String title = "API";
    String version = "0";
    String description = "";
    final Set<String> servers = new LinkedHashSet<>();
    final Map<String, SecurityScheme> schemes = new LinkedHashMap<>();
    final Map<Class<?>, String> schemas = new LinkedHashMap<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, Consumer<Operation>> operations = new LinkedHashMap<>();
    private boolean anyForUnknown;
    private Predicate<Route> left = route -> true;

    OpenApiBuilder(Lift app) {
        this.app = app;
    }

    /**
     * Sets the name of the API.
     *
     * @param text the name; {@code API} unless set
     * @return this builder
     */
    public OpenApiBuilder title(String text) {
        title = text;
        return this;
    }

    /**
     * Sets the version of the API.
     *
     * @param text the version; {@code 0} unless set
     * @return this builder
     */
    public OpenApiBuilder version(String text) {
        version = text;
        return this;
    }

    /**
     * Says what the API is for.
     *
     * @param text CommonMark
     * @return this builder
     */
    public OpenApiBuilder description(String text) {
        description = text;
        return this;
    }

    /**
     * Adds a place where the API is.
     *
     * @param url its URL, such as {@code https://api.example.com}
     * @return this builder
     */
    public OpenApiBuilder server(String url) {
        servers.add(url);
        return this;
    }

    /**
     * Declares a way to say who calls, for {@link Operation#security}.
     *
     * @param name a name for it
     * @param scheme the way
     * @return this builder
     */
    public OpenApiBuilder security(String name, SecurityScheme scheme) {
        schemes.put(name, scheme);
        return this;
    }

    /**
     * Says something of each route that a middleware surrounds.
     *
     * @param middleware the class of the middleware
     * @param said gets each such operation, before what {@link #operation} says of it
     * @return this builder
     */
    public OpenApiBuilder surroundedBy(Class<? extends Middleware> middleware, Consumer<Operation> said) {
        rules.add(new Rule(middleware, said));
        return this;
    }

    /**
     * Says something of one route.
     *
     * @param route its method and its pattern as they were declared, with the prefixes of its groups, such as {@code POST /orders}
     * @param said gets the operation
     * @return this builder
     */
    public OpenApiBuilder operation(String route, Consumer<Operation> said) {
        operations.merge(route, said, Consumer::andThen);
        return this;
    }

    /**
     * Describes a type that has no codec of {@code lift-codec}, and so no schema of its own.
     *
     * @param type the type
     * @param schema its JSON Schema as JSON, which refers to none but its own definitions
     * @return this builder
     */
    public OpenApiBuilder schema(Class<?> type, String schema) {
        schemas.put(type, schema);
        return this;
    }

    /**
     * Describes types that have no schema as any JSON, in place of refusing them: for a look at an app that is under way.
     *
     * @return this builder
     */
    public OpenApiBuilder anyForUnknown() {
        anyForUnknown = true;
        return this;
    }

    /**
     * Leaves routes out.
     *
     * @param routes which
     * @return this builder
     */
    public OpenApiBuilder without(Predicate<Route> routes) {
        left = left.and(routes.negate());
        return this;
    }

    /** What is known of one route. */
    record Described(Route route, Operation operation) {}

    List<Described> described() {
        List<Described> described = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(operations.keySet());
        for (Route route : app.routes()) {
            unknown.remove(route.toString());
            if (left.test(route)) {
                described.add(new Described(route, operationOf(route)));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalStateException(
                    "There is no route " + String.join(" and no ", unknown) + "; the app has " + app.routes());
        }
        return described;
    }

    private Operation operationOf(Route route) {
        Operation operation = new Operation();
        app.bodyType(route).ifPresent(operation::body);
        List<Middleware> surrounding = app.middleware(route);
        for (Rule rule : rules) {
            if (surrounding.stream().anyMatch(rule.surrounding::isInstance)) {
                rule.said.accept(operation);
            }
        }
        operations.getOrDefault(route.toString(), said -> {}).accept(operation);
        for (String scheme : operation.security.keySet()) {
            if (!schemes.containsKey(scheme)) {
                throw new IllegalStateException(
                        route + " is secured by '" + scheme + "', which security(...) has not been told of");
            }
        }
        return operation;
    }

    /**
     * Makes the document and the page.
     *
     * @return both
     * @throws IllegalStateException when a type has no schema, a route that was spoken of does not exist, or two routes are the same path
     *     to OpenAPI, which knows no types of parameters; the message names them
     */
    public OpenApi build() {
        Schemas types = new Schemas(schemas, anyForUnknown);
        List<Described> routes = described();
        byte[] json = new OpenApiDocument(this, types, routes).write();
        return new OpenApi(json, new OpenApiPage(this, types, routes).write());
    }
}
