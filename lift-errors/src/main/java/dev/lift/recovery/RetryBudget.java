package dev.lift.recovery;

import java.util.concurrent.atomic.AtomicLong;

/** How many repetitions there may be, as a share of all calls: each call puts a part of one in, each repetition takes one out. */
final class RetryBudget {
    private static final long ONE = 1_000_000;

    private final long perCall;
    private final long most;
    private final AtomicLong tokens;

    RetryBudget(double ratio, int reserve) {
        perCall = Math.round(ratio * ONE);
        most = Math.max(reserve * ONE, perCall);
        tokens = new AtomicLong(reserve * ONE);
    }

    void called() {
        tokens.getAndUpdate(held -> Math.min(most, held + perCall));
    }

    boolean tryTake() {
        return tokens.getAndUpdate(held -> held >= ONE ? held - ONE : held) >= ONE;
    }
}
