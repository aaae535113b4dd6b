package dev.lift.local.internal.crac;

/**
 * Where resources register.
 *
 * @param <R> what registers
 */
public abstract class Context<R extends Resource> implements Resource {
    Context() {}

    /**
     * Registers a resource, which is told of each checkpoint for as long as anybody else holds it.
     *
     * @param resource the resource
     */
    public abstract void register(R resource);
}
