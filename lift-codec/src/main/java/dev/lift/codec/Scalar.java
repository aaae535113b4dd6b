package dev.lift.codec;

import com.palantir.javapoet.CodeBlock;
import dev.lift.json.JsonTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** A type of the JDK that is one JSON string, number or boolean: how it is read from {@code in} and written to {@code out}. */
final class Scalar {
    private static final Map<String, Scalar> BY_NAME = new HashMap<>();

    static {
        add("in.readBoolean()", "out.bool(", ")", "boolean", "java.lang.Boolean");
        add("in.readByte()", "out.number(", ")", "byte", "java.lang.Byte");
        add("in.readShort()", "out.number(", ")", "short", "java.lang.Short");
        add("in.readInt()", "out.number(", ")", "int", "java.lang.Integer");
        add("in.readLong()", "out.number(", ")", "long", "java.lang.Long");
        add("in.readFloat()", "out.number(", ")", "float", "java.lang.Float");
        add("in.readDouble()", "out.number(", ")", "double", "java.lang.Double");
        add("in.readChar()", "out.string(String.valueOf(", "))", "char", "java.lang.Character");
        add("in.readString()", "out.string(", ")", "java.lang.String");
        add("in.readDecimal()", "out.number(", ")", "java.math.BigDecimal");
        add("in.readInteger()", "out.number(", ")", "java.math.BigInteger");
        add("in.readUuid()", "out.string(", ".toString())", "java.util.UUID");
        add("in.readBase64()", "out.base64(", ")", "byte[]");
        for (String time : List.of(
                "LocalDate",
                "LocalTime",
                "LocalDateTime",
                "OffsetDateTime",
                "ZonedDateTime",
                "Duration",
                "Period",
                "Year",
                "YearMonth",
                "ZoneId")) {
            CodeBlock read = CodeBlock.of("$T.read$L(in)", JsonTime.class, time);
            BY_NAME.put("java.time." + time, new Scalar(read, CodeBlock.of("out.string("), ".toString())"));
        }
        // Unlike the others, it has a toString that loads a formatter.
        CodeBlock readInstant = CodeBlock.of("$T.readInstant(in)", JsonTime.class);
        BY_NAME.put("java.time.Instant", new Scalar(readInstant, CodeBlock.of("$T.write(", JsonTime.class), ", out)"));
    }

    private final CodeBlock read;
    private final CodeBlock writeBefore;
    private final String writeAfter;

    private Scalar(CodeBlock read, CodeBlock writeBefore, String writeAfter) {
        this.read = read;
        this.writeBefore = writeBefore;
        this.writeAfter = writeAfter;
    }

    private static void add(String read, String writeBefore, String writeAfter, String... names) {
        for (String name : names) {
            BY_NAME.put(name, new Scalar(CodeBlock.of(read), CodeBlock.of(writeBefore), writeAfter));
        }
    }

    static @Nullable Scalar of(TypeMirror type) {
        if (type.getKind().isPrimitive()) {
            return BY_NAME.get(type.getKind().name().toLowerCase(Locale.ROOT));
        }
        if (type instanceof ArrayType array) {
            return array.getComponentType().getKind() == TypeKind.BYTE ? BY_NAME.get("byte[]") : null;
        }
        if (type.getKind() != TypeKind.DECLARED) {
            return null;
        }
        TypeElement element = (TypeElement) ((DeclaredType) type).asElement();
        return BY_NAME.get(element.getQualifiedName().toString());
    }

    CodeBlock read() {
        return read;
    }

    CodeBlock write(CodeBlock value) {
        return CodeBlock.of("$L$L$L", writeBefore, value, writeAfter);
    }
}
