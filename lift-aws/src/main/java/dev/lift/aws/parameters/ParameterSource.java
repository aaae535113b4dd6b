package dev.lift.aws.parameters;

/**
 * Where parameters are fetched from.
 *
 * <p>Implementations must be thread-safe, and give up in time: requests may wait for them.
 *
 * <pre>{@code
 * ParameterSource ofTheEnvironment = name -> System.getenv(name);
 * }</pre>
 */
@FunctionalInterface
public interface ParameterSource {
    /**
     * Fetches a parameter.
     *
     * @param name its name
     * @return its value
     * @throws Exception when it can not be fetched
     */
    String fetch(String name) throws Exception;
}
