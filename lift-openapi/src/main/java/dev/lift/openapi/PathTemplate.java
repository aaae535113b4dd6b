package dev.lift.openapi;

import dev.lift.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** The pattern of a route as OpenAPI writes paths: without the types of parameters, which are said beside it. */
final class PathTemplate {
    /** A parameter of a path. */
    record Segment(String name, String type, boolean tail) {}

    private final String text;
    private final List<Segment> parameters = new ArrayList<>();

    PathTemplate(String pattern) {
        StringBuilder template = new StringBuilder();
        for (String segment : pattern.substring(1).split("/", -1)) {
            template.append('/');
            if (!segment.startsWith("{")) {
                template.append(segment);
                continue;
            }
            boolean tail = segment.endsWith("*}");
            String inside = segment.substring(1, segment.length() - (tail ? 2 : 1));
            int colon = inside.indexOf(':');
            String name = colon < 0 ? inside : inside.substring(0, colon);
            parameters.add(new Segment(name, colon < 0 ? "" : inside.substring(colon + 1), tail));
            template.append('{').append(name).append('}');
        }
        text = template.toString();
    }

    List<Segment> parameters() {
        return parameters;
    }

    /** Returns the path with all parameters called the same: two that differ in names alone are one to OpenAPI. */
    String signature() {
        StringBuilder signature = new StringBuilder();
        for (String segment : text.substring(1).split("/", -1)) {
            signature.append('/').append(segment.startsWith("{") ? "{}" : segment);
        }
        return signature.toString();
    }

    static void writeSchema(String type, JsonWriter out) {
        out.beginObject();
        switch (type) {
            case "int" -> out.name("type").string("integer").name("format").string("int32");
            case "long" -> out.name("type").string("integer").name("format").string("int64");
            case "uuid" -> out.name("type").string("string").name("format").string("uuid");
            default -> out.name("type").string("string");
        }
        out.endObject();
    }

    @Override
    public String toString() {
        return text;
    }
}
