package dev.lift.local;

/**
 * A gateway that could not start. The message is one line that says why and what to do.
 *
 * <pre>{@code
 * try {
 *     LocalGateway.of(function).start();
 * } catch (StartFailure failure) {
 *     System.err.println(failure.getMessage());
 * }
 * }</pre>
 */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    StartFailure(String message) {
        super(message);
    }
}
