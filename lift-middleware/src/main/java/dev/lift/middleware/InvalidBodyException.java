package dev.lift.middleware;

import dev.lift.http.HttpException;
import dev.lift.json.FieldError;
import java.util.List;

/** Says which fields of a body are wrong. */
final class InvalidBodyException extends HttpException {
    private static final long serialVersionUID = 1;

    private final transient List<FieldError> errors;

    InvalidBodyException(List<FieldError> errors) {
        super(422, "The body has fields that are not valid");
        this.errors = List.copyOf(errors);
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
