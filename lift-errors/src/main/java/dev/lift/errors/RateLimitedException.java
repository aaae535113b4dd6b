package dev.lift.errors;

/**
 * The caller asks too often: 429.
 *
 * <pre>{@code
 * throw Problems.rateLimited(Duration.ofSeconds(30));
 * }</pre>
 */
public class RateLimitedException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 429
     */
    public RateLimitedException(ErrorCode code) {
        super(Problems.require(429, code));
    }
}
