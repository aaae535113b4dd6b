package dev.lift.codec;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;

/** Finds a record that must hold itself: no JSON of it ever ends. */
final class Cycle {
    private final Compilation compilation;
    private final TypeElement start;
    private final List<TypeElement> visited = new ArrayList<>();

    private Cycle(Compilation compilation, TypeElement start) {
        this.compilation = compilation;
        this.start = start;
    }

    static void refuse(Compilation compilation, TypeElement record) {
        new Cycle(compilation, record).visit(record, "");
    }

    private void visit(TypeElement record, String path) {
        if (visited.contains(record)) {
            return;
        }
        visited.add(record);
        boolean nullMarked = Compilation.isNullMarked(record);
        for (RecordComponentElement component : Compilation.components(record)) {
            boolean held = component.asType().getKind() == TypeKind.DECLARED
                    && !Compilation.isNullable(component.asType(), nullMarked)
                    && ((DeclaredType) component.asType()).asElement().getKind() == ElementKind.RECORD;
            if (!held) {
                continue;
            }
            TypeElement next = compilation.element(component.asType());
            String longer = path + record.getSimpleName() + "." + component.getSimpleName() + " -> ";
            if (next.equals(start)) {
                throw new CodecError(
                        path.isEmpty() ? component : start,
                        "no JSON of it ends, as it must hold itself: " + longer + start.getSimpleName()
                                + "; make one of these @Nullable, Optional or a List");
            }
            visit(next, longer);
        }
    }
}
