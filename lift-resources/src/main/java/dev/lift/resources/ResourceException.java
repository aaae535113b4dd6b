package dev.lift.resources;

import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * A resource has failed, or is not there any more: for a request 503 with {@code Retry-After}, for a start the reason why it failed.
 * The message names the resource and the cause, for the log.
 *
 * <pre>{@code
 * List<String> found;
 * try {
 *     found = search.get().find(words);
 * } catch (ResourceException unavailable) {
 *     found = List.of();
 * }
 * }</pre>
 */
public final class ResourceException extends HttpException {
    private static final long serialVersionUID = 1;
    private static final String DETAIL = "Something that is needed is not available; try again later";

    /** The name of the resource. */
    private final String resource;

    /** What happened, for the log. */
    private final String message;

    ResourceException(String resource, String message, @Nullable Throwable cause) {
        super(503, DETAIL, Headers.of("Retry-After", "1"));
        this.resource = resource;
        this.message = message;
        if (cause != null) {
            initCause(cause);
        }
    }

    /**
     * Returns which resource it is.
     *
     * @return its name
     */
    public String resource() {
        return resource;
    }

    /** The sentence for the client. */
    @Override
    public String detail() {
        return DETAIL;
    }

    /** What happened, for the log. */
    @Override
    public String getMessage() {
        return message;
    }
}
