package dev.lift.openapi;

import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON over several lines as HTML, with links to the schemas that it refers to. */
final class PrettyJson {
    private final JsonReader in;
    private final StringBuilder out = new StringBuilder();

    private PrettyJson(byte[] json) {
        this.in = new JsonReader(json);
    }

    static String of(byte[] json) {
        PrettyJson pretty = new PrettyJson(json);
        try {
            pretty.value("");
        } catch (IOException malformed) {
            throw new IllegalStateException("It was well-formed before", malformed);
        }
        return pretty.out.toString();
    }

    private void value(String indent) throws IOException {
        String inner = indent + "  ";
        switch (in.peek()) {
            case '{' -> {
                in.beginObject();
                String separator = "{\n";
                while (in.nextMember()) {
                    String name = in.name();
                    out.append(separator)
                            .append(inner)
                            .append(OpenApiPage.escaped(quoted(name)))
                            .append(": ");
                    separator = ",\n";
                    value(inner);
                }
                out.append(separator.startsWith("{") ? "{}" : "\n" + indent + "}");
            }
            case '[' -> {
                in.beginArray();
                String separator = "[";
                while (in.nextElement()) {
                    out.append(separator);
                    separator = ", ";
                    value(inner);
                }
                out.append(separator.equals("[") ? "[]" : "]");
            }
            case '"' -> text(in.readString());
            case 't', 'f' -> out.append(in.readBoolean());
            case 'n' -> {
                in.readNull();
                out.append("null");
            }
            default -> out.append(in.readDecimal());
        }
    }

    private void text(String text) {
        if (text.startsWith(Schemas.PREFIX)) {
            out.append(OpenApiPage.schemaLink(text.substring(Schemas.PREFIX.length())));
        } else {
            out.append(OpenApiPage.escaped(quoted(text)));
        }
    }

    private static String quoted(String text) {
        return new String(new JsonWriter().string(text).toByteArray(), StandardCharsets.UTF_8);
    }
}
