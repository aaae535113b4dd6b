package dev.lift.middleware;

import dev.lift.http.HttpException;
import dev.lift.json.FieldError;
import java.util.List;

/** Says which fields of a body, or which parameters, are wrong. */
final class InvalidFieldsException extends HttpException {
    private static final long serialVersionUID = 1;

    private final transient List<FieldError> errors;

    InvalidFieldsException(String detail, List<FieldError> errors) {
        super(422, detail);
        this.errors = List.copyOf(errors);
    }

    @Override
    public List<FieldError> errors() {
        return errors;
    }
}
