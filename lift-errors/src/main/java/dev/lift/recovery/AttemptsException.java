package dev.lift.recovery;

/** Carries the attempts in an error, as suppressed: so a log shows them, and a recovery further out does not retry again. */
final class AttemptsException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Attempts attempts;

    private AttemptsException(Attempts attempts) {
        super(attempts.toString(), null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
        this.attempts = attempts;
    }

    /** Adds the attempts, unless the error is one object that is thrown again and again: then it would grow. */
    static void add(Throwable thrown, Attempts attempts) {
        if (!isIn(thrown)) {
            thrown.addSuppressed(new AttemptsException(attempts));
        }
    }

    static boolean isIn(Throwable thrown) {
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed instanceof AttemptsException) {
                return true;
            }
        }
        return false;
    }

    Attempts attempts() {
        return attempts;
    }
}
