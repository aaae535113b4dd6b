package dev.lift.codec;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.UUID;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Turns the text of a {@code @Json.Default} into an expression, once it has been found to be a value of the type. */
final class Defaults {
    private Defaults() {}

    static CodeBlock of(Compilation compilation, TypeMirror type, String text, Element where) {
        try {
            if (type instanceof ArrayType array) {
                require(text, "[]");
                return CodeBlock.of("new $T[0]", TypeName.get(array.getComponentType()));
            }
            if (type.getKind().isPrimitive()) {
                return primitive(type.getKind(), text);
            }
            TypeElement element = compilation.element(type);
            if (element.getKind() == ElementKind.ENUM) {
                return constant(element, text);
            }
            return reference(compilation, type, element.getQualifiedName().toString(), text);
        } catch (DateTimeException | IllegalArgumentException unfit) {
            throw new CodecError(
                    where, "the default '" + text + "' is no " + TypeName.get(type) + " (" + unfit.getMessage() + ")");
        }
    }

    private static void require(String text, String only) {
        if (!text.equals(only)) {
            throw new IllegalArgumentException("only " + only + " can be one");
        }
    }

    private static CodeBlock primitive(TypeKind kind, String text) {
        switch (kind) {
            case BOOLEAN:
                if (!text.equals("true") && !text.equals("false")) {
                    throw new IllegalArgumentException("expected true or false");
                }
                return CodeBlock.of("$L", text);
            case BYTE:
                return CodeBlock.of("(byte) $L", Byte.parseByte(text));
            case SHORT:
                return CodeBlock.of("(short) $L", Short.parseShort(text));
            case INT:
                return CodeBlock.of("$L", Integer.parseInt(text));
            case LONG:
                return CodeBlock.of("$LL", Long.parseLong(text));
            case FLOAT:
                return CodeBlock.of("$LF", finite(Float.parseFloat(text)));
            case DOUBLE:
                return CodeBlock.of("$LD", finite(Double.parseDouble(text)));
            default:
                if (text.length() != 1) {
                    throw new IllegalArgumentException("expected one character");
                }
                return CodeBlock.of("(char) $L", (int) text.charAt(0));
        }
    }

    private static Object finite(Number number) {
        if (Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue())) {
            throw new IllegalArgumentException("JSON has no such number");
        }
        return number;
    }

    private static CodeBlock constant(TypeElement type, String text) {
        for (EnumCodec.Constant constant : EnumCodec.constants(type)) {
            if (constant.text().equals(text)) {
                return CodeBlock.of("$T.$L", TypeName.get(type.asType()), constant.name());
            }
        }
        throw new IllegalArgumentException("expected one of " + EnumCodec.texts(type));
    }

    private static CodeBlock reference(Compilation compilation, TypeMirror type, String name, String text) {
        switch (name) {
            case "java.lang.String":
                return CodeBlock.of("$S", text);
            case "java.math.BigDecimal":
                return CodeBlock.of("new $T($S)", BigDecimal.class, new BigDecimal(text).toString());
            case "java.math.BigInteger":
                return CodeBlock.of("new $T($S)", BigInteger.class, new BigInteger(text).toString());
            case "java.util.UUID":
                return CodeBlock.of(
                        "$T.fromString($S)", UUID.class, UUID.fromString(text).toString());
            case "java.util.List", "java.util.Collection":
                require(text, "[]");
                return CodeBlock.of("new $T<>()", ArrayList.class);
            case "java.util.Set":
                require(text, "[]");
                return CodeBlock.of("new $T<>()", LinkedHashSet.class);
            case "java.util.Map":
                require(text, "{}");
                return CodeBlock.of("new $T<>()", LinkedHashMap.class);
            default:
                break;
        }
        if (name.startsWith("java.time.")) {
            Times.check(name.substring("java.time.".length()), text);
            return CodeBlock.of("$T.$L($S)", TypeName.get(type), name.endsWith("ZoneId") ? "of" : "parse", text);
        }
        try {
            TypeKind unboxed = compilation.types.unboxedType(type).getKind();
            CodeBlock value = primitive(unboxed, text);
            return unboxed == TypeKind.BOOLEAN || unboxed == TypeKind.INT
                    ? value
                    : CodeBlock.of("$T.valueOf($L)", TypeName.get(type), value);
        } catch (IllegalArgumentException unfit) {
            if (Scalar.of(type) != null) {
                throw unfit;
            }
            throw new IllegalArgumentException(
                    "a default is for strings, numbers, booleans, enums, times and empty containers");
        }
    }

    /** Parses a text as the type will at run time. */
    private static final class Times {
        static void check(String type, String text) {
            switch (type) {
                case "Instant" -> java.time.Instant.parse(text);
                case "LocalDate" -> java.time.LocalDate.parse(text);
                case "LocalTime" -> java.time.LocalTime.parse(text);
                case "LocalDateTime" -> java.time.LocalDateTime.parse(text);
                case "OffsetDateTime" -> java.time.OffsetDateTime.parse(text);
                case "ZonedDateTime" -> java.time.ZonedDateTime.parse(text);
                case "Duration" -> java.time.Duration.parse(text);
                case "Period" -> java.time.Period.parse(text);
                case "Year" -> java.time.Year.parse(text);
                case "YearMonth" -> java.time.YearMonth.parse(text);
                case "ZoneId" -> java.time.ZoneId.of(text);
                default -> throw new IllegalArgumentException("no codec reads this type");
            }
        }
    }
}
