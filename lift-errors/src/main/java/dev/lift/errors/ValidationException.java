package dev.lift.errors;

/**
 * The content of the request breaks a rule: 422.
 *
 * <pre>{@code
 * throw Problems.validation("order-invalid").error("/quantity", "must be at most 10");
 * }</pre>
 */
public class ValidationException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 422
     */
    public ValidationException(ErrorCode code) {
        super(Problems.require(422, code));
    }
}
