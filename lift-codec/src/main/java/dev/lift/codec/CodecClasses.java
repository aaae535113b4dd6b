package dev.lift.codec;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.lift.json.JsonCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/** Writes the class that has all codecs of a module. */
final class CodecClasses {
    /**
     * A codec that was written.
     *
     * @param type the type that it is of
     * @param codec its class
     */
    record Entry(TypeElement type, ClassName codec) {}

    private static final String DEFAULT_NAME = "AppCodecs";

    private final Compilation compilation;
    private final List<Entry> entries;
    private final ClassName name;

    private CodecClasses(Compilation compilation, List<Entry> entries, ClassName name) {
        this.compilation = compilation;
        this.entries = entries;
        this.name = name;
    }

    static CodecClasses of(Compilation compilation, List<Entry> written, @Nullable String option) {
        List<Entry> entries = new ArrayList<>(written);
        // The order of the compiler's own is not the same on each machine.
        entries.sort(Comparator.comparing(entry -> entry.codec().canonicalName()));
        TypeElement first = entries.get(0).type();
        if (option != null) {
            if (!SourceVersion.isName(option) || option.indexOf('.') < 0) {
                throw new CodecError(
                        first,
                        "-A" + CodecProcessor.CODECS_OPTION + " is the name of a class in a package, such as "
                                + "com.example.OrderCodecs, was '" + option + "'");
            }
            return new CodecClasses(compilation, entries, ClassName.bestGuess(option));
        }
        String common = commonPackage(entries);
        if (common.isEmpty()) {
            throw new CodecError(
                    first,
                    "the types with @Json have no package in common to put " + DEFAULT_NAME
                            + " in; name the class with -A" + CodecProcessor.CODECS_OPTION
                            + "=com.example.OrderCodecs");
        }
        CodecClasses all = new CodecClasses(compilation, entries, ClassName.get(common, DEFAULT_NAME));
        all.refuseToHideAnother(first);
        return all;
    }

    private static String commonPackage(List<Entry> entries) {
        String common = entries.get(0).codec().packageName();
        for (Entry entry : entries) {
            while (!(entry.codec().packageName() + ".").startsWith(common + ".")) {
                int dot = common.lastIndexOf('.');
                if (dot < 0) {
                    return "";
                }
                common = common.substring(0, dot);
            }
        }
        return common;
    }

    /** Another module of the class path, or the main code when this compiles tests, may have a class of this name. */
    private void refuseToHideAnother(TypeElement first) {
        if (compilation.elements.getTypeElement(name.canonicalName()) != null && !isOfThisModule()) {
            throw new CodecError(
                    first,
                    name.canonicalName() + " is on the class path already and would be hidden; name the class with the "
                            + "codecs of this module with -A" + CodecProcessor.CODECS_OPTION + "=" + name.packageName()
                            + ".OtherCodecs");
        }
    }

    /** A build may find the class that it wrote the last time. */
    private boolean isOfThisModule() {
        try {
            return compilation
                            .environment()
                            .getFiler()
                            .getResource(
                                    StandardLocation.CLASS_OUTPUT, name.packageName(), name.simpleName() + ".class")
                            .getLastModified()
                    != 0;
        } catch (IOException absent) {
            return false;
        }
    }

    String packageName() {
        return name.packageName();
    }

    TypeSpec toType() {
        CodeBlock.Builder codecs = CodeBlock.builder();
        String separator = "\n";
        for (Entry entry : entries) {
            codecs.add(separator + "$T.CODEC", entry.codec());
            separator = ",\n";
        }
        ParameterizedTypeName codec =
                ParameterizedTypeName.get(ClassName.get(JsonCodec.class), WildcardTypeName.subtypeOf(Object.class));
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc("The JSON codecs of this module, for {@code Routes.codecs(...)}.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL);
        for (Entry entry : entries) {
            type.addOriginatingElement(entry.type());
        }
        CodecType.addGenerated(compilation, entries.get(0).type(), type);
        return type.addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(MethodSpec.methodBuilder("all")
                        .addJavadoc("Returns one codec for each type.\n\n@return a new array\n")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .returns(com.palantir.javapoet.ArrayTypeName.of(codec))
                        .addCode("return new $T[] {$>$>$L$<$<\n};\n", codec, codecs.build())
                        .build())
                .build();
    }
}
