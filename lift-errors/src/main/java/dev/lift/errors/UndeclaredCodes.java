package dev.lift.errors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Reads what codes the bytecode of an app throws by name. */
final class UndeclaredCodes {
    private static final String PROBLEMS = "dev/lift/errors/Problems";

    private final Catalogue catalogue;
    private final List<String> found = new ArrayList<>();

    UndeclaredCodes(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    List<String> find(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                new ClassReader(Files.readAllBytes(file)).accept(new OfClass(), 0);
            }
        }
        return found;
    }

    private final class OfClass extends ClassVisitor {
        private String type = "";

        OfClass() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            type = name.replace('/', '.');
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new OfMethod(type + "." + name);
        }
    }

    /** The code is the last argument, so its constant comes right before the call. */
    private final class OfMethod extends MethodVisitor {
        private final String method;
        private int line;
        private @Nullable Object constant;

        OfMethod(String method) {
            super(Opcodes.ASM9);
            this.method = method;
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant = value;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals(PROBLEMS) && descriptor.contains("Ljava/lang/String;)")) {
                check(name);
            }
            constant = null;
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            constant = null;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            constant = null;
        }

        private void check(String factory) {
            if (!(constant instanceof String code)) {
                found.add(at(factory) + " takes a code that is no constant");
            } else if (catalogue.find(code).isEmpty()) {
                found.add(at(factory) + " throws the undeclared code '" + code + "'");
            }
        }

        private String at(String factory) {
            return method + ":" + line + " Problems." + factory;
        }
    }
}
