package dev.lift.codec;

import com.palantir.javapoet.ClassName;
import dev.lift.json.Json;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** What a round of a compilation knows: its types, which of them get codecs, and what their annotations say. */
final class Compilation {
    final Elements elements;
    final Types types;
    private final ProcessingEnvironment environment;
    private final Set<String> declared;

    Compilation(ProcessingEnvironment environment, Set<String> declared) {
        this.elements = environment.getElementUtils();
        this.types = environment.getTypeUtils();
        this.environment = environment;
        this.declared = declared;
    }

    ProcessingEnvironment environment() {
        return environment;
    }

    String packageOf(TypeElement type) {
        return elements.getPackageOf(type).getQualifiedName().toString();
    }

    /** Returns the codec of a type: beside it, the names of nested types joined by underscores. */
    ClassName codecName(TypeElement type) {
        StringBuilder name = new StringBuilder(type.getSimpleName());
        for (Element outer = type.getEnclosingElement();
                outer instanceof TypeElement;
                outer = outer.getEnclosingElement()) {
            name.insert(0, outer.getSimpleName() + "_");
        }
        return ClassName.get(packageOf(type), name + "Json");
    }

    /** Says whether the source of a type with {@code @Json} is part of this compilation. */
    boolean isCompiledHere(TypeElement type) {
        return declared.contains(type.getQualifiedName().toString());
    }

    /** Says whether a type has a codec: one that this compilation writes, or one that its own has written. */
    boolean hasCodec(TypeElement type) {
        return type.getAnnotation(Json.class) != null
                && (isCompiledHere(type)
                        || elements.getTypeElement(codecName(type).canonicalName()) != null);
    }

    TypeElement element(TypeMirror type) {
        return (TypeElement) ((DeclaredType) type).asElement();
    }

    boolean isDeclared(TypeMirror type, String qualifiedName) {
        return type.getKind() == TypeKind.DECLARED
                && element(type).getQualifiedName().contentEquals(qualifiedName);
    }

    /** Returns the components of a record. (Eclipse's compiler fails when it is asked for them directly.) */
    static List<RecordComponentElement> components(TypeElement record) {
        return ElementFilter.recordComponentsIn(record.getEnclosedElements());
    }

    /** Says whether a component is of a type that does not exist, yet or at all. */
    boolean hasUnresolvedComponent(TypeElement type) {
        for (RecordComponentElement component : components(type)) {
            if (isUnresolved(component.asType())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnresolved(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return isUnresolved(array.getComponentType());
        }
        if (type.getKind() == TypeKind.DECLARED) {
            return ((DeclaredType) type).getTypeArguments().stream().anyMatch(Compilation::isUnresolved);
        }
        return type.getKind() == TypeKind.ERROR;
    }

    void checkAccessible(TypeElement type) {
        for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
            if (each.getModifiers().contains(Modifier.PRIVATE)) {
                throw new CodecError(
                        type,
                        (each == type ? "it" : each.getSimpleName()) + " is private, so no codec beside it can use it; "
                                + "make it package-private");
            }
        }
    }

    /** Says whether code in a package may name a type. */
    boolean isAccessible(TypeElement type, String fromPackage) {
        boolean samePackage = packageOf(type).equals(fromPackage);
        for (Element each = type; each instanceof TypeElement; each = each.getEnclosingElement()) {
            Set<Modifier> modifiers = each.getModifiers();
            if (modifiers.contains(Modifier.PRIVATE) || !samePackage && !modifiers.contains(Modifier.PUBLIC)) {
                return false;
            }
        }
        return true;
    }

    /** Checks that a class can be made without arguments, by code in a package. */
    void checkConstructible(TypeElement type, Element where, String fromPackage) {
        for (Element member : type.getEnclosedElements()) {
            if (member.getKind() == ElementKind.CONSTRUCTOR
                    && ((ExecutableElement) member).getParameters().isEmpty()
                    && isAccessible(type, fromPackage)
                    && !member.getModifiers().contains(Modifier.PRIVATE)
                    && (packageOf(type).equals(fromPackage)
                            || member.getModifiers().contains(Modifier.PUBLIC))
                    && type.getKind() == ElementKind.CLASS
                    && !type.getModifiers().contains(Modifier.ABSTRACT)
                    && (type.getNestingKind() == NestingKind.TOP_LEVEL
                            || type.getModifiers().contains(Modifier.STATIC))) {
                return;
            }
        }
        throw new CodecError(
                where,
                type.getSimpleName() + " needs a constructor without parameters that code in the package " + fromPackage
                        + " can call");
    }

    /** Returns the type argument with which a class implements an interface of one type parameter. */
    @Nullable
    TypeMirror argumentOf(TypeMirror type, String interfaceName) {
        if (isDeclared(type, interfaceName)) {
            DeclaredType declaredType = (DeclaredType) type;
            return declaredType.getTypeArguments().isEmpty()
                    ? null
                    : declaredType.getTypeArguments().get(0);
        }
        for (TypeMirror each : types.directSupertypes(type)) {
            TypeMirror argument = argumentOf(each, interfaceName);
            if (argument != null) {
                return argument;
            }
        }
        return null;
    }

    /** Returns the annotation of a name, or null. */
    static @Nullable AnnotationMirror annotation(
            Iterable<? extends AnnotationMirror> annotations, String qualifiedName) {
        for (AnnotationMirror each : annotations) {
            if (name(each).equals(qualifiedName)) {
                return each;
            }
        }
        return null;
    }

    static String name(AnnotationMirror annotation) {
        return ((TypeElement) annotation.getAnnotationType().asElement())
                .getQualifiedName()
                .toString();
    }

    /** Returns what an annotation says, or would say by default. */
    Object value(AnnotationMirror annotation, String member) {
        for (var each : elements.getElementValuesWithDefaults(annotation).entrySet()) {
            if (each.getKey().getSimpleName().contentEquals(member)) {
                AnnotationValue value = each.getValue();
                return value.getValue();
            }
        }
        throw new IllegalArgumentException(name(annotation) + " has no " + member);
    }

    // JSpecify, https://jspecify.dev/docs/spec

    /** Says whether types without an annotation exclude null at this place. */
    static boolean isNullMarked(Element place) {
        for (Element each = place; each != null; each = each.getEnclosingElement()) {
            if (annotation(each.getAnnotationMirrors(), "org.jspecify.annotations.NullUnmarked") != null) {
                return false;
            }
            if (annotation(each.getAnnotationMirrors(), "org.jspecify.annotations.NullMarked") != null) {
                return true;
            }
        }
        return false;
    }

    static boolean isNullable(TypeMirror type, boolean nullMarked) {
        if (type.getKind().isPrimitive()) {
            return false;
        }
        if (annotation(type.getAnnotationMirrors(), "org.jspecify.annotations.Nullable") != null) {
            return true;
        }
        return !nullMarked && annotation(type.getAnnotationMirrors(), "org.jspecify.annotations.NonNull") == null;
    }
}
