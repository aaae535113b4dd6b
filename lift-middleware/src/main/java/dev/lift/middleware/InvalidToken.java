package dev.lift.middleware;

/** Says why a token is none, for the log: a client hears nothing of it. Without a stack trace, as anybody can cause many. */
final class InvalidToken extends Exception {
    private static final long serialVersionUID = 1;

    InvalidToken(String reason) {
        super(reason, null, /* enableSuppression= */ false, /* writableStackTrace= */ false);
    }
}
