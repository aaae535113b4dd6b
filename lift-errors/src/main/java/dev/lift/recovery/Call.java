package dev.lift.recovery;

/**
 * What a {@link Recovery} calls, and maybe calls again.
 *
 * <pre>{@code
 * Call<String, java.io.IOException> greeting = attempt -> client.get("/greeting", attempt.remaining());
 * }</pre>
 *
 * @param <T> the type of the result
 * @param <X> the checked exception that it throws; {@link RuntimeException} where it throws none
 */
@FunctionalInterface
public interface Call<T, X extends Exception> {
    /**
     * Makes one attempt.
     *
     * @param attempt says how much time there is
     * @return the result
     * @throws X when the attempt fails
     */
    T call(Attempt attempt) throws X;
}
