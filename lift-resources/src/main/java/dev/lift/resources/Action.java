package dev.lift.resources;

/**
 * Does something with an object, and may fail.
 *
 * <pre>{@code
 * Action<Session> close = Session::close;
 * }</pre>
 *
 * @param <T> the type of the object
 */
@FunctionalInterface
public interface Action<T> {
    /**
     * Does it.
     *
     * @param object the object
     * @throws Exception any failure
     */
    void accept(T object) throws Exception;
}
