package dev.lift.errors;

/**
 * Something that is needed does not answer now: 503.
 *
 * <pre>{@code
 * throw Problems.unavailable("payments-down").retryAfter(Duration.ofSeconds(5));
 * }</pre>
 */
public class UnavailableException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 503
     */
    public UnavailableException(ErrorCode code) {
        super(Problems.require(503, code));
    }
}
