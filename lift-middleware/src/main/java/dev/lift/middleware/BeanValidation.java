package dev.lift.middleware;

import dev.lift.BodyHandler;
import dev.lift.json.FieldError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks at bodies with a Jakarta Validation validator before their handlers see them: 422 with a JSON Pointer and a sentence for each field
 * that is wrong. Needs {@code jakarta.validation:jakarta.validation-api} and an implementation, such as Hibernate Validator or Avaje
 * Validator, on the class path. Constraints that lift-codec compiles need neither.
 *
 * <p>The object that is looked at is the one that the handler gets; it is read once. At most 100 fields are named. Sentences that
 * are made by an expression are replaced by the name of the constraint, so that nothing of the request is in them or is evaluated. Pointers have the names of properties,
 * which are those of the JSON unless a codec renames them. Immutable and thread-safe.
 *
 * <pre>{@code
 * BeanValidation valid =
 *         BeanValidation.with(jakarta.validation.Validation.buildDefaultValidatorFactory().getValidator());
 * app.post("/orders", NewOrder.class, valid.body((request, order) -> Response.created("/orders/" + orders.add(order))));
 * }</pre>
 */
public final class BeanValidation {
    private static final int MOST_ERRORS = 100;

    private final Validator validator;

    private BeanValidation(Validator validator) {
        this.validator = validator;
    }

    /**
     * Makes one.
     *
     * @param validator looks at values; it must be thread-safe, as the specification has it
     * @return the validation
     */
    public static BeanValidation with(Validator validator) {
        return new BeanValidation(validator);
    }

    /**
     * Surrounds a handler.
     *
     * @param handler handles the bodies that are valid
     * @param <T> the type of the body
     * @return a handler that refuses the others
     */
    public <T> BodyHandler<T> body(BodyHandler<T> handler) {
        return (request, body) -> {
            List<FieldError> errors = new ArrayList<>();
            for (ConstraintViolation<T> violation : validator.validate(body)) {
                errors.add(error(violation));
            }
            if (!errors.isEmpty()) {
                errors.sort(Comparator.comparing(FieldError::pointer).thenComparing(FieldError::detail));
                throw new InvalidFieldsException(
                        "The body has fields that are not valid",
                        errors.subList(0, Math.min(errors.size(), MOST_ERRORS)));
            }
            return handler.handle(request, body);
        };
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        return FieldError.at(tokens(violation.getPropertyPath()), sentence(violation), /* violation= */ true);
    }

    /** The message, unless it is made by an expression, or has one that nobody has evaluated. */
    private static String sentence(ConstraintViolation<?> violation) {
        String message = violation.getMessage();
        boolean plain = !violation.getMessageTemplate().contains("${") && !message.contains("${");
        return plain
                ? message
                : "must satisfy "
                        + violation
                                .getConstraintDescriptor()
                                .getAnnotation()
                                .annotationType()
                                .getSimpleName();
    }

    /** The index or key of an element is at the node behind its container. */
    private static List<String> tokens(Path path) {
        List<String> tokens = new ArrayList<>();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                tokens.add(node.getIndex().toString());
            } else if (node.getKey() != null) {
                tokens.add(node.getKey().toString());
            }
            if (node.getName() != null && node.getKind() != ElementKind.CONTAINER_ELEMENT) {
                tokens.add(node.getName());
            }
        }
        return tokens;
    }
}
