package dev.lift.local.internal.crac;

/** A snapshot that could not be made; what the resources threw is suppressed in it. */
public final class CheckpointException extends Exception {
    private static final long serialVersionUID = 1;

    CheckpointException() {
        super("A resource refused the checkpoint");
    }
}
