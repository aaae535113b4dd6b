package dev.lift.codec;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** Writes the code that reads and writes a record. */
final class RecordCodec {
    private final RecordShape shape;
    private final ValueMethods methods;
    private final NameAllocator locals = new NameAllocator();

    private RecordCodec(RecordShape shape, ValueMethods methods) {
        this.shape = shape;
        this.methods = methods;
        for (String own : List.of("in", "out", "value", "errors", "depth", "refused")) {
            locals.newName(own, own);
        }
        for (Component component : shape.components()) {
            locals.newName(component.name(), component);
        }
        for (Component component : shape.components()) {
            if (isTracked(component)) {
                String name = component.name();
                locals.newName("has" + Character.toUpperCase(name.charAt(0)) + name.substring(1), "has " + name);
            }
        }
    }

    static TypeSpec of(Compilation compilation, TypeElement type) {
        ValueMethods methods = new ValueMethods(compilation, type);
        RecordShape shape = RecordShape.of(compilation, (DeclaredType) type.asType());
        return CodecType.of(compilation, type, readBody(shape, methods), writeBody(shape, methods), methods);
    }

    static CodeBlock readBody(RecordShape shape, ValueMethods methods) {
        return new RecordCodec(shape, methods).read();
    }

    static CodeBlock writeBody(RecordShape shape, ValueMethods methods) {
        return new RecordCodec(shape, methods).write();
    }

    // Reading

    private CodeBlock read() {
        CodeBlock.Builder body = CodeBlock.builder();
        for (Component component : shape.components()) {
            // Other defaults are made when they are needed, as they may cost more than a null.
            CodeBlock initial = component.ignored() && component.defaultValue() != null
                    ? component.defaultValue()
                    : component.nothing(methods.compilation());
            body.addStatement("$T $N = $L", component.type(), local(component), initial);
            if (isTracked(component)) {
                body.addStatement("boolean $N = false", seen(component));
            }
        }
        body.addStatement("int errors = in.errors()")
                .addStatement("in.beginObject()")
                .addStatement("int depth = in.depth()");
        body.beginControlFlow("while (in.nextMember())").beginControlFlow("try");
        addSwitch(body);
        body.nextControlFlow("catch ($T refused)", IOException.class)
                .addStatement("in.recover(refused, depth)")
                .endControlFlow()
                .endControlFlow();
        for (Component component : shape.components()) {
            addAbsent(body, component);
        }
        body.addStatement("in.check(errors)");
        addReturn(body);
        return body.build();
    }

    /** Says whether the code must know if the member was there. */
    private boolean isTracked(Component component) {
        return !component.ignored()
                && (component.required() || !component.aliases().isEmpty() || component.defaultValue() != null);
    }

    private String local(Component component) {
        return locals.get(component);
    }

    /** The variable that says whether the member was there. */
    private String seen(Component component) {
        return locals.get("has " + component.name());
    }

    /** Members are told apart by their lengths first: most lengths have one. */
    private void addSwitch(CodeBlock.Builder body) {
        Map<Integer, List<Member>> byLength = new TreeMap<>();
        Discriminator discriminator = shape.discriminator();
        if (discriminator != null) {
            add(byLength, new Member(discriminator.member(), List.of(), discriminatorCheck(discriminator)));
        }
        for (Component component : shape.components()) {
            if (component.ignored() && !shape.refusesUnknown()) {
                continue;
            }
            Member member = new Member(component.member(), component.aliases(), readStatements(component));
            add(byLength, member);
        }
        CodeBlock unknown = shape.refusesUnknown()
                ? CodeBlock.of("throw in.fail($S);\n", "is not expected")
                : CodeBlock.of("in.skipValue();\n");
        if (byLength.isEmpty()) {
            body.add(unknown);
            return;
        }
        body.beginControlFlow("switch (in.nameLength())");
        for (Map.Entry<Integer, List<Member>> each : byLength.entrySet()) {
            body.beginControlFlow("case $L ->", each.getKey());
            String flow = "if ($L)";
            for (Member member : each.getValue()) {
                CodeBlock condition = member.condition(each.getKey());
                if (flow.startsWith("else")) {
                    body.nextControlFlow(flow, condition);
                } else {
                    body.beginControlFlow(flow, condition);
                }
                body.add(member.statements());
                flow = "else if ($L)";
            }
            body.nextControlFlow("else").add(unknown).endControlFlow();
            body.endControlFlow();
        }
        body.add("default -> $L", unknown);
        body.endControlFlow();
    }

    private static void add(Map<Integer, List<Member>> byLength, Member member) {
        for (String name : member.names()) {
            List<Member> members = byLength.computeIfAbsent(length(name), length -> new ArrayList<>());
            if (!members.contains(member)) {
                members.add(member);
            }
        }
    }

    private static int length(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private record Member(String name, List<String> aliases, CodeBlock statements) {
        List<String> names() {
            List<String> names = new ArrayList<>(aliases);
            names.add(0, name);
            return names;
        }

        /** Tests the names of one length. */
        CodeBlock condition(int length) {
            CodeBlock.Builder condition = CodeBlock.builder();
            String separator = "";
            for (String each : names()) {
                if (length(each) == length) {
                    boolean ascii = each.length() == length;
                    condition.add(separator + (ascii ? "in.nameIs($S)" : "in.name().equals($S)"), each);
                    separator = " || ";
                }
            }
            return condition.build();
        }
    }

    private static CodeBlock discriminatorCheck(Discriminator discriminator) {
        return CodeBlock.builder()
                .beginControlFlow("if (!in.readString().equals($S))", discriminator.value())
                .addStatement("throw in.fail($S)", "expected " + discriminator.value())
                .endControlFlow()
                .build();
    }

    private CodeBlock readStatements(Component component) {
        CodeBlock.Builder body = CodeBlock.builder();
        if (component.ignored()) {
            return body.addStatement("in.skipValue()").build();
        }
        if (!component.aliases().isEmpty()) {
            body.beginControlFlow("if ($N)", seen(component))
                    .addStatement("throw in.fail($S)", "must be given once, by one of its names")
                    .endControlFlow();
        }
        if (isTracked(component)) {
            body.addStatement("$N = true", seen(component));
        }
        body.addStatement("$N = $L", local(component), readExpression(component));
        for (Constraint constraint :
                Constraints.of(methods, component.type(), component.annotations(), component.element())) {
            constraint.addTo(body, local(component), mayBeNull(component));
        }
        return body.build();
    }

    /** What a codec of the user returns is not known. */
    private static boolean mayBeNull(Component component) {
        return component.nullable()
                || component.with() != null && !component.type().getKind().isPrimitive();
    }

    private CodeBlock readExpression(Component component) {
        if (component.with() == null) {
            return methods.readOrNull(component.type(), component.nullable(), shape.nullMarked(), component.element());
        }
        String codec = methods.constant(methods.compilation().element(component.with()));
        CodeBlock read = CodeBlock.of("$N.read(in)", codec);
        return component.nullable() ? CodeBlock.of("in.readNull() ? null : $L", read) : read;
    }

    private void addAbsent(CodeBlock.Builder body, Component component) {
        if (component.ignored()) {
            return;
        }
        if (component.required()) {
            body.beginControlFlow("if (!$N)", seen(component))
                    .addStatement("in.missing($S)", component.member())
                    .endControlFlow();
        } else if (component.defaultValue() != null) {
            body.beginControlFlow("if (!$N)", seen(component))
                    .addStatement("$N = $L", local(component), component.defaultValue())
                    .endControlFlow();
        }
    }

    private void addReturn(CodeBlock.Builder body) {
        CodeBlock.Builder arguments = CodeBlock.builder();
        String separator = "";
        for (Component component : shape.components()) {
            arguments.add(separator + "$N", local(component));
            separator = ",$W";
        }
        boolean generic = !shape.type().getTypeArguments().isEmpty();
        CodeBlock made = CodeBlock.of(
                generic ? "new $T<>($L)" : "new $T($L)",
                generic ? methods.compilation().types.erasure(shape.type()) : shape.type(),
                arguments.build());
        if (!shape.checksItself()) {
            body.addStatement("return $L", made);
            return;
        }
        body.beginControlFlow("try")
                .addStatement("return $L", made)
                .nextControlFlow("catch ($T | $T refused)", IllegalArgumentException.class, NullPointerException.class)
                .addStatement("throw in.invalid(refused)")
                .endControlFlow();
    }

    // Writing

    private CodeBlock write() {
        CodeBlock.Builder body = CodeBlock.builder().addStatement("out.beginObject()");
        Discriminator discriminator = shape.discriminator();
        if (discriminator != null) {
            body.addStatement("out.name($S).string($S)", discriminator.member(), discriminator.value());
        }
        for (Component component : shape.components()) {
            if (!component.ignored()) {
                addWrite(body, component);
            }
        }
        return body.addStatement("out.endObject()").build();
    }

    private void addWrite(CodeBlock.Builder body, Component component) {
        CodeBlock write = writeStatement(component);
        CodeBlock name = CodeBlock.of("out.name($S)", component.member());
        String text = write.toString();
        if (text.startsWith("out.")) {
            body.add("$L.$L", name, text.substring("out.".length()));
        } else {
            body.addStatement(name).add(write);
        }
    }

    private CodeBlock writeStatement(Component component) {
        CodeBlock value = CodeBlock.of("value.$N()", component.name());
        if (component.with() == null) {
            return methods.write(component.type(), value, shape.nullMarked(), component.element());
        }
        String codec = methods.constant(methods.compilation().element(component.with()));
        if (component.type().getKind().isPrimitive()) {
            return CodeBlock.of("$N.write($L, out);\n", codec, value);
        }
        String local = component.name().equals("out") || component.name().equals("value")
                ? component.name() + "_"
                : component.name();
        return CodeBlock.builder()
                .addStatement("$T $N = $L", TypeName.get(component.type()), local, value)
                .beginControlFlow("if ($N == null)", local)
                .addStatement("out.nullValue()")
                .nextControlFlow("else")
                .addStatement("$N.write($N, out)", codec, local)
                .endControlFlow()
                .build();
    }
}
