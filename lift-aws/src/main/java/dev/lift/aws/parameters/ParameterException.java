package dev.lift.aws.parameters;

/**
 * A parameter can not be had, and there is no earlier value of it that could do. The message has its name, and no value of any.
 *
 * <pre>{@code
 * try {
 *     parameters.get("/orders/price-list");
 * } catch (ParameterException missing) {
 *     System.err.println(missing.getMessage()); // The parameter /orders/price-list can not be fetched
 * }
 * }</pre>
 */
public final class ParameterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ParameterException(String message, Throwable cause) {
        super(message, cause);
    }
}
