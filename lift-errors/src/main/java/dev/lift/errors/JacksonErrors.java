package dev.lift.errors;

import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.lift.json.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Errors of Jackson 2, for apps that read what clients send with a mapper of their own. Nothing of an error's text is sent: it quotes
 * the document.
 */
final class JacksonErrors {
    private static final ErrorCode MALFORMED = ErrorCode.of("malformed-json", 400, "The JSON is malformed");
    private static final ErrorCode MISMATCHED = ErrorCode.of("mismatched-json", 400, "The JSON does not fit");

    private JacksonErrors() {}

    /** Returns what the error means; null where it is the app's fault, such as a type that Jackson can not handle. */
    static @Nullable ApiException map(Throwable thrown) {
        if (thrown instanceof MismatchedInputException error) {
            return new ApiException(MISMATCHED)
                    .errors(List.of(FieldError.at(path(error), "is missing, or not of the expected type", false)))
                    .cause(error);
        }
        // Where the document breaks off in the middle of an object, the mapper wraps what the parser has thrown.
        if ((thrown instanceof JsonMappingException ? thrown.getCause() : thrown)
                instanceof StreamReadException error) {
            ApiException mapped = new ApiException(MALFORMED).cause(error);
            return error.getLocation() == null
                    ? mapped
                    : mapped.detail("The JSON is malformed at line "
                            + error.getLocation().getLineNr() + ", column "
                            + error.getLocation().getColumnNr());
        }
        return null;
    }

    private static List<String> path(JsonMappingException error) {
        List<String> path = new ArrayList<>();
        for (JsonMappingException.Reference reference : error.getPath()) {
            path.add(
                    reference.getFieldName() == null ? String.valueOf(reference.getIndex()) : reference.getFieldName());
        }
        return path;
    }
}
