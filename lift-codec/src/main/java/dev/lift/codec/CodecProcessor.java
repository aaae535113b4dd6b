package dev.lift.codec;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.lift.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.StandardLocation;

/**
 * Writes a {@code JsonCodec} for each type with {@link Json}, its JSON Schema, and one class that has all codecs.
 *
 * <p>A compiler finds it by itself once it is on the path of annotation processors. The class with all codecs is {@code AppCodecs} in
 * the package that all the types have in common; {@code -Alift.codecs=com.example.OrderCodecs} names another one.
 *
 * <pre>{@code
 * JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
 * JavaCompiler.CompilationTask task = compiler.getTask(
 *         null, null, null, List.of("-Alift.codecs=com.example.OrderCodecs"), null, sources);
 * task.setProcessors(List.of(new CodecProcessor()));
 * task.call();
 * }</pre>
 */
public final class CodecProcessor extends AbstractProcessor {
    /** The option with the name of the class that has all codecs. */
    static final String CODECS_OPTION = "lift.codecs";

    /** The names of the types seen so far, in an order that does not depend on the compiler. */
    private final Set<String> types = new TreeSet<>();

    /** Types whose components are of types that do not exist yet: another processor may write them in this round. */
    private final Set<String> postponed = new LinkedHashSet<>();

    private final List<CodecClasses.Entry> written = new ArrayList<>();
    private boolean failed;
    private boolean aggregated;

    /** Makes the processor; a compiler does. */
    public CodecProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(Json.class.getCanonicalName());
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.of(CODECS_OPTION);
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (round.processingOver()) {
            return false;
        }
        List<TypeElement> fresh = new ArrayList<>();
        for (String name : postponed) {
            fresh.add(processingEnv.getElementUtils().getTypeElement(name));
        }
        postponed.clear();
        for (Element element : round.getElementsAnnotatedWith(Json.class)) {
            fresh.add((TypeElement) element);
            types.add(((TypeElement) element).getQualifiedName().toString());
        }
        Compilation compilation = new Compilation(processingEnv, types);
        for (TypeElement type : fresh) {
            if (compilation.hasUnresolvedComponent(type)) {
                postponed.add(type.getQualifiedName().toString());
            } else {
                attempt(type, () -> write(compilation, type));
            }
        }
        // In the round after the last codec: what a last round of all writes is not processed any more.
        if (fresh.isEmpty() && !written.isEmpty() && !aggregated && !failed) {
            aggregated = true;
            attempt(written.get(0).type(), () -> writeAll(compilation));
        }
        return false;
    }

    private void write(Compilation compilation, TypeElement type) {
        compilation.checkAccessible(type);
        TypeSpec codec;
        if (type.getKind() == ElementKind.ENUM) {
            codec = EnumCodec.of(compilation, type);
        } else if (type.getKind() == ElementKind.RECORD) {
            if (!type.getTypeParameters().isEmpty()) {
                // A codec for each use of it is a part of the codecs that use it.
                return;
            }
            codec = RecordCodec.of(compilation, type);
        } else if (type.getKind() == ElementKind.INTERFACE
                && type.getModifiers().contains(Modifier.SEALED)) {
            codec = SealedCodec.of(compilation, type);
        } else {
            throw new CodecError(
                    type,
                    "@Json is for records, sealed interfaces and enums; " + type.getSimpleName()
                            + " is none. Make it a " + "record, or write a JsonCodec by hand");
        }
        written.add(new CodecClasses.Entry(type, compilation.codecName(type)));
        write(compilation.packageOf(type), codec);
        writeSchema(compilation, type);
    }

    private void writeSchema(Compilation compilation, TypeElement type) {
        String file = TypeSchema.FOLDER + TypeSchema.fileOf(compilation, type);
        byte[] schema = TypeSchema.of(compilation, type);
        try (OutputStream out = processingEnv
                .getFiler()
                .createResource(StandardLocation.CLASS_OUTPUT, "", file, type)
                .openOutputStream()) {
            out.write(schema);
        } catch (IOException failure) {
            throw new CodecError(type, file + " could not be written: " + failure.getMessage());
        }
    }

    private void writeAll(Compilation compilation) {
        CodecClasses all =
                CodecClasses.of(compilation, written, processingEnv.getOptions().get(CODECS_OPTION));
        write(all.packageName(), all.toType());
    }

    private void write(String packageName, TypeSpec type) {
        try {
            JavaFile.builder(packageName, type)
                    .indent("    ")
                    .skipJavaLangImports(true)
                    .build()
                    .writeTo(processingEnv.getFiler());
        } catch (FilerException exists) {
            throw new CodecError(
                    type.originatingElements().get(0),
                    packageName + "." + type.name()
                            + " exists already, and lift-codec would write it; rename one of them");
        } catch (IOException failure) {
            throw new CodecError(
                    type.originatingElements().get(0),
                    packageName + "." + type.name() + " could not be written: " + failure.getMessage());
        }
    }

    private void attempt(TypeElement type, Runnable step) {
        try {
            step.run();
        } catch (CodecError error) {
            failed = true;
            Element element = error.element();
            boolean component = element.getKind() == ElementKind.RECORD_COMPONENT;
            String subject = type.getQualifiedName() + (component ? "." + element.getSimpleName() : "");
            processingEnv
                    .getMessager()
                    .printMessage(
                            Diagnostic.Kind.ERROR,
                            subject + ": " + error.getMessage(),
                            component ? fieldOf((RecordComponentElement) element) : element);
        }
    }

    /** Compilers know the line of the field that a component becomes, and not that of the component. */
    private static Element fieldOf(RecordComponentElement component) {
        Element record = component.getAccessor().getEnclosingElement();
        if (record != null) {
            for (Element member : record.getEnclosedElements()) {
                if (member.getKind() == ElementKind.FIELD
                        && member.getSimpleName().equals(component.getSimpleName())) {
                    return member;
                }
            }
        }
        return component;
    }
}
