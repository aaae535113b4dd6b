package dev.lift.errors;

import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Errors of a database, by their class and by their SQLSTATE, whose first two characters are the class of ISO/IEC 9075. Drivers
 * such as PostgreSQL's throw nothing but {@link SQLException}. Nothing of an error's text is looked at.
 */
final class SqlErrors {
    private SqlErrors() {}

    /** Returns what the error means; null where it is the app's fault, such as malformed SQL. */
    static @Nullable ApiException map(Throwable thrown) {
        SQLException error = (SQLException) thrown;
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (error instanceof SQLTimeoutException || state.equals("57014")) {
            // 57014: the statement was cancelled, which is how PostgreSQL ends one that takes too long.
            return LibraryErrors.timedOut(error);
        }
        if (isConflict(error, state)) {
            return LibraryErrors.conflict(error);
        }
        return error instanceof SQLTransientException || isTransient(state) ? LibraryErrors.unavailable(error) : null;
    }

    /**
     * A duplicate, or a reference to what is not there. A column without a value (23502) and a value that a check refuses (23513,
     * 23514) are mistakes of the app, which should not have let them through.
     */
    private static boolean isConflict(SQLException error, String state) {
        boolean integrity = error instanceof SQLIntegrityConstraintViolationException || state.startsWith("23");
        return integrity && !state.equals("23502") && !state.equals("23513") && !state.equals("23514");
    }

    /** No connection, a serialization failure or deadlock, no resources, a lock that was not to be had, a shutdown. */
    private static boolean isTransient(String state) {
        return state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.equals("55P03")
                || state.startsWith("57P");
    }
}
