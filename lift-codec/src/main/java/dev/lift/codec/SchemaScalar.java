package dev.lift.codec;

import dev.lift.json.JsonWriter;
import java.util.Locale;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** The types of {@link Scalar} in the words of JSON Schema, with the formats of OpenAPI 3.1 (section 4.4). */
final class SchemaScalar {
    private SchemaScalar() {}

    /** Returns the type in JSON, or null for what is no scalar. */
    static @Nullable String typeOf(TypeMirror type) {
        if (Scalar.of(type) == null) {
            return null;
        }
        return switch (nameOf(type)) {
            case "boolean" -> "boolean";
            case "byte", "short", "int", "integer", "long", "biginteger" -> "integer";
            case "float", "double", "bigdecimal" -> "number";
            default -> "string";
        };
    }

    /** The simple name, the same for a primitive and its box. */
    private static String nameOf(TypeMirror type) {
        if (type instanceof ArrayType array && array.getComponentType().getKind() == TypeKind.BYTE) {
            return "byte[]";
        }
        if (type.getKind().isPrimitive()) {
            return type.getKind().name().toLowerCase(Locale.ROOT);
        }
        TypeElement element = (TypeElement) ((DeclaredType) type).asElement();
        return element.getSimpleName().toString().toLowerCase(Locale.ROOT);
    }

    static void writeFormat(TypeMirror type, JsonWriter out) {
        switch (nameOf(type)) {
            case "byte" -> format(out, "int8");
            case "short" -> format(out, "int16");
            case "int", "integer" -> format(out, "int32");
            case "long" -> format(out, "int64");
            case "float" -> format(out, "float");
            case "double" -> format(out, "double");
            case "char", "character" ->
                out.name("minLength").number(1).name("maxLength").number(1);
            case "uuid" -> format(out, "uuid");
            case "byte[]" -> out.name("contentEncoding").string("base64");
            case "instant", "offsetdatetime" -> format(out, "date-time");
            case "localdate" -> format(out, "date");
            case "duration", "period" -> format(out, "duration");
            default -> {
                // No format, or none that a standard has.
            }
        }
    }

    private static void format(JsonWriter out, String format) {
        out.name("format").string(format);
    }
}
