package dev.lift.errors;

/**
 * The body is larger than allowed: 413.
 *
 * <pre>{@code
 * throw Problems.contentTooLarge("photo-too-large").detail("A photo has at most 2 MB");
 * }</pre>
 */
public class ContentTooLargeException extends ApiException {
    private static final long serialVersionUID = 1;

    /**
     * Makes an exception.
     *
     * @param code the code
     * @throws IllegalArgumentException when its status is not 413
     */
    public ContentTooLargeException(ErrorCode code) {
        super(Problems.require(413, code));
    }
}
