package dev.lift.codec;

import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * A test that a value must pass.
 *
 * @param condition the condition under which it does not, as a format of JavaPoet whose first argument is the value
 * @param arguments the further arguments
 * @param detail what the client is told
 */
record Constraint(String condition, List<Object> arguments, String detail) {
    /** Adds the test of a local variable; a null passes. */
    void addTo(CodeBlock.Builder body, String local, boolean nullable) {
        List<Object> all = new ArrayList<>(arguments);
        all.add(0, local);
        CodeBlock broken = CodeBlock.of(condition, all.toArray());
        if (nullable) {
            body.beginControlFlow("if ($N != null && $L)", local, broken);
        } else {
            body.beginControlFlow("if ($L)", broken);
        }
        body.addStatement("in.violation($S)", detail).endControlFlow();
    }
}
