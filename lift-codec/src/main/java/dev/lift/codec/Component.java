package dev.lift.codec;

import com.palantir.javapoet.CodeBlock;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record, and what its annotations say of its member.
 *
 * @param element where it is declared
 * @param name its name in Java
 * @param type its type, with the type arguments of the record in place
 * @param member the name of its member
 * @param aliases further names that are read
 * @param ignored whether it is kept out of JSON
 * @param nullable whether it may be null
 * @param required whether its member must be there
 * @param defaultValue what it gets when its member is absent
 * @param with the codec of the user that reads and writes it
 * @param annotations among which constraints may be
 */
record Component(
        RecordComponentElement element,
        String name,
        TypeMirror type,
        String member,
        List<String> aliases,
        boolean ignored,
        boolean nullable,
        boolean required,
        @Nullable CodeBlock defaultValue,
        @Nullable TypeMirror with,
        List<? extends AnnotationMirror> annotations) {

    /** Returns what the constructor gets when there is no member and no default: JSON's absence, in Java's words. */
    CodeBlock nothing(Compilation compilation) {
        if (compilation.isDeclared(type, "java.util.Optional")) {
            return CodeBlock.of("$T.empty()", java.util.Optional.class);
        }
        return switch (type.getKind()) {
            case BOOLEAN -> CodeBlock.of("false");
            case BYTE, SHORT, INT, CHAR -> CodeBlock.of("0");
            case LONG -> CodeBlock.of("0L");
            case FLOAT -> CodeBlock.of("0F");
            case DOUBLE -> CodeBlock.of("0D");
            default -> CodeBlock.of("null");
        };
    }
}
