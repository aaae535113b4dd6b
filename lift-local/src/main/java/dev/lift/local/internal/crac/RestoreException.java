package dev.lift.local.internal.crac;

/** A process that could not go on from a snapshot; what the resources threw is suppressed in it. */
public final class RestoreException extends Exception {
    private static final long serialVersionUID = 1;

    RestoreException() {
        super("A resource failed after the restore");
    }
}
