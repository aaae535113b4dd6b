package dev.lift.codec;

import com.palantir.javapoet.TypeName;
import dev.lift.json.Json;
import dev.lift.json.JsonCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * A record as its JSON object: its components in order, what it does with members that it does not know, and the discriminator of
 * the sealed interface that it belongs to.
 *
 * @param element the record
 * @param type the record with its type arguments
 * @param components its components
 * @param refusesUnknown whether a member that no component has is an error
 * @param checksItself whether its constructor is written out, and so may throw
 * @param nullMarked whether types in it exclude null unless they say otherwise
 * @param discriminator the name and value of the member that says what it is, or null
 */
record RecordShape(
        TypeElement element,
        DeclaredType type,
        List<Component> components,
        boolean refusesUnknown,
        boolean checksItself,
        boolean nullMarked,
        @Nullable Discriminator discriminator) {

    static RecordShape of(Compilation compilation, DeclaredType type) {
        TypeElement element = (TypeElement) type.asElement();
        Json json = element.getAnnotation(Json.class);
        boolean nullMarked = Compilation.isNullMarked(element);
        refuseJackson(element, element);
        List<Component> components = new ArrayList<>();
        for (RecordComponentElement component : Compilation.components(element)) {
            components.add(component(compilation, type, component, json.naming(), nullMarked));
        }
        Discriminator discriminator = Discriminator.of(element);
        refuseSameNames(components, discriminator, element);
        RecordShape shape = new RecordShape(
                element,
                type,
                components,
                json.unknown() == Json.Unknown.REFUSE,
                hasExplicitConstructor(compilation, element),
                nullMarked,
                discriminator);
        if (type.getTypeArguments().isEmpty()) {
            Cycle.refuse(compilation, element);
        }
        return shape;
    }

    private static Component component(
            Compilation compilation,
            DeclaredType record,
            RecordComponentElement element,
            Json.Naming naming,
            boolean nullMarked) {
        TypeMirror type = typeIn(compilation, record, element);
        // The annotations of a component that are meant for fields stand at the field that it becomes.
        Element field = field(element, (TypeElement) record.asElement());
        List<? extends AnnotationMirror> annotations = field.getAnnotationMirrors();
        refuseJackson(element, field);
        String name = element.getSimpleName().toString();
        Json.Name renamed = element.getAnnotation(Json.Name.class);
        Json.Alias alias = element.getAnnotation(Json.Alias.class);
        Json.Default defaultText = element.getAnnotation(Json.Default.class);
        AnnotationMirror with =
                Compilation.annotation(element.getAnnotationMirrors(), Json.With.class.getCanonicalName());
        boolean optional = compilation.isDeclared(type, "java.util.Optional");
        boolean nullable = isNullable(element.asType(), type, nullMarked) && !Constraints.excludeNull(annotations);
        boolean ignored = element.getAnnotation(Json.Ignore.class) != null;
        boolean required =
                element.getAnnotation(Json.Required.class) != null || !nullable && !optional && defaultText == null;
        if (optional && defaultText != null) {
            throw new CodecError(element, "an Optional is empty when its member is absent; it needs no @Json.Default");
        }
        if (defaultText != null && element.getAnnotation(Json.Required.class) != null) {
            throw new CodecError(element, "what is required is never absent; remove @Json.Default or @Json.Required");
        }
        if (ignored && !type.getKind().isPrimitive() && !optional && !nullable && defaultText == null) {
            throw new CodecError(
                    element,
                    "an ignored component has no value; make it @Nullable or Optional, or give it a @Json.Default");
        }
        return new Component(
                element,
                name,
                type,
                renamed == null ? naming.memberOf(name) : renamed.value(),
                alias == null ? List.of() : List.of(alias.value()),
                ignored,
                nullable,
                required && !ignored,
                defaultText == null ? null : Defaults.of(compilation, type, defaultText.value(), element),
                with == null ? null : codecOf(compilation, with, type, element, record),
                annotations);
    }

    private static TypeMirror typeIn(Compilation compilation, DeclaredType record, RecordComponentElement element) {
        if (record.getTypeArguments().isEmpty()) {
            return element.asType();
        }
        ExecutableType accessor = (ExecutableType) compilation.types.asMemberOf(record, element.getAccessor());
        return accessor.getReturnType();
    }

    /** A type parameter without annotation is what its argument is. */
    private static boolean isNullable(TypeMirror declared, TypeMirror inRecord, boolean nullMarked) {
        return declared.getKind() == TypeKind.TYPEVAR
                ? Compilation.isNullable(declared, nullMarked) || Compilation.isNullable(inRecord, nullMarked)
                : Compilation.isNullable(declared, nullMarked);
    }

    private static Element field(RecordComponentElement component, TypeElement record) {
        for (Element member : record.getEnclosedElements()) {
            if (member.getKind() == ElementKind.FIELD && member.getSimpleName().equals(component.getSimpleName())) {
                return member;
            }
        }
        return component;
    }

    private static TypeMirror codecOf(
            Compilation compilation, AnnotationMirror with, TypeMirror type, Element where, DeclaredType record) {
        TypeMirror codec = (TypeMirror) compilation.value(with, "value");
        TypeMirror coded = compilation.argumentOf(codec, JsonCodec.class.getCanonicalName());
        TypeMirror boxed = type.getKind().isPrimitive()
                ? compilation
                        .types
                        .boxedClass((javax.lang.model.type.PrimitiveType) type)
                        .asType()
                : type;
        if (coded == null
                || !compilation.types.isSameType(compilation.types.erasure(coded), compilation.types.erasure(boxed))) {
            throw new CodecError(
                    where,
                    codec + " must be a JsonCodec<" + TypeName.get(boxed) + "> to read and write this component");
        }
        compilation.checkConstructible(
                compilation.element(codec), where, compilation.packageOf((TypeElement) record.asElement()));
        return codec;
    }

    /** One way to say a thing: where Jackson's annotations stand, somebody expects them to work. */
    private static void refuseJackson(Element where, Element annotated) {
        for (AnnotationMirror annotation : annotated.getAnnotationMirrors()) {
            String name = Compilation.name(annotation);
            if (name.startsWith("com.fasterxml.jackson.")) {
                String simple = name.substring(name.lastIndexOf('.') + 1);
                throw new CodecError(
                        where,
                        "a generated codec does not read @" + simple + "; use " + instead(simple)
                                + ", which databind honours too");
            }
        }
    }

    private static String instead(String jackson) {
        return switch (jackson) {
            case "JsonProperty" -> "@Json.Name";
            case "JsonAlias" -> "@Json.Alias";
            case "JsonIgnore" -> "@Json.Ignore";
            case "JsonNaming" -> "@Json(naming = ...)";
            case "JsonIgnoreProperties" -> "@Json(unknown = ...) or @Json.Ignore";
            case "JsonTypeInfo", "JsonSubTypes", "JsonTypeName" ->
                "a sealed interface with @Json.Discriminator and @Json.Name";
            case "JsonSerialize", "JsonDeserialize", "JsonFormat" -> "@Json.With";
            default -> "the annotations in dev.lift.json.Json";
        };
    }

    private static void refuseSameNames(
            List<Component> components, @Nullable Discriminator discriminator, TypeElement record) {
        Map<String, String> owners = new HashMap<>();
        if (discriminator != null) {
            owners.put(discriminator.member(), "the discriminator");
        }
        for (Component component : components) {
            List<String> names = new ArrayList<>(component.aliases());
            names.add(component.member());
            for (String name : names) {
                if (name.isEmpty()) {
                    throw new CodecError(component.element(), "the name of a member must not be empty");
                }
                String other = owners.put(name, "the component " + component.name());
                if (other != null) {
                    throw new CodecError(
                            component.element(),
                            "the member '" + name + "' of " + record.getSimpleName() + " is used by " + other
                                    + " already; give one of them another @Json.Name");
                }
            }
        }
    }

    private static boolean hasExplicitConstructor(Compilation compilation, TypeElement record) {
        for (Element member : record.getEnclosedElements()) {
            if (member.getKind() == ElementKind.CONSTRUCTOR
                    && ((ExecutableElement) member).getParameters().size()
                            == Compilation.components(record).size()
                    && compilation.elements.getOrigin(member) == Elements.Origin.EXPLICIT) {
                return true;
            }
        }
        return false;
    }
}
