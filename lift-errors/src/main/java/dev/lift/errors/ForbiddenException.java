package dev.lift.errors;

/**
 * The caller is known and may not do this: 403.
 *
 * <pre>{@code
 * throw Problems.forbidden("not-your-order");
 * }</pre>
 */
public class ForbiddenException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 403
     */
    public ForbiddenException(ErrorCode code) {
        super(Problems.require(403, code));
    }
}
