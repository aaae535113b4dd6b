package dev.lift.errors;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** What a cancelled transaction of DynamoDB means: its reasons say it, not its class. */
final class DynamoDbErrors {
    private DynamoDbErrors() {}

    static @Nullable ApiException map(Throwable thrown) {
        TransactionCanceledException error = (TransactionCanceledException) thrown;
        boolean contended = false;
        for (CancellationReason reason : error.cancellationReasons()) {
            String code = String.valueOf(reason.code());
            if (code.equals("ConditionalCheckFailed")) {
                return LibraryErrors.conflict(error);
            }
            contended |= code.equals("TransactionConflict")
                    || code.equals("ThrottlingError")
                    || code.equals("ProvisionedThroughputExceeded");
        }
        return contended ? LibraryErrors.overloaded(error) : null;
    }
}
