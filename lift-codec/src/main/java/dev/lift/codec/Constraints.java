package dev.lift.codec;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import dev.lift.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * The constraints of Jakarta Validation (3.0, chapter 7) that can be tested by a comparison, as conditions in the code of a codec.
 * The annotations are known by name; no validator is there at compile time or run time.
 *
 * <p>The length of a string is its number of code points. Bounds are compared exactly, whatever the type of the number.
 */
final class Constraints {
    private static final String JAKARTA = "jakarta.validation.constraints.";
    private static final Set<String> WHOLE = Set.of("BYTE", "SHORT", "INT", "LONG");

    private final ValueMethods methods;
    private final TypeMirror type;
    private final Element where;
    private final List<Constraint> list = new ArrayList<>();

    private Constraints(ValueMethods methods, TypeMirror type, Element where) {
        this.methods = methods;
        this.type = type;
        this.where = where;
    }

    /** Says whether one of the annotations excludes null, and so a member that is absent. */
    static boolean excludeNull(List<? extends AnnotationMirror> annotations) {
        return Compilation.annotation(annotations, JAKARTA + "NotNull") != null
                || Compilation.annotation(annotations, JAKARTA + "NotBlank") != null
                || Compilation.annotation(annotations, JAKARTA + "NotEmpty") != null;
    }

    /** Reads the constraints among the annotations of a component or a type argument. */
    static List<Constraint> of(
            ValueMethods methods, TypeMirror type, List<? extends AnnotationMirror> annotations, Element where) {
        Constraints constraints = new Constraints(methods, type, where);
        for (AnnotationMirror annotation : annotations) {
            constraints.add(annotation);
        }
        return constraints.list;
    }

    private void add(AnnotationMirror annotation) {
        String name = Compilation.name(annotation);
        if (name.equals(Json.Matches.class.getCanonicalName())) {
            addMatches(annotation);
        } else if (name.startsWith(JAKARTA) && name.endsWith(".List")) {
            for (Object each : (List<?>) value(annotation, "value")) {
                add((AnnotationMirror) ((AnnotationValue) each).getValue());
            }
        } else if (name.startsWith(JAKARTA)) {
            refuseGroups(annotation);
            addJakarta(name.substring(JAKARTA.length()), annotation);
        } else if (isConstraint(annotation)) {
            throw new CodecError(
                    where,
                    "@" + simple(name) + " is tested by a validator, which a codec has not; write a "
                            + "Predicate and name it with @Json.Matches");
        }
    }

    private static boolean isConstraint(AnnotationMirror annotation) {
        TypeElement element = (TypeElement) annotation.getAnnotationType().asElement();
        return Compilation.annotation(element.getAnnotationMirrors(), "jakarta.validation.Constraint") != null;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private void refuseGroups(AnnotationMirror annotation) {
        if (!((List<?>) value(annotation, "groups")).isEmpty()) {
            throw new CodecError(where, "a codec knows no validation groups; leave them out");
        }
    }

    private Object value(AnnotationMirror annotation, String member) {
        return methods.compilation().value(annotation, member);
    }

    private void addJakarta(String name, AnnotationMirror annotation) {
        switch (name) {
            case "NotNull" -> {
                // Read as what it says of null, before there is a value to test.
            }
            case "NotBlank" -> {
                checkString(name);
                add(annotation, "must not be blank", "$N.isBlank()");
            }
            case "NotEmpty" -> addSize(annotation, "must not be empty", 1, Integer.MAX_VALUE);
            case "Size" -> {
                int min = (Integer) value(annotation, "min");
                int max = (Integer) value(annotation, "max");
                addSize(annotation, sizeDetail(min, max, isString() ? " characters" : " elements"), min, max);
            }
            case "Min" ->
                addBound(annotation, "<", new BigDecimal((Long) value(annotation, "value")), "must be at least ");
            case "Max" ->
                addBound(annotation, ">", new BigDecimal((Long) value(annotation, "value")), "must be at most ");
            case "DecimalMin" -> addDecimal(annotation, "<", "must be at least ", "must be greater than ");
            case "DecimalMax" -> addDecimal(annotation, ">", "must be at most ", "must be less than ");
            case "Positive" -> addBound(annotation, "<=", BigDecimal.ZERO, "must be greater than ");
            case "PositiveOrZero" -> addBound(annotation, "<", BigDecimal.ZERO, "must be at least ");
            case "Negative" -> addBound(annotation, ">=", BigDecimal.ZERO, "must be less than ");
            case "NegativeOrZero" -> addBound(annotation, ">", BigDecimal.ZERO, "must be at most ");
            case "AssertTrue" -> addBoolean(annotation, "must be true", "!$N");
            case "AssertFalse" -> addBoolean(annotation, "must be false", "$N");
            case "Pattern", "Email" ->
                throw new CodecError(
                        where,
                        "Lift runs no regular expressions on what a client sends; "
                                + "write a Predicate<String> and name it with @Json.Matches instead of @" + name);
            default ->
                throw new CodecError(
                        where,
                        "@" + name + " is not one of the constraints that a codec tests; write a "
                                + "Predicate and name it with @Json.Matches");
        }
    }

    private void addMatches(AnnotationMirror annotation) {
        TypeMirror predicate = (TypeMirror) value(annotation, "value");
        TypeMirror tested = methods.compilation().argumentOf(predicate, Predicate.class.getCanonicalName());
        TypeMirror own = boxed();
        if (tested == null || !methods.compilation().types.isAssignable(own, tested)) {
            throw new CodecError(
                    where, predicate + " must be a Predicate<" + TypeName.get(own) + "> to test this component");
        }
        TypeElement element = methods.compilation().element(predicate);
        methods.compilation().checkConstructible(element, where, methods.packageName());
        String detail = (String) value(annotation, "detail");
        if (detail.isEmpty()) {
            String words = Json.Naming.SNAKE_CASE
                    .memberOf(element.getSimpleName().toString())
                    .replace('_', ' ');
            detail = "must be a " + words;
        }
        list.add(new Constraint("!$2L.test($1N)", List.of(methods.constant(element)), detail));
    }

    private TypeMirror boxed() {
        return type.getKind().isPrimitive()
                ? methods.compilation()
                        .types
                        .boxedClass((javax.lang.model.type.PrimitiveType) type)
                        .asType()
                : type;
    }

    private void add(AnnotationMirror annotation, String detail, String condition, Object... arguments) {
        String message = (String) value(annotation, "message");
        // The default messages are keys of a resource bundle.
        if (message.startsWith("{") && message.endsWith("}")) {
            message = detail;
        } else if (message.indexOf('{') >= 0 || message.indexOf('$') >= 0) {
            throw new CodecError(where, "the message '" + message + "' would need interpolation; write it out");
        }
        list.add(new Constraint(condition, List.of(arguments), message));
    }

    private static String sizeDetail(int min, int max, String unit) {
        if (max == Integer.MAX_VALUE) {
            return "must have at least " + min + unit;
        }
        return min == 0 ? "must have at most " + max + unit : "must have " + min + " to " + max + unit;
    }

    private void addSize(AnnotationMirror annotation, String detail, int min, int max) {
        String size;
        if (type instanceof ArrayType) {
            size = "$1N.length";
        } else if (isString()) {
            size = "$1N.codePointCount(0, $1N.length())";
        } else if (isOneOf("java.util.List", "java.util.Set", "java.util.Collection", "java.util.Map")) {
            size = "$1N.size()";
        } else {
            throw mismatch(annotation, "a string, a collection, a map or an array");
        }
        if (max == Integer.MAX_VALUE) {
            if (min > 0) {
                add(annotation, detail, size + " < $2L", min);
            }
        } else if (min == 0) {
            add(annotation, detail, size + " > $2L", max);
        } else {
            add(annotation, detail, "(" + size + " < $2L || " + size + " > $3L)", min, max);
        }
    }

    private void addDecimal(AnnotationMirror annotation, String inclusive, String orEqual, String strict) {
        BigDecimal bound;
        try {
            bound = new BigDecimal((String) value(annotation, "value"));
        } catch (NumberFormatException malformed) {
            throw new CodecError(where, "'" + value(annotation, "value") + "' is no decimal number");
        }
        boolean isInclusive = (Boolean) value(annotation, "inclusive");
        addBound(annotation, isInclusive ? inclusive : inclusive + "=", bound, isInclusive ? orEqual : strict);
    }

    /** Compares with a bound in the widest type that both have exactly. */
    private void addBound(AnnotationMirror annotation, String broken, BigDecimal bound, String detail) {
        String message = detail + bound.toPlainString();
        TypeKind kind = methods.compilation().types.asElement(type) == null ? type.getKind() : unboxed();
        if (WHOLE.contains(kind.name()) && isLong(bound)) {
            long exact = bound.longValueExact();
            add(annotation, message, "$1N " + broken + (exact == (int) exact ? " $2L" : " $2LL"), exact);
        } else if (WHOLE.contains(kind.name()) || kind == TypeKind.DOUBLE || kind == TypeKind.FLOAT) {
            add(
                    annotation,
                    message,
                    "$2T.valueOf($1N).compareTo(new $2T($3S)) " + broken + " 0",
                    ClassName.get(BigDecimal.class),
                    bound.toString());
        } else if (isOneOf(BigDecimal.class.getName())) {
            add(
                    annotation,
                    message,
                    "$1N.compareTo(new $2T($3S)) " + broken + " 0",
                    ClassName.get(BigDecimal.class),
                    bound.toString());
        } else if (isOneOf(BigInteger.class.getName())) {
            add(
                    annotation,
                    message,
                    "new $2T($1N).compareTo(new $2T($3S)) " + broken + " 0",
                    ClassName.get(BigDecimal.class),
                    bound.toString());
        } else {
            throw mismatch(annotation, "a number");
        }
    }

    private static boolean isLong(BigDecimal bound) {
        try {
            bound.longValueExact();
            return true;
        } catch (ArithmeticException larger) {
            return false;
        }
    }

    private TypeKind unboxed() {
        try {
            return methods.compilation().types.unboxedType(type).getKind();
        } catch (IllegalArgumentException notBoxed) {
            return TypeKind.DECLARED;
        }
    }

    private void addBoolean(AnnotationMirror annotation, String detail, String condition) {
        if (type.getKind() != TypeKind.BOOLEAN && !isOneOf("java.lang.Boolean")) {
            throw mismatch(annotation, "a boolean");
        }
        add(annotation, detail, condition);
    }

    private void checkString(String name) {
        if (!isString()) {
            throw new CodecError(where, "@" + name + " is for a string, and this is " + TypeName.get(type));
        }
    }

    private CodecError mismatch(AnnotationMirror annotation, String expected) {
        return new CodecError(
                where,
                "@" + annotation.getAnnotationType().asElement().getSimpleName() + " is for " + expected
                        + ", and this is " + TypeName.get(type));
    }

    private boolean isString() {
        return isOneOf("java.lang.String");
    }

    private boolean isOneOf(String... names) {
        for (String name : names) {
            if (type instanceof DeclaredType && methods.compilation().isDeclared(type, name)) {
                return true;
            }
        }
        return false;
    }
}
