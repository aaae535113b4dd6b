package dev.lift.lambda;

import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Response;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rest of the life of a process whose memory has run out while it serves several invocations at a time. The runtime does
 * not end it then. So it refuses what comes, lets what runs end, and halts at the first invocation after that; the
 * platform replaces it.
 */
final class Unhealthy {
    private Unhealthy() {}

    static boolean servesSeveralAtATime() {
        String concurrency = System.getenv("AWS_LAMBDA_MAX_CONCURRENCY");
        return concurrency != null && !concurrency.isEmpty();
    }

    /** Ends the process if nothing but the invocation that asks is running. */
    static void haltOnceDrained(AtomicInteger running) {
        if (running.get() <= 1) {
            Runtime.getRuntime().halt(1);
        }
    }

    static Response refusal(String requestId) {
        return new HttpException(503, "This instance is shutting down; try again", Headers.of("Retry-After", "1"))
                .toResponse(requestId);
    }
}
