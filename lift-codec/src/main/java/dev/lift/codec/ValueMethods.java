package dev.lift.codec;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.lift.json.Json;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * The private methods of one codec class. Each type that its record holds and that takes more than one call is read by one method and
 * written by another, however often it is there.
 */
final class ValueMethods {
    /** Types within types. A generic record that holds ever larger versions of itself would never end; the stack would. */
    private static final int MAX_NESTING = 64;

    private final Compilation compilation;
    private final TypeElement owner;
    private final TypeText text;
    private final Map<String, String> namesByKey = new HashMap<>();
    private final Set<String> names = new HashSet<>(Set.of("read", "write", "type"));
    private final Map<String, FieldSpec> constants = new LinkedHashMap<>();
    private final List<MethodSpec> methods = new ArrayList<>();
    private int nesting;

    ValueMethods(Compilation compilation, TypeElement owner) {
        this.compilation = compilation;
        this.owner = owner;
        this.text = new TypeText(compilation);
    }

    void addConstantsTo(TypeSpec.Builder codec) {
        constants.values().forEach(codec::addField);
    }

    void addMethodsTo(TypeSpec.Builder codec) {
        methods.forEach(codec::addMethod);
    }

    Compilation compilation() {
        return compilation;
    }

    String packageName() {
        return compilation.packageOf(owner);
    }

    /** Returns the name of a constant that holds an instance of a class of the user. */
    String constant(TypeElement type) {
        ClassName name = ClassName.get(type);
        StringBuilder constant = new StringBuilder();
        for (String word : Json.Naming.SNAKE_CASE.memberOf(name.simpleName()).split("_")) {
            constant.append(constant.length() == 0 ? "" : "_").append(word.toUpperCase(java.util.Locale.ROOT));
        }
        String key = name.canonicalName();
        FieldSpec existing = constants.get(key);
        if (existing == null) {
            String unique = constant.toString();
            while (constants.values().stream().map(FieldSpec::name).toList().contains(unique)
                    || unique.equals("CODEC")) {
                unique += "_";
            }
            existing = FieldSpec.builder(name, unique, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                    .initializer("new $T()", name)
                    .build();
            constants.put(key, existing);
        }
        return existing.name();
    }

    /** Returns an expression that reads a value; a JSON null is read where the type allows it, and is empty where it is Optional. */
    CodeBlock readOrNull(TypeMirror type, boolean nullable, boolean nullMarked, Element where) {
        if (compilation.isDeclared(type, "java.util.Optional")) {
            TypeMirror argument = argument(type, where);
            if (!Constraints.of(this, argument, argument.getAnnotationMirrors(), where)
                    .isEmpty()) {
                return CodeBlock.of("$N(in)", methodFor("read", type, nullMarked, where));
            }
            CodeBlock value = read(argument, nullMarked, where);
            return CodeBlock.of("in.readNull() ? $T.empty() : $T.of($L)", Optional.class, Optional.class, value);
        }
        if (!nullable) {
            return read(type, nullMarked, where);
        }
        return compilation.isDeclared(type, "java.lang.String")
                ? CodeBlock.of("in.readStringOrNull()")
                : CodeBlock.of("in.readNull() ? null : $L", read(type, nullMarked, where));
    }

    /** Returns an expression that reads a value that is not null. */
    private CodeBlock read(TypeMirror type, boolean nullMarked, Element where) {
        Scalar scalar = Scalar.of(type);
        if (scalar != null) {
            return scalar.read();
        }
        if (isCoded(type)) {
            return CodeBlock.of("$T.CODEC.read(in)", compilation.codecName(compilation.element(type)));
        }
        return CodeBlock.of("$N(in)", methodFor("read", type, nullMarked, where));
    }

    /** Returns a statement that writes a value, which may be null unless it is primitive. */
    CodeBlock write(TypeMirror type, CodeBlock value, boolean nullMarked, Element where) {
        Scalar scalar = Scalar.of(type);
        if (scalar != null && type.getKind().isPrimitive()) {
            return CodeBlock.of("$L;\n", scalar.write(value));
        }
        if (compilation.isDeclared(type, "java.lang.String")) {
            return CodeBlock.of("out.stringOrNull($L);\n", value);
        }
        if (scalar == null && isCoded(type)) {
            return CodeBlock.of("$T.CODEC.write($L, out);\n", compilation.codecName(compilation.element(type)), value);
        }
        return CodeBlock.of("$N($L, out);\n", methodFor("write", type, nullMarked, where), value);
    }

    private boolean isCoded(TypeMirror type) {
        if (type.getKind() != TypeKind.DECLARED
                || !((DeclaredType) type).getTypeArguments().isEmpty()) {
            return false;
        }
        TypeElement element = compilation.element(type);
        return element.getTypeParameters().isEmpty() && compilation.hasCodec(element);
    }

    private String methodFor(String verb, TypeMirror type, boolean nullMarked, Element where) {
        String key = verb + " " + (verb.equals("read") ? text.keyOf(type) : TypeName.get(type)) + " " + nullMarked;
        String known = namesByKey.get(key);
        if (known != null) {
            return known;
        }
        if (nesting == MAX_NESTING) {
            throw new CodecError(
                    where, "the types in it have no end: a generic record holds ever larger ones of its kind");
        }
        String name = verb + text.nameOf(type);
        for (int i = 2; !names.add(name); i++) {
            name = verb + text.nameOf(type) + i;
        }
        // Before the method is made: a type may hold itself.
        namesByKey.put(key, name);
        int index = methods.size();
        nesting++;
        MethodSpec method =
                verb.equals("read") ? reader(name, type, nullMarked, where) : writer(name, type, nullMarked, where);
        nesting--;
        methods.add(index, method);
        return name;
    }

    // Readers

    private MethodSpec reader(String name, TypeMirror type, boolean nullMarked, Element where) {
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(TypeName.get(type))
                .addParameter(JsonReader.class, "in")
                .addException(IOException.class)
                .addCode(readerBody(type, nullMarked, where))
                .build();
    }

    private CodeBlock readerBody(TypeMirror type, boolean nullMarked, Element where) {
        if (type instanceof ArrayType array) {
            return arrayReader(array.getComponentType(), nullMarked, where);
        }
        if (type.getKind() != TypeKind.DECLARED) {
            throw unsupported(type, where);
        }
        TypeElement element = compilation.element(type);
        String qualified = element.getQualifiedName().toString();
        switch (qualified) {
            case "java.util.List", "java.util.Collection":
                return collectionReader(type, List.class, ArrayList.class, "list", nullMarked, where);
            case "java.util.Set":
                return collectionReader(type, Set.class, LinkedHashSet.class, "set", nullMarked, where);
            case "java.util.Map":
                return mapReader(type, nullMarked, where);
            case "java.util.Optional":
                return optionalReader(type, nullMarked, where);
            default:
                break;
        }
        if (element.getKind() == ElementKind.ENUM) {
            return EnumCodec.readBody(element);
        }
        return RecordCodec.readBody(genericRecord(type, where), this);
    }

    /** Returns the shape of a record with type arguments, whose code is a part of the codec that holds it. */
    private RecordShape genericRecord(TypeMirror type, Element where) {
        TypeElement element = compilation.element(type);
        boolean fits = element.getKind() == ElementKind.RECORD
                && !((DeclaredType) type).getTypeArguments().isEmpty()
                && element.getAnnotation(Json.class) != null;
        if (!fits) {
            throw unsupported(type, where);
        }
        if (!compilation.isAccessible(element, packageName())) {
            throw new CodecError(
                    where,
                    element.getSimpleName() + " is not accessible from " + packageName()
                            + ", where its code would be; make it public");
        }
        int jdk = Runtime.version().feature();
        if (jdk < 22 && !compilation.isCompiledHere(element) && Compilation.isNullMarked(element)) {
            throw new CodecError(
                    where,
                    "the compiler of JDK " + jdk + " does not see which components of "
                            + element.getSimpleName()
                            + ", which is compiled already, are @Nullable; compile it together with this, "
                            + "or on JDK 22 or later");
        }
        return RecordShape.of(compilation, (DeclaredType) type);
    }

    private CodeBlock collectionReader(
            TypeMirror type, Class<?> declared, Class<?> made, String local, boolean nullMarked, Element where) {
        TypeMirror element = argument(type, where);
        CodeBlock.Builder body = CodeBlock.builder()
                .addStatement("$T<$T> $L = new $T<>()", declared, element, local, made)
                .addStatement("in.beginArray()")
                .addStatement("int depth = in.depth()");
        body.beginControlFlow("while (in.nextElement())");
        recovering(body, element, element.getAnnotationMirrors(), local + ".add(element)", nullMarked, where);
        return body.endControlFlow().addStatement("return $L", local).build();
    }

    private CodeBlock mapReader(TypeMirror type, boolean nullMarked, Element where) {
        List<? extends TypeMirror> arguments = ((DeclaredType) type).getTypeArguments();
        if (arguments.size() != 2 || !compilation.isDeclared(arguments.get(0), "java.lang.String")) {
            throw new CodecError(
                    where, "a map needs keys of type String, as names of JSON members are; was " + TypeName.get(type));
        }
        TypeMirror value = concrete(arguments.get(1), where);
        CodeBlock.Builder body = CodeBlock.builder()
                .addStatement("$T<$T, $T> map = new $T<>()", Map.class, String.class, value, LinkedHashMap.class)
                .addStatement("in.beginObject()")
                .addStatement("int depth = in.depth()");
        body.beginControlFlow("while (in.nextMember())");
        body.addStatement("String name = in.name()");
        recovering(body, value, value.getAnnotationMirrors(), "map.put(name, element)", nullMarked, where);
        return body.endControlFlow().addStatement("return map").build();
    }

    private CodeBlock arrayReader(TypeMirror element, boolean nullMarked, Element where) {
        if (element instanceof DeclaredType declared
                && !declared.getTypeArguments().isEmpty()) {
            throw new CodecError(where, "Java makes no arrays of " + TypeName.get(element) + "; use a List");
        }
        if (element.getKind() == TypeKind.CHAR) {
            throw new CodecError(where, "databind writes a char[] as a string; make it a String");
        }
        TypeName name = TypeName.get(element);
        CodeBlock.Builder body = CodeBlock.builder();
        if (element instanceof ArrayType inner) {
            int dimensions = 1;
            TypeMirror innermost = inner.getComponentType();
            while (innermost instanceof ArrayType deeper) {
                innermost = deeper.getComponentType();
                dimensions++;
            }
            body.addStatement("$T[] array = new $T[8]$L", name, TypeName.get(innermost), "[]".repeat(dimensions));
        } else {
            body.addStatement("$T[] array = new $T[8]", name, name);
        }
        body.addStatement("int size = 0").addStatement("in.beginArray()").addStatement("int depth = in.depth()");
        body.beginControlFlow("while (in.nextElement())");
        body.beginControlFlow("if (size == array.length)")
                .addStatement("array = $T.copyOf(array, size * 2)", Arrays.class)
                .endControlFlow();
        // What stands before the type of an array is said of the component, though for Java it is said of the elements
        // too.
        recovering(body, element, List.of(), "array[size++] = element", nullMarked, where);
        return body.endControlFlow()
                .addStatement("return $T.copyOf(array, size)", Arrays.class)
                .build();
    }

    /** Reads an element and stores it; one that is refused is noted, and its neighbours are read all the same. */
    private void recovering(
            CodeBlock.Builder body,
            TypeMirror element,
            List<? extends AnnotationMirror> annotations,
            String store,
            boolean nullMarked,
            Element where) {
        body.beginControlFlow("try");
        boolean nullable = Compilation.isNullable(element, nullMarked) && !Constraints.excludeNull(annotations);
        body.addStatement("$T element = $L", element, readOrNull(element, nullable, nullMarked, where));
        for (Constraint constraint : Constraints.of(this, element, annotations, where)) {
            constraint.addTo(body, "element", nullable);
        }
        body.addStatement(store)
                .nextControlFlow("catch ($T refused)", IOException.class)
                .addStatement("in.recover(refused, depth)")
                .endControlFlow();
    }

    private CodeBlock optionalReader(TypeMirror type, boolean nullMarked, Element where) {
        CodeBlock.Builder body = CodeBlock.builder()
                .beginControlFlow("if (in.readNull())")
                .addStatement("return $T.empty()", Optional.class)
                .endControlFlow();
        TypeMirror element = argument(type, where);
        body.addStatement("$T element = $L", element, read(element, nullMarked, where));
        for (Constraint constraint : Constraints.of(this, element, element.getAnnotationMirrors(), where)) {
            constraint.addTo(body, "element", /* nullable= */ false);
        }
        return body.addStatement("return $T.of(element)", Optional.class).build();
    }

    // Writers

    private MethodSpec writer(String name, TypeMirror type, boolean nullMarked, Element where) {
        CodeBlock.Builder body = CodeBlock.builder()
                .beginControlFlow("if (value == null)")
                .addStatement("out.nullValue()")
                .addStatement("return")
                .endControlFlow()
                .add(writerBody(type, nullMarked, where));
        return MethodSpec.methodBuilder(name)
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(TypeName.get(type), "value")
                .addParameter(JsonWriter.class, "out")
                .addException(IOException.class)
                .addCode(body.build())
                .build();
    }

    private CodeBlock writerBody(TypeMirror type, boolean nullMarked, Element where) {
        Scalar scalar = Scalar.of(type);
        if (scalar != null) {
            return CodeBlock.builder()
                    .addStatement(scalar.write(CodeBlock.of("value")))
                    .build();
        }
        if (type instanceof ArrayType array) {
            return elementsWriter(array.getComponentType(), nullMarked, where);
        }
        if (type.getKind() != TypeKind.DECLARED) {
            throw unsupported(type, where);
        }
        TypeElement element = compilation.element(type);
        switch (element.getQualifiedName().toString()) {
            case "java.util.Optional":
                return CodeBlock.builder()
                        .beginControlFlow("if (value.isEmpty())")
                        .addStatement("out.nullValue()")
                        .nextControlFlow("else")
                        .add(write(argument(type, where), CodeBlock.of("value.get()"), nullMarked, where))
                        .endControlFlow()
                        .build();
            case "java.util.List", "java.util.Collection", "java.util.Set":
                return elementsWriter(argument(type, where), nullMarked, where);
            case "java.util.Map":
                return mapWriter(type, nullMarked, where);
            default:
                break;
        }
        if (element.getKind() == ElementKind.ENUM) {
            return EnumCodec.writeBody(element);
        }
        return RecordCodec.writeBody(genericRecord(type, where), this);
    }

    private CodeBlock elementsWriter(TypeMirror element, boolean nullMarked, Element where) {
        return CodeBlock.builder()
                .addStatement("out.beginArray()")
                .beginControlFlow("for ($T element : value)", element)
                .add(write(element, CodeBlock.of("element"), nullMarked, where))
                .endControlFlow()
                .addStatement("out.endArray()")
                .build();
    }

    private CodeBlock mapWriter(TypeMirror type, boolean nullMarked, Element where) {
        TypeMirror value = concrete(((DeclaredType) type).getTypeArguments().get(1), where);
        return CodeBlock.builder()
                .addStatement("out.beginObject()")
                .beginControlFlow(
                        "for ($T<$T, $T> member : value.entrySet())",
                        ClassName.get(Map.Entry.class),
                        String.class,
                        value)
                .addStatement("out.name(member.getKey())")
                .add(write(value, CodeBlock.of("member.getValue()"), nullMarked, where))
                .endControlFlow()
                .addStatement("out.endObject()")
                .build();
    }

    /** Returns the one type argument of a collection or an optional. */
    private TypeMirror argument(TypeMirror type, Element where) {
        List<? extends TypeMirror> arguments = ((DeclaredType) type).getTypeArguments();
        if (arguments.isEmpty()) {
            throw new CodecError(
                    where, "the elements of " + TypeName.get(type) + " have no type; give it a type argument");
        }
        return concrete(arguments.get(0), where);
    }

    private static TypeMirror concrete(TypeMirror argument, Element where) {
        if (argument.getKind() == TypeKind.WILDCARD || argument.getKind() == TypeKind.TYPEVAR) {
            throw new CodecError(where, "a codec must know which type " + TypeName.get(argument) + " is; name a type");
        }
        return argument;
    }

    private CodecError unsupported(TypeMirror type, Element where) {
        boolean usersOwn = type.getKind() == TypeKind.DECLARED
                && !compilation.element(type).getQualifiedName().toString().startsWith("java");
        String advice = usersOwn
                ? "annotate it with @Json if it is a record, a sealed interface or an enum, or name a codec with @Json.With"
                : "name a codec with @Json.With, or use one of the types in the guide on JSON, such as "
                        + Collection.class.getSimpleName() + ", List, Set, Map<String, ...>, Optional or an array";
        return new CodecError(where, "no codec is known for " + TypeName.get(type) + "; " + advice);
    }
}
