package dev.lift.local.internal.crac;

/** What is told of checkpoints, in the words of CRaC. */
public interface Resource {
    /**
     * Hears that a snapshot is about to be made.
     *
     * @param context who says so
     * @throws Exception when there must be none
     */
    void beforeCheckpoint(Context<? extends Resource> context) throws Exception;

    /**
     * Hears that the process goes on from a snapshot.
     *
     * @param context who says so
     * @throws Exception when it can not
     */
    void afterRestore(Context<? extends Resource> context) throws Exception;
}
