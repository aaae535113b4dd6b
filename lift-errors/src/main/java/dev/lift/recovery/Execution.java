package dev.lift.recovery;

import dev.lift.errors.ErrorCode;
import dev.lift.errors.TimedOutException;
import dev.lift.http.Deadline;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One call through a recovery, from the outermost strategy to the innermost. */
final class Execution<T> {
    static final ErrorCode TIMED_OUT = ErrorCode.of("timed-out", 504, "The request took too long; try again later");
    private static final int MAX_CAUSES = 20;

    /** A fallback may call through the same recovery, and so on: not without end. */
    private static final int MAX_FALLBACK_DEPTH = 4;

    private static final ThreadLocal<Integer> FALLBACK_DEPTH = new ThreadLocal<>();

    private final Recovery<T> recovery;
    private final RecoveryBuilder<T> settings;
    private final Deadline deadline;
    private final @Nullable String key;
    private final boolean repeatable;
    private final Instant begun;
    private final List<Throwable> causes = new ArrayList<>(2);
    private int count;
    private long waitedMillis;
    private Attempts.Stop stop = Attempts.Stop.NOT_RETRYABLE;

    Execution(Recovery<T> recovery, Deadline deadline, @Nullable String key, boolean repeatable) {
        this.recovery = recovery;
        this.settings = recovery.settings;
        this.deadline = deadline;
        this.key = key;
        this.repeatable = repeatable;
        this.begun = recovery.clock.instant();
    }

    <X extends Exception> T run(Call<T, X> call) throws X {
        if (recovery.budget != null) {
            recovery.budget.called();
        }
        try {
            T value = retried(call);
            if (recovery.staleValues != null && key != null && value != null) {
                recovery.staleValues.put(key, value);
            }
            observe(count == 1 ? Attempts.Outcome.SUCCEEDED : Attempts.Outcome.RETRIED);
            return value;
        } catch (Exception failed) {
            return instead(failed);
        } catch (Throwable error) {
            observe(Attempts.Outcome.FAILED);
            throw Execution.<X>sneaky(error);
        }
    }

    // Fallback.

    private <X extends Exception> T instead(Exception failed) throws X {
        boolean replaced = false;
        try {
            if (stop != Attempts.Stop.INTERRUPTED && isFault(failed)) {
                T stale = recovery.staleValues == null || key == null ? null : recovery.staleValues.get(key);
                if (stale != null) {
                    replaced = true;
                    return stale;
                }
                if (settings.fallback != null && fallbackDepth() < MAX_FALLBACK_DEPTH) {
                    T value = fallBack(failed);
                    replaced = true;
                    return value;
                }
            }
        } catch (Throwable fallbackFailed) {
            if (fallbackFailed instanceof VirtualMachineError fatal && !(fatal instanceof StackOverflowError)) {
                throw fatal;
            }
            if (fallbackFailed != failed) {
                failed.addSuppressed(fallbackFailed);
            }
        } finally {
            observe(replaced ? Attempts.Outcome.FELL_BACK : Attempts.Outcome.FAILED);
        }
        throw Execution.<X>sneaky(failed);
    }

    /** A refusal of the callee is its answer: a deleted thing must not come back as a stale one. */
    private static boolean isFault(Exception failed) {
        return Classification.test(Classification::isServerFault, failed, /* ifItThrows= */ true);
    }

    @SuppressWarnings("NullAway") // Called where there is one.
    private T fallBack(Exception failed) {
        int depth = fallbackDepth();
        FALLBACK_DEPTH.set(depth + 1);
        try {
            return settings.fallback.apply(failed);
        } finally {
            if (depth == 0) {
                FALLBACK_DEPTH.remove();
            } else {
                FALLBACK_DEPTH.set(depth);
            }
        }
    }

    private static int fallbackDepth() {
        Integer depth = FALLBACK_DEPTH.get();
        return depth == null ? 0 : depth;
    }

    // Retry.

    @SuppressWarnings("unchecked") // The core's contexts are raw.
    private T retried(Call<T, ?> call) throws Throwable {
        Retry.AsyncContext<T> retry =
                recovery.retry == null || !repeatable ? null : (Retry.AsyncContext<T>) recovery.retry.asyncContext();
        while (true) {
            count++;
            try {
                T value = guarded(call);
                stop = Attempts.Stop.SUCCESS;
                return value;
            } catch (Throwable thrown) {
                if (causes.size() < MAX_CAUSES) {
                    causes.add(thrown);
                }
                long wait = retry == null ? -1 : waitBeforeNext(retry, thrown);
                if (wait < 0 || !sleep(wait)) {
                    if (retry != null && (count > 1 || stop != Attempts.Stop.NOT_RETRYABLE)) {
                        AttemptsException.add(thrown, attempts(Attempts.Outcome.FAILED));
                    }
                    throw thrown;
                }
            }
        }
    }

    /** Returns the milliseconds to wait; negative when there is no further attempt. */
    private long waitBeforeNext(Retry.AsyncContext<T> retry, Throwable thrown) {
        if (thrown instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            return stop(Attempts.Stop.INTERRUPTED);
        }
        // What has been retried further in must not be again: attempts would multiply.
        if (!(thrown instanceof Exception) || AttemptsException.isIn(thrown)) {
            return stop(Attempts.Stop.NOT_RETRYABLE);
        }
        RetryOptions options = Objects.requireNonNull(settings.retry);
        long wait = retry.onError(thrown);
        if (wait < 0) {
            boolean passes = Classification.test(options.retryable, thrown, /* ifItThrows= */ false);
            boolean all = count >= options.attempts;
            return stop(!passes ? Attempts.Stop.NOT_RETRYABLE : all ? Attempts.Stop.ATTEMPTS : Attempts.Stop.DEADLINE);
        }
        if (!fits(wait, options)) {
            return stop(Attempts.Stop.DEADLINE);
        }
        if (recovery.budget != null && !recovery.budget.tryTake()) {
            return stop(Attempts.Stop.BUDGET);
        }
        return wait;
    }

    private long stop(Attempts.Stop reason) {
        stop = reason;
        return -1;
    }

    /** Whether a wait, and an attempt that takes all of its time, would end in time. */
    private boolean fits(long wait, RetryOptions options) {
        long attempt = settings.timeout == null ? 1 : Durations.millis(settings.timeout);
        long elapsed = Duration.between(begun, recovery.clock.instant()).toMillis();
        return Durations.plus(wait, attempt) <= remainingMillis()
                && Durations.plus(elapsed, wait) < Durations.millis(options.maxElapsed);
    }

    /** Waits; returns false when it was interrupted, the flag set again. */
    private boolean sleep(long millis) {
        if (millis == 0) {
            return true;
        }
        try {
            settings.sleeper.sleep(Duration.ofMillis(millis));
            waitedMillis += millis;
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stop = Attempts.Stop.INTERRUPTED;
            return false;
        }
    }

    /** Returns the milliseconds until an attempt must have ended; {@link Long#MAX_VALUE} without a deadline. */
    private long remainingMillis() {
        long remaining = deadline.remainingMillis();
        return remaining == Long.MAX_VALUE ? remaining : remaining - Durations.millis(settings.margin);
    }

    // Circuit breaker.

    private T guarded(Call<T, ?> call) throws Throwable {
        long remaining = remainingMillis();
        if (remaining <= 0) {
            throw rejected(RejectedException.Reason.DEADLINE_TOO_NEAR);
        }
        Attempt attempt = new Attempt(
                count, settings.timeout == null ? remaining : Math.min(remaining, Durations.millis(settings.timeout)));
        Breaker breaker = recovery.breaker;
        if (breaker == null) {
            return limited(call, attempt);
        }
        long generation = breaker.acquire();
        long start = System.nanoTime();
        T value;
        try {
            value = limited(call, attempt);
        } catch (Throwable thrown) {
            breaker.failed(generation, System.nanoTime() - start, thrown);
            throw thrown;
        }
        breaker.succeeded(generation, System.nanoTime() - start);
        return value;
    }

    // Time limit and bulkhead.

    private T limited(Call<T, ?> call, Attempt attempt) throws Throwable {
        Workers workers = recovery.workers;
        if (workers == null || settings.timeout == null && !repeatable) {
            Runnable release = permit(null);
            try {
                return call.call(attempt);
            } finally {
                release.run();
            }
        }
        if (settings.hedge != null && repeatable) {
            return new Hedge<>(this, recovery.budget, workers, call, attempt).run(Durations.millis(settings.hedge));
        }
        Runnable release = permit(workers);
        FutureTask<T> task = new FutureTask<>(releasing(call, attempt, release));
        workers.start(task, release);
        return await(task, Durations.millis(attempt.remaining()));
    }

    /** Returns the call as a task that gives its permit back before anybody sees that it has ended. */
    static <T> Callable<T> releasing(Call<T, ?> call, Attempt attempt, Runnable release) {
        return () -> {
            try {
                return call.call(attempt);
            } finally {
                release.run();
            }
        };
    }

    /** Takes a place of the workers, where one of them is to run the call, and a permit of the bulkhead; returns what gives both back, once. */
    Runnable permit(@Nullable Workers workers) {
        if (workers != null && !workers.tryTakePlace()) {
            throw rejected(RejectedException.Reason.TOO_MANY_ABANDONED);
        }
        Bulkhead bulkhead = recovery.bulkhead;
        if (bulkhead != null && !bulkhead.tryAcquirePermission()) {
            if (workers != null) {
                workers.giveBackPlace();
            }
            throw rejected(RejectedException.Reason.BULKHEAD_FULL);
        }
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                if (bulkhead != null) {
                    bulkhead.onComplete();
                }
                if (workers != null) {
                    workers.giveBackPlace();
                }
            }
        };
    }

    private RejectedException rejected(RejectedException.Reason reason) {
        return new RejectedException(reason, recovery.name, Duration.ofSeconds(1));
    }

    private T await(FutureTask<T> task, long millis) throws Throwable {
        try {
            task.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            if (task.cancel(/* mayInterruptIfRunning= */ true)) {
                throw timedOut(millis);
            }
            // It ended at the same moment: that counts.
        } catch (InterruptedException interrupted) {
            task.cancel(/* mayInterruptIfRunning= */ true);
            throw interrupted;
        } catch (ExecutionException failed) {
            // Told below.
        }
        return Workers.result(task);
    }

    TimedOutException timedOut(long millis) {
        TimedOutException late = new TimedOutException(TIMED_OUT);
        late.context("recovery", recovery.name).context("limitMillis", millis);
        return late;
    }

    // What is told.

    private Attempts attempts(Attempts.Outcome outcome) {
        return new Attempts(recovery.name, count, causes, Duration.ofMillis(waitedMillis), outcome, stop);
    }

    private void observe(Attempts.Outcome outcome) {
        try {
            settings.observer.accept(attempts(outcome));
        } catch (RuntimeException | LinkageError failed) {
            // Whoever counts must not cost the caller the result.
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Call.call throws nothing else that is checked.
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
