package dev.lift.codec;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lift.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

/** Writes the code that reads and writes an enum as a string: the name of the constant, or what {@code @Json.Name} says. */
final class EnumCodec {
    /** More names than this do not help the client that sent another. */
    private static final int MAX_NAMED = 20;

    /**
     * A constant of an enum.
     *
     * @param name its name in Java
     * @param text its string in JSON
     */
    record Constant(String name, String text) {}

    private EnumCodec() {}

    static TypeSpec of(Compilation compilation, TypeElement type) {
        return CodecType.of(compilation, type, readBody(type), writeBody(type), new ValueMethods(compilation, type));
    }

    static List<Constant> constants(TypeElement type) {
        List<Constant> constants = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (Element member : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.ENUM_CONSTANT) {
                String name = member.getSimpleName().toString();
                Json.Name renamed = member.getAnnotation(Json.Name.class);
                String text = renamed == null ? name : renamed.value();
                String other = owners.put(text, name);
                if (other != null) {
                    throw new CodecError(
                            member,
                            "the string '" + text + "' stands for " + other
                                    + " already; give one of them another @Json.Name");
                }
                constants.add(new Constant(name, text));
            }
        }
        return constants;
    }

    static String texts(TypeElement type) {
        List<String> texts = constants(type).stream().map(Constant::text).toList();
        return texts.size() > MAX_NAMED
                ? String.join(", ", texts.subList(0, MAX_NAMED)) + " and " + (texts.size() - MAX_NAMED) + " others"
                : String.join(", ", texts);
    }

    static CodeBlock readBody(TypeElement type) {
        CodeBlock.Builder body =
                CodeBlock.builder().add("return switch (in.readString()) {\n").indent();
        for (Constant constant : constants(type)) {
            body.add("case $S -> $T.$L;\n", constant.text(), TypeName.get(type.asType()), constant.name());
        }
        return body.add("default -> throw in.fail($S);\n", "expected one of " + texts(type))
                .unindent()
                .add("};\n")
                .build();
    }

    static CodeBlock writeBody(TypeElement type) {
        List<Constant> constants = constants(type);
        if (constants.stream().allMatch(constant -> constant.name().equals(constant.text()))) {
            return CodeBlock.builder().addStatement("out.string(value.name())").build();
        }
        // By name, as a switch over the constants would make a class of its own.
        CodeBlock.Builder body = CodeBlock.builder().beginControlFlow("switch (value.name())");
        for (Constant constant : constants) {
            if (!constant.name().equals(constant.text())) {
                body.add("case $S -> out.string($S);\n", constant.name(), constant.text());
            }
        }
        return body.add("default -> out.string(value.name());\n")
                .endControlFlow()
                .build();
    }
}
