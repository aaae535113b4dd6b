package dev.lift.codec;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
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

    private static final TypeName ANY_CODEC =
            ParameterizedTypeName.get(ClassName.get(JsonCodec.class), WildcardTypeName.subtypeOf(Object.class));

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

    /** Makes the class. Loading it loads no codec and no type: of many types, one request uses a few. */
    TypeSpec toType() {
        CodeBlock.Builder codecs = CodeBlock.builder();
        CodeBlock.Builder types = CodeBlock.builder();
        CodeBlock.Builder cases = CodeBlock.builder();
        int index = 0;
        for (Entry entry : entries) {
            codecs.add(index == 0 ? "\n" : ",\n");
            if (compilation.isAccessible(entry.type(), packageName())) {
                String typeName = compilation
                        .environment()
                        .getElementUtils()
                        .getBinaryName(entry.type())
                        .toString();
                codecs.add("new Lazy($L, $S)", index, typeName);
                types.add("case $L:\n$>return $T.class;\n$<", index, ClassName.get(entry.type()));
                cases.add("case $L:\n$>return $T.CODEC;\n$<", index, entry.codec());
            } else {
                codecs.add("$T.CODEC", entry.codec());
            }
            index++;
        }
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc("The JSON codecs of this module, for {@code Routes.codecs(...)}.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL);
        for (Entry entry : entries) {
            type.addOriginatingElement(entry.type());
        }
        CodecType.addGenerated(compilation, entries.get(0).type(), type);
        type.addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .build())
                .addMethod(MethodSpec.methodBuilder("all")
                        .addJavadoc("Returns one codec for each type.\n\n@return a new array\n")
                        .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                        .returns(ArrayTypeName.of(ANY_CODEC))
                        .addCode("return new $T[] {$>$>$L$<$<\n};\n", ANY_CODEC, codecs.build())
                        .build());
        if (!types.isEmpty()) {
            type.addType(lazy(types.build(), cases.build()));
        }
        return type.build();
    }

    private TypeSpec lazy(CodeBlock types, CodeBlock cases) {
        AnnotationSpec unchecked = AnnotationSpec.builder(SuppressWarnings.class)
                .addMember("value", "$S", "unchecked")
                .build();
        TypeName anyClass =
                ParameterizedTypeName.get(ClassName.get(Class.class), WildcardTypeName.subtypeOf(Object.class));
        TypeName classOfObject = ParameterizedTypeName.get(Class.class, Object.class);
        TypeName codecOfObject = ParameterizedTypeName.get(JsonCodec.class, Object.class);
        return TypeSpec.classBuilder("Lazy")
                .addJavadoc("Loads a codec and its type when the type is first read or written.\n")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addSuperinterface(codecOfObject)
                .addField(int.class, "index", Modifier.PRIVATE, Modifier.FINAL)
                .addField(String.class, "typeName", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(int.class, "index")
                        .addParameter(String.class, "typeName")
                        .addStatement("this.index = index")
                        .addStatement("this.typeName = typeName")
                        .build())
                .addMethod(override("type", classOfObject)
                        .addAnnotation(unchecked)
                        .addStatement("return ($T) typeAt(index)", classOfObject)
                        .build())
                .addMethod(override("typeName", ClassName.get(String.class))
                        .addStatement("return typeName")
                        .build())
                .addMethod(override("read", ClassName.get(Object.class))
                        .addException(IOException.class)
                        .addParameter(JsonReader.class, "in")
                        .addStatement("return codecAt(index).read(in)")
                        .build())
                .addMethod(override("write", TypeName.VOID)
                        .addException(IOException.class)
                        .addAnnotation(unchecked)
                        .addParameter(Object.class, "value")
                        .addParameter(JsonWriter.class, "out")
                        .addStatement("(($T) codecAt(index)).write(value, out)", codecOfObject)
                        .build())
                .addMethod(override("toString", ClassName.get(String.class))
                        .addStatement("return $S", name.simpleName())
                        .build())
                .addMethod(MethodSpec.methodBuilder("typeAt")
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .returns(anyClass)
                        .addParameter(int.class, "index")
                        .addCode(chosen(types))
                        .build())
                .addMethod(MethodSpec.methodBuilder("codecAt")
                        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                        .returns(ANY_CODEC)
                        .addParameter(int.class, "index")
                        .addCode(chosen(cases))
                        .build())
                .build();
    }

    private static MethodSpec.Builder override(String method, TypeName returned) {
        return MethodSpec.methodBuilder(method)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(returned);
    }

    private static CodeBlock chosen(CodeBlock cases) {
        return CodeBlock.builder()
                .beginControlFlow("switch (index)")
                .add(cases)
                .add("default:\n$>throw new IllegalArgumentException();\n$<")
                .endControlFlow()
                .build();
    }
}
