package dev.lift.http;

import dev.lift.json.FieldError;
import dev.lift.json.JsonException;
import java.io.IOException;
import java.util.List;

/** The answer to a JSON body that is malformed (400), does not fit its type (400), or breaks a constraint (422). */
final class JsonRefusal {
    private JsonRefusal() {}

    /** Makes what to throw. */
    static RuntimeException of(IOException refused) throws IOException {
        if (!(refused instanceof JsonException fault)) {
            throw refused;
        }
        return of(fault, fault.errors());
    }

    static RuntimeException of(JsonException fault, List<FieldError> errors) {
        int status = areViolations(errors) ? 422 : 400;
        String detail = errors.isEmpty() ? "The JSON body is malformed: " + fault.getMessage() : detail(errors);
        RuntimeException problem = new HttpException(status, detail, Headers.EMPTY, errors);
        problem.initCause(fault);
        return problem;
    }

    private static boolean areViolations(List<FieldError> errors) {
        for (FieldError error : errors) {
            if (!error.isViolation()) {
                return false;
            }
        }
        return !errors.isEmpty();
    }

    private static String detail(List<FieldError> errors) {
        FieldError first = errors.get(0);
        StringBuilder detail = new StringBuilder("The JSON body does not fit");
        if (errors.size() > 1) {
            detail.append(" in ").append(errors.size()).append(" places, first");
        }
        if (isPlain(first.pointer())) {
            detail.append(" at ").append(first.pointer());
        }
        return detail.append(": ").append(first.detail()).toString();
    }

    /** The names of a map's members come from the client, and this sentence may be shown or logged anywhere. */
    private static boolean isPlain(String pointer) {
        for (int i = 0; i < pointer.length(); i++) {
            if (pointer.charAt(i) <= ' ' || pointer.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return !pointer.isEmpty();
    }
}
