package dev.lift.errors;

/**
 * What was asked for does not exist: 404.
 *
 * <pre>{@code
 * throw Problems.notFound("order-not-found");
 * }</pre>
 */
public class NotFoundException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 404
     */
    public NotFoundException(ErrorCode code) {
        super(Problems.require(404, code));
    }
}
