package dev.lift.recovery;

import dev.lift.errors.ApiException;
import dev.lift.errors.ErrorCode;
import dev.lift.http.HttpException;
import dev.lift.http.Response;
import java.time.Clock;
import java.time.Duration;

/** A reply that is a failure, on its way through a recovery. */
final class FailedResponse extends ApiException {
    private static final long serialVersionUID = 1;

    private final transient Response response;

    private FailedResponse(Response response) {
        super(ErrorCode.of("failed-response", response.status(), HttpException.title(response.status())));
        this.response = response;
    }

    static Response throwIfFailed(Response response, Clock clock) {
        if (response.status() < 500) {
            return response;
        }
        FailedResponse failed = new FailedResponse(response);
        for (String value : response.headers().all("Retry-After")) {
            Duration delay = RetryAfter.parse(value, clock.instant());
            if (delay != null) {
                failed.retryAfter(delay);
            }
        }
        throw failed;
    }

    Response response() {
        return response;
    }
}
