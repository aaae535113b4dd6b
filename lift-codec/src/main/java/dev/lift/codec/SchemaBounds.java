package dev.lift.codec;

import dev.lift.json.JsonWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;

/** The constraints of {@link Constraints} that JSON Schema has keywords for. Of several on one value the strictest counts. */
final class SchemaBounds {
    static final SchemaBounds NONE = new SchemaBounds();

    private static final String JAKARTA = "jakarta.validation.constraints.";

    private final Map<String, BigDecimal> bounds = new LinkedHashMap<>();
    private boolean isConstant;
    private boolean constant;

    private SchemaBounds() {}

    static SchemaBounds of(Compilation compilation, TypeMirror type, List<? extends AnnotationMirror> annotations) {
        SchemaBounds all = new SchemaBounds();
        for (AnnotationMirror each : annotations) {
            all.add(compilation, type, each);
        }
        return all;
    }

    private void add(Compilation compilation, TypeMirror type, AnnotationMirror annotation) {
        String name = Compilation.name(annotation);
        if (!name.startsWith(JAKARTA)) {
            return; // What @Json.Matches tests has no keyword.
        }
        if (name.endsWith(".List")) {
            for (Object each : (List<?>) compilation.value(annotation, "value")) {
                add(compilation, type, (AnnotationMirror) ((AnnotationValue) each).getValue());
            }
            return;
        }
        if (type instanceof ArrayType && Scalar.of(type) != null && !name.endsWith("NotNull")) {
            return; // Bytes are a string of another length.
        }
        switch (name.substring(JAKARTA.length())) {
            case "NotBlank", "NotEmpty" -> atLeast("min" + sizeOf(compilation, type), BigDecimal.ONE);
            case "Size" -> {
                int min = (Integer) compilation.value(annotation, "min");
                int max = (Integer) compilation.value(annotation, "max");
                if (min > 0) {
                    atLeast("min" + sizeOf(compilation, type), BigDecimal.valueOf(min));
                }
                if (max < Integer.MAX_VALUE) {
                    atMost("max" + sizeOf(compilation, type), BigDecimal.valueOf(max));
                }
            }
            case "Min" -> atLeast("minimum", new BigDecimal((Long) compilation.value(annotation, "value")));
            case "Max" -> atMost("maximum", new BigDecimal((Long) compilation.value(annotation, "value")));
            case "DecimalMin" ->
                atLeast(isInclusive(compilation, annotation) ? "minimum" : "exclusiveMinimum", new BigDecimal((String)
                        compilation.value(annotation, "value")));
            case "DecimalMax" ->
                atMost(isInclusive(compilation, annotation) ? "maximum" : "exclusiveMaximum", new BigDecimal((String)
                        compilation.value(annotation, "value")));
            case "Positive" -> atLeast("exclusiveMinimum", BigDecimal.ZERO);
            case "PositiveOrZero" -> atLeast("minimum", BigDecimal.ZERO);
            case "Negative" -> atMost("exclusiveMaximum", BigDecimal.ZERO);
            case "NegativeOrZero" -> atMost("maximum", BigDecimal.ZERO);
            case "AssertTrue", "AssertFalse" -> {
                isConstant = true;
                constant = name.endsWith("True");
            }
            default -> {
                // It says something of null, which the type has.
            }
        }
    }

    private static boolean isInclusive(Compilation compilation, AnnotationMirror annotation) {
        return (Boolean) compilation.value(annotation, "inclusive");
    }

    private static String sizeOf(Compilation compilation, TypeMirror type) {
        if (compilation.isDeclared(type, "java.lang.String")) {
            return "Length";
        }
        return !(type instanceof ArrayType) && compilation.isDeclared(type, "java.util.Map") ? "Properties" : "Items";
    }

    private void atLeast(String keyword, BigDecimal bound) {
        bounds.merge(keyword, bound, BigDecimal::max);
    }

    private void atMost(String keyword, BigDecimal bound) {
        bounds.merge(keyword, bound, BigDecimal::min);
    }

    void writeTo(JsonWriter out) {
        bounds.forEach((keyword, bound) -> out.name(keyword).number(bound));
        if (isConstant) {
            out.name("const").bool(constant);
        }
    }
}
