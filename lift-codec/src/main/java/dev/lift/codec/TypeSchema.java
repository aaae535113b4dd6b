package dev.lift.codec;

import dev.lift.json.Json;
import dev.lift.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the codec of a type reads as JSON Schema (2020-12): a document for each type, which refers to those of others by the names
 * of their files. Records with type arguments are among the definitions of the document that uses them.
 */
final class TypeSchema {
    /** Where the documents are, beside the classes. */
    static final String FOLDER = "META-INF/lift/schemas/";

    private final Compilation compilation;
    private final TypeText text;
    private final JsonWriter out = new JsonWriter();
    private final Map<String, DeclaredType> definitions = new LinkedHashMap<>();

    private TypeSchema(Compilation compilation) {
        this.compilation = compilation;
        this.text = new TypeText(compilation);
    }

    /** Returns the document of a type whose codec has been written, and which is known to be well-formed so. */
    static byte[] of(Compilation compilation, TypeElement type) {
        return new TypeSchema(compilation).document(type);
    }

    static String fileOf(Compilation compilation, TypeElement type) {
        return compilation.elements.getBinaryName(type) + ".json";
    }

    private byte[] document(TypeElement type) {
        String codec = compilation.codecName(type).simpleName();
        out.beginObject();
        out.name("$schema").string("https://json-schema.org/draft/2020-12/schema");
        out.name("title").string(codec.substring(0, codec.length() - "Json".length()));
        if (type.getKind() == ElementKind.ENUM) {
            describe(new DocComment(compilation.elements.getDocComment(type)).text());
            type("string", /* nullable= */ false);
            constants(type, /* nullable= */ false);
        } else if (type.getKind() == ElementKind.RECORD) {
            record((DeclaredType) type.asType());
        } else {
            describe(new DocComment(compilation.elements.getDocComment(type)).text());
            sealed(type);
        }
        writeDefinitions();
        return out.endObject().toByteArray();
    }

    /** Writing one may add further ones. */
    private void writeDefinitions() {
        if (definitions.isEmpty()) {
            return;
        }
        out.name("$defs").beginObject();
        for (int i = 0; i < definitions.size(); i++) {
            Map.Entry<String, DeclaredType> next =
                    List.copyOf(definitions.entrySet()).get(i);
            out.name(next.getKey()).beginObject();
            record(next.getValue());
            out.endObject();
        }
        out.endObject();
    }

    private void constants(TypeElement type, boolean nullable) {
        out.name("enum").beginArray();
        EnumCodec.constants(type).forEach(constant -> out.string(constant.text()));
        if (nullable) {
            out.nullValue();
        }
        out.endArray();
    }

    private void sealed(TypeElement type) {
        Map<String, TypeElement> records = SealedCodec.records(compilation, type);
        out.name("oneOf").beginArray();
        for (TypeElement each : records.values()) {
            out.beginObject().name("$ref").string(fileOf(compilation, each)).endObject();
        }
        out.endArray().name("discriminator").beginObject();
        out.name("propertyName").string(Discriminator.memberOf(type));
        out.name("mapping").beginObject();
        records.forEach((value, each) -> out.name(value).string(fileOf(compilation, each)));
        out.endObject().endObject();
    }

    private void record(DeclaredType type) {
        RecordShape shape = RecordShape.of(compilation, type);
        DocComment comment = new DocComment(compilation.elements.getDocComment(shape.element()));
        describe(comment.text());
        out.name("type").string("object").name("properties").beginObject();
        Discriminator discriminator = shape.discriminator();
        if (discriminator != null) {
            out.name(discriminator.member()).beginObject();
            out.name("const").string(discriminator.value()).endObject();
        }
        List<Component> members =
                shape.components().stream().filter(each -> !each.ignored()).toList();
        for (Component each : members) {
            out.name(each.member()).beginObject();
            describe(comment.of(each.name()));
            component(each, shape.nullMarked());
            out.endObject();
        }
        out.endObject().name("required").beginArray();
        if (discriminator != null) {
            out.string(discriminator.member());
        }
        members.stream().filter(Component::required).forEach(each -> out.string(each.member()));
        out.endArray();
        if (shape.refusesUnknown()) {
            out.name("additionalProperties").bool(false);
        }
    }

    private void component(Component component, boolean nullMarked) {
        if (component.with() != null) {
            return; // Only the codec of the user knows.
        }
        SchemaBounds bounds = SchemaBounds.of(compilation, component.type(), component.annotations());
        value(component.type(), component.nullable(), bounds, nullMarked, component.element());
        Json.Default text = component.element().getAnnotation(Json.Default.class);
        if (text != null) {
            boolean isText = "string".equals(SchemaScalar.typeOf(component.type()))
                    || component.type() instanceof DeclaredType declared
                            && declared.asElement().getKind() == ElementKind.ENUM;
            out.name("default");
            if (isText) {
                out.string(text.value());
            } else {
                out.raw(text.value().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private void describe(String description) {
        if (!description.isEmpty()) {
            out.name("description").string(description);
        }
    }

    /** Writes the members of the schema of a value. */
    private void value(TypeMirror type, boolean nullable, SchemaBounds bounds, boolean nullMarked, Element where) {
        if (compilation.isDeclared(type, "java.util.Optional")) {
            TypeMirror present = ((DeclaredType) type).getTypeArguments().get(0);
            SchemaBounds own = SchemaBounds.of(compilation, present, present.getAnnotationMirrors());
            value(present, true, own, nullMarked, where);
            return;
        }
        String scalar = SchemaScalar.typeOf(type);
        if (scalar != null) {
            type(scalar, nullable);
            SchemaScalar.writeFormat(type, out);
            bounds.writeTo(out);
            return;
        }
        String container = containerOf(type);
        if (container != null) {
            type(container, nullable);
            bounds.writeTo(out);
            elements(type, container, nullMarked, where);
            return;
        }
        TypeElement element = compilation.element(type);
        if (element.getKind() == ElementKind.ENUM && !compilation.hasCodec(element)) {
            type("string", nullable);
            constants(element, nullable);
            return;
        }
        if (nullable) {
            out.name("anyOf").beginArray().beginObject();
            out.name("$ref").string(referenceTo((DeclaredType) type)).endObject();
            out.beginObject().name("type").string("null").endObject().endArray();
        } else {
            out.name("$ref").string(referenceTo((DeclaredType) type));
        }
    }

    private void type(String name, boolean nullable) {
        out.name("type");
        if (nullable) {
            out.beginArray().string(name).string("null").endArray();
        } else {
            out.string(name);
        }
    }

    private @Nullable String containerOf(TypeMirror type) {
        if (type instanceof ArrayType) {
            return "array";
        }
        return switch (compilation.element(type).getQualifiedName().toString()) {
            case "java.util.List", "java.util.Collection", "java.util.Set" -> "array";
            case "java.util.Map" -> "object";
            default -> null;
        };
    }

    private void elements(TypeMirror type, String container, boolean nullMarked, Element where) {
        TypeMirror element;
        if (type instanceof ArrayType array) {
            element = array.getComponentType();
        } else {
            List<? extends TypeMirror> arguments = ((DeclaredType) type).getTypeArguments();
            element = arguments.get(arguments.size() - 1);
        }
        SchemaBounds bounds = type instanceof ArrayType
                ? SchemaBounds.NONE
                : SchemaBounds.of(compilation, element, element.getAnnotationMirrors());
        out.name(container.equals("array") ? "items" : "additionalProperties").beginObject();
        value(element, Compilation.isNullable(element, nullMarked), bounds, nullMarked, where);
        out.endObject();
    }

    private String referenceTo(DeclaredType type) {
        if (type.getTypeArguments().isEmpty()) {
            return fileOf(compilation, (TypeElement) type.asElement());
        }
        String name = text.nameOf(type);
        definitions.putIfAbsent(name, type);
        return "#/$defs/" + name;
    }
}
