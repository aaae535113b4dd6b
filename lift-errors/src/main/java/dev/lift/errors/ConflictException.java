package dev.lift.errors;

/**
 * The state of what was asked for does not allow this, such as a duplicate: 409.
 *
 * <pre>{@code
 * throw Problems.conflict("order-shipped");
 * }</pre>
 */
public class ConflictException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 409
     */
    public ConflictException(ErrorCode code) {
        super(Problems.require(409, code));
    }
}
