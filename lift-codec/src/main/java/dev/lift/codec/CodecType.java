package dev.lift.codec;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;

/** The class around the code of a codec, which is the same for all. */
final class CodecType {
    private CodecType() {}

    static TypeSpec of(
            Compilation compilation, TypeElement type, CodeBlock readBody, CodeBlock writeBody, ValueMethods methods) {
        ClassName codec = compilation.codecName(type);
        TypeName coded = TypeName.get(type.asType());
        // Public, so that the class with all codecs may stand in another package than a type that is not.
        TypeSpec.Builder builder = TypeSpec.classBuilder(codec)
                .addOriginatingElement(type)
                .addJavadoc("Reads and writes {@link $T} as JSON. Stateless and thread-safe.\n", coded)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(ParameterizedTypeName.get(ClassName.get(JsonCodec.class), coded))
                .addField(FieldSpec.builder(codec, "CODEC", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .addJavadoc("The codec.\n")
                        .initializer("new $T()", codec)
                        .build());
        addGenerated(compilation, type, builder);
        if (Compilation.isNullMarked(compilation.elements.getPackageOf(type))) {
            // Nulls stand for members that are absent, until it is known that none is.
            builder.addAnnotation(AnnotationSpec.builder(SuppressWarnings.class)
                    .addMember("value", "$S", "NullAway")
                    .build());
        }
        MethodSpec constructor = MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PUBLIC)
                .addJavadoc("Makes a codec, which is like any other.\n")
                .build();
        methods.addConstantsTo(builder);
        builder.addMethod(constructor)
                .addMethod(override("type")
                        .returns(ParameterizedTypeName.get(ClassName.get(Class.class), coded))
                        .addStatement("return $T.class", coded)
                        .build())
                .addMethod(override("read")
                        .addException(IOException.class)
                        .returns(coded)
                        .addParameter(JsonReader.class, "in")
                        .addCode(readBody)
                        .build())
                .addMethod(override("write")
                        .addException(IOException.class)
                        .addParameter(coded, "value")
                        .addParameter(JsonWriter.class, "out")
                        .beginControlFlow("if (value == null)")
                        .addStatement("out.nullValue()")
                        .addStatement("return")
                        .endControlFlow()
                        .addCode(writeBody)
                        .build());
        methods.addMethodsTo(builder);
        return builder.build();
    }

    private static MethodSpec.Builder override(String name) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC);
    }

    /** Tells other tools that nobody wrote this, where the module can see the annotation for it. */
    static void addGenerated(Compilation compilation, TypeElement type, TypeSpec.Builder builder) {
        ModuleElement module = compilation.elements.getModuleOf(type);
        TypeElement generated = module == null
                ? compilation.elements.getTypeElement("javax.annotation.processing.Generated")
                : compilation.elements.getTypeElement(module, "javax.annotation.processing.Generated");
        if (generated != null) {
            builder.addAnnotation(AnnotationSpec.builder(ClassName.get(generated))
                    .addMember("value", "$S", CodecProcessor.class.getName())
                    .build());
        }
    }
}
