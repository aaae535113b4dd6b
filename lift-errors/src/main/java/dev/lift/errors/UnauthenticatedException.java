package dev.lift.errors;

/**
 * Nobody knows who calls. The reply has a {@code WWW-Authenticate} header (RFC 9110 section 15.5.2): 401.
 *
 * <pre>{@code
 * throw Problems.unauthenticated("token-expired");
 * }</pre>
 */
public class UnauthenticatedException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 401
     */
    public UnauthenticatedException(ErrorCode code) {
        super(Problems.require(401, code));
    }
}
