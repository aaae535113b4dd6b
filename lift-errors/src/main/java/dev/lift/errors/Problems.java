package dev.lift.errors;

import dev.lift.http.HttpException;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Makes the exceptions that become problems. Each takes the code of the error, as a string or, better, as an {@link ErrorCode}
 * of the app's {@link Catalogue}.
 *
 * <p>Stateless and thread-safe.
 *
 * <pre>{@code
 * throw Problems.of(OrderError.OUT_OF_STOCK).detail("Only 3 are left").member("available", 3);
 * }</pre>
 */
public final class Problems {
    private Problems() {}

    /**
     * Makes an exception of the class that its status has.
     *
     * @param code a code of the catalogue
     * @return the exception, to be thrown
     */
    public static ApiException of(ErrorCode code) {
        return switch (code.status()) {
            case 401 -> new UnauthenticatedException(code);
            case 403 -> new ForbiddenException(code);
            case 404 -> new NotFoundException(code);
            case 409 -> new ConflictException(code);
            case 413 -> new ContentTooLargeException(code);
            case 422 -> new ValidationException(code);
            case 429 -> new RateLimitedException(code);
            case 503 -> new UnavailableException(code);
            case 504 -> new TimedOutException(code);
            default -> new ApiException(code);
        };
    }

    /**
     * Makes an exception of any status.
     *
     * @param status the status code, 400 to 599
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the status is outside its range or the code malformed
     */
    public static ApiException of(int status, String code) {
        return of(new SimpleErrorCode(code, status, HttpException.title(status)));
    }

    /**
     * The request is malformed: 400.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException badRequest(String code) {
        return of(400, code);
    }

    /**
     * Nobody knows who calls: 401.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException unauthenticated(String code) {
        return of(401, code);
    }

    /**
     * The caller may not do this: 403.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException forbidden(String code) {
        return of(403, code);
    }

    /**
     * What was asked for does not exist: 404.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException notFound(String code) {
        return of(404, code);
    }

    /**
     * The state of what was asked for does not allow this: 409.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException conflict(String code) {
        return of(409, code);
    }

    /**
     * The body is larger than allowed: 413.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException contentTooLarge(String code) {
        return of(413, code);
    }

    /**
     * The content of the request breaks a rule: 422.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException validation(String code) {
        return of(422, code);
    }

    /**
     * Something that is needed does not answer now: 503.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException unavailable(String code) {
        return of(503, code);
    }

    /**
     * Something that is needed did not answer in time: 504.
     *
     * @param code the code, lower-case letters, digits and dashes
     * @return the exception, to be thrown
     * @throws IllegalArgumentException when the code is malformed
     */
    public static ApiException timedOut(String code) {
        return of(504, code);
    }

    /**
     * The path is served for other methods: 405, with {@code Allow} (RFC 9110 section 15.5.6). The router says this by itself; this
     * is for handlers that serve several methods.
     *
     * @param allowed the methods that are served
     * @return the exception, to be thrown
     */
    public static ApiException methodNotAllowed(Collection<String> allowed) {
        return of(405, "method-not-allowed").header("Allow", String.join(", ", new TreeSet<>(allowed)));
    }

    /**
     * The caller asks too often: 429, with {@code Retry-After}.
     *
     * @param retryAfter when to ask again
     * @return the exception, to be thrown
     */
    public static ApiException rateLimited(Duration retryAfter) {
        return of(429, "rate-limited").retryAfter(retryAfter);
    }

    static ErrorCode require(int status, ErrorCode code) {
        if (code.status() != status) {
            throw new IllegalArgumentException(
                    "This exception has the status " + status + ", the code '" + code.code() + "' " + code.status());
        }
        return code;
    }
}
