package dev.lift.codec;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;

/** Writes the code that reads and writes a sealed interface: it asks for the discriminator, and leaves the rest to the records. */
final class SealedCodec {
    private final Compilation compilation;
    private final TypeElement sealed;
    private final Map<String, TypeElement> records = new LinkedHashMap<>();

    private SealedCodec(Compilation compilation, TypeElement sealed) {
        this.compilation = compilation;
        this.sealed = sealed;
        addRecords(sealed);
    }

    static TypeSpec of(Compilation compilation, TypeElement sealed) {
        if (!sealed.getTypeParameters().isEmpty()) {
            throw new CodecError(
                    sealed,
                    "a sealed interface with type parameters has no codec; its records would need to "
                            + "know them from the JSON");
        }
        SealedCodec codec = new SealedCodec(compilation, sealed);
        return CodecType.of(compilation, sealed, codec.read(), codec.write(), new ValueMethods(compilation, sealed));
    }

    /** Returns the records of a sealed interface by the values of its discriminator. */
    static Map<String, TypeElement> records(Compilation compilation, TypeElement sealed) {
        return new SealedCodec(compilation, sealed).records;
    }

    private void addRecords(TypeElement parent) {
        for (TypeMirror permitted : parent.getPermittedSubclasses()) {
            TypeElement type = compilation.element(permitted);
            if (type.getKind() == ElementKind.INTERFACE) {
                if (!Discriminator.isSealedJson(type)) {
                    throw new CodecError(
                            sealed,
                            type.getSimpleName() + ", which it permits, must be sealed and annotated with @Json");
                }
                addRecords(type);
                continue;
            }
            if (type.getKind() != ElementKind.RECORD
                    || !compilation.hasCodec(type)
                    || !type.getTypeParameters().isEmpty()) {
                throw new CodecError(
                        sealed,
                        type.getSimpleName()
                                + ", which it permits, must be a record without type parameters, annotated "
                                + "with @Json");
            }
            if (!compilation.isAccessible(type, compilation.packageOf(sealed))) {
                throw new CodecError(
                        sealed,
                        type.getSimpleName() + ", which it permits, is not accessible from here; make it public");
            }
            String value = Discriminator.valueOf(type);
            TypeElement other = records.putIfAbsent(value, type);
            if (other != null && !other.equals(type)) {
                throw new CodecError(
                        sealed,
                        "the discriminator '" + value + "' stands for " + other.getSimpleName() + " and "
                                + type.getSimpleName() + "; give one of them another @Json.Name");
            }
        }
    }

    private CodeBlock read() {
        String member = Discriminator.memberOf(sealed);
        CodeBlock.Builder body = CodeBlock.builder()
                .add("return switch (in.discriminator($S)) {\n", member)
                .indent();
        for (Map.Entry<String, TypeElement> each : records.entrySet()) {
            body.add("case $S -> $T.CODEC.read(in);\n", each.getKey(), compilation.codecName(each.getValue()));
        }
        String expected = "expected one of " + String.join(", ", records.keySet());
        return body.add("default -> throw in.fail($S, $S);\n", member, expected)
                .unindent()
                .add("};\n")
                .build();
    }

    private CodeBlock write() {
        NameAllocator locals = new NameAllocator();
        locals.newName("value");
        locals.newName("out");
        CodeBlock.Builder body = CodeBlock.builder();
        String flow = "if (value instanceof $T $N)";
        for (TypeElement type : records.values()) {
            TypeName name = TypeName.get(type.asType());
            String simple = type.getSimpleName().toString();
            String local = locals.newName(Character.toLowerCase(simple.charAt(0)) + simple.substring(1));
            if (flow.startsWith("else")) {
                body.nextControlFlow(flow, name, local);
            } else {
                body.beginControlFlow(flow, name, local);
            }
            body.addStatement("$T.CODEC.write($N, out)", compilation.codecName(type), local);
            flow = "else if (value instanceof $T $N)";
        }
        return body.endControlFlow().build();
    }
}
