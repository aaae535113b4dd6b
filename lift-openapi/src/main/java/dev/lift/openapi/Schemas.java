package dev.lift.openapi;

import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schemas of types by the names that they have in the document, each there once. */
final class Schemas {
    static final String PREFIX = "#/components/schemas/";

    /** Where lift-codec writes them, beside the classes. */
    private static final String FOLDER = "META-INF/lift/schemas/";

    private static final String DEFINITION = "#/$defs/";

    private final Map<Class<?>, String> given;

    /** Names by file. */
    private final Map<String, String> names = new LinkedHashMap<>();

    private final Map<String, byte[]> byName = new TreeMap<>();

    private final boolean anyForUnknown;

    Schemas(Map<Class<?>, String> given, boolean anyForUnknown) {
        this.given = given;
        this.anyForUnknown = anyForUnknown;
        names.put("", "Problem"); // Which is not to be another's.
    }

    Map<String, byte[]> byName() {
        return byName;
    }

    /** Returns the name of a type's schema. */
    String nameOf(Class<?> type) {
        String known = names.get(type.getName() + ".json");
        if (known != null) {
            return known;
        }
        String schema = given.get(type);
        if (schema != null) {
            return add(type.getName() + ".json", schema.getBytes(StandardCharsets.UTF_8), type.getClassLoader());
        }
        return load(type.getName() + ".json", type.getClassLoader(), "type " + type.getName());
    }

    private String load(String file, @Nullable ClassLoader loader, String wanted) {
        String known = names.get(file);
        if (known != null) {
            return known;
        }
        ClassLoader from = loader == null ? ClassLoader.getSystemClassLoader() : loader;
        try (InputStream in = from.getResourceAsStream(FOLDER + file)) {
            if (in == null && anyForUnknown) {
                return add(file, new byte[] {'{', '}'}, from);
            }
            if (in == null) {
                throw new IllegalStateException("There is no schema of the " + wanted
                        + ": annotate it with @Json and compile it with lift-codec, or give one to schema(...)");
            }
            return add(file, in.readAllBytes(), from);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A type may refer to itself, so it has its name before it is read. */
    private String add(String file, byte[] schema, @Nullable ClassLoader loader) {
        String simple = file.substring(file.lastIndexOf('.', file.length() - ".json".length() - 1) + 1);
        String name = simple.substring(0, simple.length() - ".json".length()).replace('$', '_');
        if (names.containsValue(name)) {
            name = file.substring(0, file.length() - ".json".length()).replace('$', '_');
        }
        names.put(file, name);
        JsonWriter out = new JsonWriter();
        try {
            JsonReader in = new JsonReader(schema);
            new Copy(name, loader, in, out).root();
            in.end();
        } catch (IOException malformed) {
            throw new IllegalStateException("The schema of " + file + " is malformed: " + malformed.getMessage());
        }
        byName.put(name, out.toByteArray());
        return name;
    }

    /** What the members of an object are: a property may be called as a keyword is. */
    private enum Place {
        SCHEMA,
        PROPERTIES,
        DISCRIMINATOR,
        MAPPING,
        REFERENCE,
        PLAIN;

        Place of(String member) {
            return switch (this) {
                case SCHEMA ->
                    switch (member) {
                        case "$ref" -> REFERENCE;
                        case "properties", "patternProperties", "dependentSchemas" -> PROPERTIES;
                        case "discriminator" -> DISCRIMINATOR;
                        case "enum", "const", "default", "examples", "required" -> PLAIN;
                        default -> SCHEMA;
                    };
                case PROPERTIES -> SCHEMA;
                case DISCRIMINATOR -> member.equals("mapping") ? MAPPING : PLAIN;
                case MAPPING -> REFERENCE;
                case REFERENCE, PLAIN -> PLAIN;
            };
        }
    }

    /** Copies a schema; what it refers to is referred to in the document. */
    private final class Copy {
        private final String name;
        private final @Nullable ClassLoader loader;
        private final JsonReader in;
        private final JsonWriter out;

        Copy(String name, @Nullable ClassLoader loader, JsonReader in, JsonWriter out) {
            this.name = name;
            this.loader = loader;
            this.in = in;
            this.out = out;
        }

        /** Its own definitions become schemas beside it. */
        void root() throws IOException {
            out.beginObject();
            in.beginObject();
            while (in.nextMember()) {
                String member = in.name();
                if (member.equals("$defs")) {
                    definitions();
                } else if (member.equals("$schema")) {
                    in.skipValue();
                } else {
                    out.name(member);
                    value(Place.SCHEMA.of(member));
                }
            }
            out.endObject();
        }

        private void definitions() throws IOException {
            in.beginObject();
            while (in.nextMember()) {
                String definition = name + "_" + in.name();
                JsonWriter separate = new JsonWriter();
                new Copy(name, loader, in, separate).value(Place.SCHEMA);
                byName.put(definition, separate.toByteArray());
            }
        }

        private void value(Place place) throws IOException {
            switch (in.peek()) {
                case '{' -> {
                    out.beginObject();
                    in.beginObject();
                    while (in.nextMember()) {
                        String member = in.name();
                        out.name(member);
                        value(place.of(member));
                    }
                    out.endObject();
                }
                case '[' -> {
                    out.beginArray();
                    in.beginArray();
                    while (in.nextElement()) {
                        value(place);
                    }
                    out.endArray();
                }
                case '"' -> {
                    String text = in.readString();
                    out.string(place == Place.REFERENCE ? reference(text) : text);
                }
                case 't', 'f' -> out.bool(in.readBoolean());
                case 'n' -> {
                    in.readNull();
                    out.nullValue();
                }
                default -> out.number(in.readDecimal());
            }
        }

        private String reference(String text) {
            return text.startsWith(DEFINITION)
                    ? PREFIX + name + "_" + text.substring(DEFINITION.length())
                    : PREFIX + load(text, loader, "type of " + text + ", which " + name + " has");
        }
    }
}
