package dev.lift.codec;

import com.palantir.javapoet.TypeName;
import dev.lift.json.Json;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Types as text: to tell which are read alike, and to name the methods that read and write them. */
final class TypeText {
    private final Compilation compilation;

    TypeText(Compilation compilation) {
        this.compilation = compilation;
    }

    /** Types that are read alike: what is said of their elements counts, and what is said of themselves does not. */
    String keyOf(TypeMirror type) {
        if (type instanceof ArrayType array) {
            TypeMirror element = array.getComponentType();
            return element.getAnnotationMirrors() + keyOf(element) + "[]";
        }
        if (type.getKind() != TypeKind.DECLARED) {
            return TypeName.get(type).toString();
        }
        StringBuilder key =
                new StringBuilder(compilation.element(type).getQualifiedName().toString());
        for (TypeMirror argument : ((DeclaredType) type).getTypeArguments()) {
            key.append('<')
                    .append(argument.getAnnotationMirrors())
                    .append(keyOf(argument))
                    .append('>');
        }
        return key.toString();
    }

    /** Returns a type as a part of the name of a method, such as {@code ListOfString}. */
    String nameOf(TypeMirror type) {
        if (type instanceof ArrayType array) {
            return "ArrayOf" + nameOf(array.getComponentType());
        }
        if (type.getKind().isPrimitive()) {
            return Json.Naming.UPPER_CAMEL_CASE.memberOf(TypeName.get(type).toString());
        }
        if (type.getKind() != TypeKind.DECLARED) {
            return "Any";
        }
        StringBuilder name =
                new StringBuilder(compilation.element(type).getSimpleName().toString());
        // All maps have the same keys, which need no mention.
        boolean map = compilation.isDeclared(type, "java.util.Map");
        String separator = "Of";
        for (TypeMirror argument : ((DeclaredType) type).getTypeArguments()) {
            if (map) {
                map = false;
                continue;
            }
            name.append(separator).append(nameOf(argument));
            separator = "And";
        }
        return name.toString();
    }
}
