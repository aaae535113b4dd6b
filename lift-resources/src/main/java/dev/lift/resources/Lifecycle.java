package dev.lift.resources;

/**
 * What an object does at the turns of the life of an environment. {@link Resources} calls it for the resources that implement it;
 * {@link Pool} does. What implements {@link AutoCloseable} is closed at the end.
 *
 * <p>The calls for one object come one after another, each on any thread.
 *
 * <pre>{@code
 * final class Sessions implements Lifecycle {
 *     @Override
 *     public void beforeCheckpoint() {
 *         disconnect();
 *     }
 * }
 * }</pre>
 */
public interface Lifecycle {
    /**
     * Prepares what the first requests need. A failure is reported and does not keep the app from starting.
     *
     * @throws Exception any failure
     */
    default void warm() throws Exception {}

    /**
     * Lets go of what must not be in a snapshot: connections, credentials, random numbers.
     *
     * @throws Exception any failure, which fails the checkpoint
     */
    default void beforeCheckpoint() throws Exception {}

    /**
     * Takes up again what was let go of, in a process that may be one of many from the same snapshot, hours later.
     *
     * @throws Exception any failure, which fails the restore
     */
    default void afterRestore() throws Exception {}
}
