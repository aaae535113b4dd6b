package dev.lift.http;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When Lambda ends this invocation. The remaining time is read from the Lambda context at every call, never kept.
 *
 * <p>Thread-safe as far as the context is, which AWS's is.
 *
 * <pre>{@code
 * if (request.deadline().remaining().compareTo(Duration.ofSeconds(1)) < 0) {
 *     throw new HttpException(503, "Too little time is left; try again");
 * }
 * }</pre>
 */
public final class Deadline {
    /** No deadline: what a request has that no Lambda runtime sent. */
    public static final Deadline NONE = new Deadline(null);

    private final @Nullable Context context;

    private Deadline(@Nullable Context context) {
        this.context = context;
    }

    /**
     * Makes the deadline of an invocation.
     *
     * @param context the Lambda context, or null for none
     * @return the deadline
     */
    public static Deadline of(@Nullable Context context) {
        return context == null ? NONE : new Deadline(context);
    }

    /**
     * Returns the time that is left.
     *
     * @return the milliseconds from now, from 0; {@link Long#MAX_VALUE} without a deadline
     */
    public long remainingMillis() {
        if (context == null) {
            return Long.MAX_VALUE;
        }
        int remaining = context.getRemainingTimeInMillis();
        return remaining == Integer.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, remaining);
    }

    /**
     * Returns the time that is left.
     *
     * @return a duration from zero; {@link Long#MAX_VALUE} milliseconds without a deadline
     */
    public Duration remaining() {
        return Duration.ofMillis(remainingMillis());
    }

    /**
     * Tells whether no time is left.
     *
     * @return whether the deadline has passed
     */
    public boolean isExpired() {
        return remainingMillis() == 0;
    }

    /** The time that is left, for people. */
    @Override
    public String toString() {
        long remaining = remainingMillis();
        return remaining == Long.MAX_VALUE ? "no deadline" : remaining + " ms left";
    }
}
