package dev.lift.errors;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Errors of the AWS SDK for Java 2. */
final class AwsErrors {
    private AwsErrors() {}

    /** Returns what the error means; null where it is the app's fault, such as a missing permission. */
    static @Nullable ApiException map(Throwable thrown) {
        SdkException error = (SdkException) thrown;
        if (error instanceof ApiCallTimeoutException || error instanceof ApiCallAttemptTimeoutException) {
            return LibraryErrors.timedOut(error);
        }
        if (error instanceof AbortedException) {
            return LibraryErrors.unavailable(error);
        }
        return error instanceof SdkServiceException answer ? ofService(answer) : ofClient(error);
    }

    private static @Nullable ApiException ofService(SdkServiceException error) {
        if (error.isThrottlingException()) {
            return LibraryErrors.overloaded(error);
        }
        if (isFailedCondition(error)) {
            return LibraryErrors.conflict(error);
        }
        return error.statusCode() >= 500 || error.retryable() ? LibraryErrors.unavailable(error) : null;
    }

    private static boolean isFailedCondition(SdkServiceException error) {
        if (error.statusCode() == 412) {
            return true;
        }
        if (!(error instanceof AwsServiceException service) || service.awsErrorDetails() == null) {
            return false;
        }
        String code = String.valueOf(service.awsErrorDetails().errorCode());
        return code.equals("ConditionalCheckFailedException") || code.equals("ConditionalRequestConflict");
    }

    /** A client that got no answer: the SDK says of those that come from the network that they may be tried again. */
    private static @Nullable ApiException ofClient(SdkException error) {
        return error.retryable() ? LibraryErrors.unavailable(error) : null;
    }
}
