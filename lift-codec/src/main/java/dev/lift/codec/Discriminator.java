package dev.lift.codec;

import dev.lift.json.Json;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The member that says which record of a sealed interface an object is.
 *
 * @param member its name
 * @param value what it is for a record
 */
record Discriminator(String member, String value) {

    /** Returns that of a record, or null when it belongs to no sealed interface with a codec. */
    static @Nullable Discriminator of(TypeElement record) {
        Set<String> members = new LinkedHashSet<>();
        addMembers(record, members);
        if (members.size() > 1) {
            throw new CodecError(
                    record,
                    "it belongs to sealed interfaces with different discriminators, " + String.join(" and ", members)
                            + "; give them the same");
        }
        return members.isEmpty() ? null : new Discriminator(members.iterator().next(), valueOf(record));
    }

    private static void addMembers(TypeElement type, Set<String> members) {
        for (TypeMirror each : type.getInterfaces()) {
            TypeElement parent = (TypeElement) ((DeclaredType) each).asElement();
            if (isSealedJson(parent)) {
                members.add(memberOf(parent));
            }
            addMembers(parent, members);
        }
    }

    static boolean isSealedJson(TypeElement type) {
        return type.getKind().isInterface()
                && type.getModifiers().contains(Modifier.SEALED)
                && type.getAnnotation(Json.class) != null;
    }

    /** The outermost sealed interface decides, so that its records are the same in each. */
    static String memberOf(TypeElement sealed) {
        for (TypeMirror each : sealed.getInterfaces()) {
            TypeElement parent = (TypeElement) ((DeclaredType) each).asElement();
            if (isSealedJson(parent)) {
                return memberOf(parent);
            }
        }
        Json.Discriminator annotation = sealed.getAnnotation(Json.Discriminator.class);
        String member = annotation == null ? "type" : annotation.value();
        if (member.isEmpty() || !member.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new CodecError(sealed, "a discriminator is a name of ASCII characters, was '" + member + "'");
        }
        return member;
    }

    static String valueOf(TypeElement record) {
        Json.Name name = record.getAnnotation(Json.Name.class);
        return name == null ? record.getSimpleName().toString() : name.value();
    }
}
