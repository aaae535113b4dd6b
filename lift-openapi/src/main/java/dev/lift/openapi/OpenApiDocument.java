package dev.lift.openapi;

import dev.lift.http.Route;
import dev.lift.json.JsonWriter;
import dev.lift.openapi.OpenApiBuilder.Described;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the document (OpenAPI 3.1.0). */
final class OpenApiDocument {
    private static final Set<String> METHODS =
            Set.of("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE");

    /** RFC 9457 section 3.1, with what lift-errors adds. */
    private static final String PROBLEM = "{\"title\":\"Problem\",\"description\":\"What went wrong (RFC 9457).\","
            + "\"type\":\"object\",\"properties\":{"
            + "\"type\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
            + "\"title\":{\"type\":\"string\"},"
            + "\"status\":{\"type\":\"integer\",\"format\":\"int32\"},"
            + "\"detail\":{\"type\":\"string\"},"
            + "\"instance\":{\"type\":\"string\",\"format\":\"uri-reference\"},"
            + "\"code\":{\"type\":\"string\",\"description\":\"Says what went wrong to programs\"},"
            + "\"errors\":{\"type\":\"array\",\"description\":\"What is wrong with each field\",\"items\":{\"type\":\"object\"}}},"
            + "\"required\":[\"type\",\"title\",\"status\"]}";

    private final OpenApiBuilder said;
    private final Schemas schemas;
    private final List<Described> routes;
    private final JsonWriter out = new JsonWriter();
    private final Set<String> operationIds = new LinkedHashSet<>();

    OpenApiDocument(OpenApiBuilder said, Schemas schemas, List<Described> routes) {
        this.said = said;
        this.schemas = schemas;
        this.routes = routes;
    }

    byte[] write() {
        out.beginObject().name("openapi").string("3.1.0").name("info").beginObject();
        out.name("title").string(said.title).name("version").string(said.version);
        described(said.description);
        out.endObject();
        if (!said.servers.isEmpty()) {
            out.name("servers").beginArray();
            said.servers.forEach(
                    url -> out.beginObject().name("url").string(url).endObject());
            out.endArray();
        }
        out.name("tags").beginArray();
        Set<String> tags = new LinkedHashSet<>();
        routes.forEach(each -> tags.add(tagOf(each)));
        tags.forEach(tag -> out.beginObject().name("name").string(tag).endObject());
        out.endArray().name("paths").beginObject();
        paths();
        out.endObject();
        components();
        return out.endObject().toByteArray();
    }

    private void described(String description) {
        if (!description.isEmpty()) {
            out.name("description").string(description);
        }
    }

    static String tagOf(Described described) {
        String tag = described.operation().tag;
        if (tag != null) {
            return tag;
        }
        String[] segments = described.route().path().split("/", -1);
        return segments.length < 2 || segments[1].isEmpty() || segments[1].startsWith("{") ? "root" : segments[1];
    }

    private void paths() {
        Map<String, List<Described>> byPath = new LinkedHashMap<>();
        Map<String, Route> bySignature = new HashMap<>();
        for (Described each : routes) {
            Route route = each.route();
            if (!METHODS.contains(route.method())) {
                throw new IllegalStateException(
                        "OpenAPI knows no method " + route.method() + ", which " + route + " has; leave it out");
            }
            PathTemplate path = new PathTemplate(route.path());
            Route other = bySignature.putIfAbsent(path.signature(), route);
            List<Described> others = byPath.computeIfAbsent(path.toString(), none -> new ArrayList<>());
            if (other != null && others.isEmpty()
                    || others.stream().anyMatch(same -> same.route().method().equals(route.method()))) {
                throw new IllegalStateException(other + " and " + route
                        + " are one path to OpenAPI; give their parameters the same names, or leave one out");
            }
            others.add(each);
        }
        byPath.forEach((path, operations) -> {
            out.name(path).beginObject();
            operations.forEach(this::operation);
            out.endObject();
        });
    }

    private void operation(Described described) {
        Operation operation = described.operation();
        Route route = described.route();
        out.name(route.method().toLowerCase(Locale.ROOT)).beginObject();
        out.name("operationId").string(operationId(route));
        out.name("tags").beginArray().string(tagOf(described)).endArray();
        if (!operation.summary.isEmpty()) {
            out.name("summary").string(operation.summary);
        }
        described(operation.description);
        if (operation.deprecated) {
            out.name("deprecated").bool(true);
        }
        parameters(route, operation);
        Class<?> body = operation.body;
        if (body != null) {
            out.name("requestBody").beginObject().name("required").bool(true).name("content");
            out.beginObject().name("application/json").beginObject().name("schema");
            reference(schemas.nameOf(body));
            out.endObject().endObject().endObject();
        }
        out.name("responses").beginObject();
        operation.sortedReplies().forEach(this::reply);
        out.name("default").beginObject().name("$ref").string("#/components/responses/Problem");
        out.endObject().endObject();
        out.name("security").beginArray();
        operation.security.forEach((scheme, scopes) -> {
            out.beginObject().name(scheme).beginArray();
            scopes.forEach(out::string);
            out.endArray().endObject();
        });
        out.endArray().endObject();
    }

    /** Such as {@code getOrdersById} of {@code GET /orders/{id}}. */
    private String operationId(Route route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String segment : new PathTemplate(route.path()).toString().split("/", -1)) {
            boolean parameter = segment.startsWith("{");
            id.append(parameter ? "By" : "");
            boolean begins = true;
            for (int i = parameter ? 1 : 0; i < segment.length() - (parameter ? 1 : 0); i++) {
                char c = segment.charAt(i);
                if (!Character.isLetterOrDigit(c)) {
                    begins = true;
                } else {
                    id.append(begins ? Character.toUpperCase(c) : c);
                    begins = false;
                }
            }
        }
        String unique = id.toString();
        for (int i = 2; !operationIds.add(unique); i++) {
            unique = id + Integer.toString(i);
        }
        return unique;
    }

    private void parameters(Route route, Operation operation) {
        List<PathTemplate.Segment> segments = new PathTemplate(route.path()).parameters();
        if (segments.isEmpty() && operation.parameters.isEmpty()) {
            return;
        }
        out.name("parameters").beginArray();
        for (PathTemplate.Segment each : segments) {
            out.beginObject().name("name").string(each.name()).name("in").string("path");
            if (each.tail()) {
                out.name("description").string("The rest of the path, slashes included");
            }
            out.name("required").bool(true).name("schema");
            PathTemplate.writeSchema(each.type(), out);
            out.endObject();
        }
        for (Operation.Parameter each : operation.parameters.values()) {
            out.beginObject().name("name").string(each.name()).name("in").string(each.place());
            described(each.description());
            out.name("required").bool(each.required()).name("schema");
            parameterSchema(each.type());
            out.endObject();
        }
        out.endArray();
    }

    private void parameterSchema(Class<?> type) {
        if (type.isEnum()) {
            out.beginObject().name("type").string("string").name("enum").beginArray();
            for (Object constant : type.getEnumConstants()) {
                out.string(((Enum<?>) constant).name());
            }
            out.endArray().endObject();
            return;
        }
        switch (type.getSimpleName()) {
            case "Integer", "int" -> PathTemplate.writeSchema("int", out);
            case "Long", "long" -> PathTemplate.writeSchema("long", out);
            case "UUID" -> PathTemplate.writeSchema("uuid", out);
            case "Boolean", "boolean" ->
                out.beginObject().name("type").string("boolean").endObject();
            case "Double", "double", "Float", "float", "BigDecimal" ->
                out.beginObject().name("type").string("number").endObject();
            default -> PathTemplate.writeSchema("", out);
        }
    }

    private void reply(Operation.Reply reply) {
        out.name(Integer.toString(reply.status())).beginObject();
        out.name("description").string(reply.description());
        Class<?> type = reply.type();
        if (!reply.mediaType().isEmpty()) {
            out.name("content").beginObject().name(reply.mediaType()).beginObject();
            out.name("schema");
            reference(type == null ? "Problem" : schemas.nameOf(type));
            out.endObject().endObject();
        }
        out.endObject();
    }

    private void reference(String name) {
        out.beginObject().name("$ref").string(Schemas.PREFIX + name).endObject();
    }

    private void components() {
        out.name("components").beginObject().name("schemas").beginObject();
        Map<String, byte[]> all = schemas.byName();
        all.putIfAbsent("Problem", PROBLEM.getBytes(StandardCharsets.UTF_8));
        all.forEach((name, schema) -> out.name(name).raw(schema));
        out.endObject().name("responses").beginObject().name("Problem").beginObject();
        out.name("description").string("Any other error").name("content").beginObject();
        out.name("application/problem+json").beginObject().name("schema");
        reference("Problem");
        out.endObject().endObject().endObject().endObject();
        if (!said.schemes.isEmpty()) {
            out.name("securitySchemes").beginObject();
            said.schemes.forEach((name, scheme) -> {
                out.name(name);
                scheme.writeTo(out);
            });
            out.endObject();
        }
        out.endObject();
    }
}
