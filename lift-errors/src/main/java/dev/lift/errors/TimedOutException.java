package dev.lift.errors;

/**
 * Something that is needed did not answer in time: 504.
 *
 * <pre>{@code
 * throw Problems.timedOut("payments-timed-out");
 * }</pre>
 */
public class TimedOutException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 504
     */
    public TimedOutException(ErrorCode code) {
        super(Problems.require(504, code));
    }
}
