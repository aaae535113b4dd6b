package dev.lift.errors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The ready-made rules. They go by the names of classes, so that no library needs to be there: the class that knows a library is
 * loaded when one of its errors was thrown, and then it is.
 */
final class LibraryErrors {
    private static final ErrorCode TIMED_OUT =
            ErrorCode.of("timed-out", 504, "The request took too long; try again later");
    private static final ErrorCode UNAVAILABLE =
            ErrorCode.of("unavailable", 503, "Something that is needed does not answer; try again later");
    private static final ErrorCode OVERLOADED =
            ErrorCode.of("overloaded", 503, "Too much is going on at once; try again later");
    private static final ErrorCode CONFLICT = ErrorCode.of("conflict", 409, "The request does not fit what is stored");
    private static final ErrorCode RATE_LIMITED =
            Problems.rateLimited(Duration.ZERO).code();
    private static final Duration SOON = Duration.ofSeconds(1);

    private LibraryErrors() {}

    /**
     * Maps an error by the rule of one of its classes.
     *
     * @param thrown the error
     * @param type its class, or a superclass
     */
    static @Nullable ApiException map(Throwable thrown, Class<?> type) {
        return switch (type.getName()) {
            case "java.util.concurrent.TimeoutException",
                    "java.net.SocketTimeoutException",
                    "java.net.http.HttpTimeoutException" -> timedOut(thrown);
            case "java.lang.InterruptedException",
                    "java.nio.channels.ClosedByInterruptException",
                    "java.util.concurrent.CancellationException",
                    "java.net.SocketException",
                    "java.net.UnknownHostException",
                    "java.nio.channels.UnresolvedAddressException" -> unavailable(thrown);
            case "java.util.concurrent.RejectedExecutionException",
                    "io.github.resilience4j.bulkhead.BulkheadFullException" -> overloaded(thrown);
            case "io.github.resilience4j.circuitbreaker.CallNotPermittedException" -> unavailable(thrown);
            case "io.github.resilience4j.ratelimiter.RequestNotPermitted" ->
                Problems.rateLimited(SOON).cause(thrown);
            case "java.sql.SQLException" -> SqlErrors.map(thrown);
            case "software.amazon.awssdk.core.exception.SdkException" -> AwsErrors.map(thrown);
            case "software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException" ->
                DynamoDbErrors.map(thrown);
            default -> null;
        };
    }

    static ApiException timedOut(Throwable thrown) {
        return new TimedOutException(TIMED_OUT).cause(thrown);
    }

    static ApiException unavailable(Throwable thrown) {
        return new UnavailableException(UNAVAILABLE).retryAfter(SOON).cause(thrown);
    }

    static ApiException overloaded(Throwable thrown) {
        return new UnavailableException(OVERLOADED).retryAfter(SOON).cause(thrown);
    }

    static ApiException conflict(Throwable thrown) {
        return new ConflictException(CONFLICT).cause(thrown);
    }

    /** Returns the codes of the ready-made rules. */
    static ErrorCode[] codes() {
        return new ErrorCode[] {TIMED_OUT, UNAVAILABLE, OVERLOADED, CONFLICT, RATE_LIMITED};
    }
}
