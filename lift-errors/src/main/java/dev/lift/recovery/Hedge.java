package dev.lift.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One attempt as two calls, of which the first that succeeds counts. The other is interrupted, and what it comes to dropped. */
final class Hedge<T> {
    private final Execution<T> execution;
    private final @Nullable RetryBudget budget;
    private final Workers workers;
    private final Call<T, ?> call;
    private final Attempt attempt;
    private final BlockingQueue<FutureTask<T>> ended = new LinkedBlockingQueue<>();
    private final List<FutureTask<T>> calls = new ArrayList<>(2);

    Hedge(Execution<T> execution, @Nullable RetryBudget budget, Workers workers, Call<T, ?> call, Attempt attempt) {
        this.execution = execution;
        this.budget = budget;
        this.workers = workers;
        this.call = call;
        this.attempt = attempt;
    }

    T run(long delayMillis) throws Throwable {
        long limit = Durations.millis(attempt.remaining());
        long begun = System.nanoTime();
        start();
        try {
            FutureTask<T> first = ended.poll(Math.min(delayMillis, limit), TimeUnit.MILLISECONDS);
            if (first == null && delayMillis < limit) {
                startSecond();
            }
            return firstSuccess(first, begun, limit);
        } finally {
            for (FutureTask<T> each : calls) {
                each.cancel(/* mayInterruptIfRunning= */ true);
            }
        }
    }

    private T firstSuccess(@Nullable FutureTask<T> alreadyEnded, long begun, long limit) throws Throwable {
        FutureTask<T> each = alreadyEnded;
        int failed = 0;
        while (true) {
            if (each == null) {
                each = next(begun, limit);
            }
            if (each == null) {
                throw execution.timedOut(limit);
            }
            try {
                return Workers.result(each);
            } catch (Throwable thrown) {
                failed++;
                if (failed == calls.size()) {
                    throw thrown;
                }
                each = null;
            }
        }
    }

    private @Nullable FutureTask<T> next(long begun, long limit) throws InterruptedException {
        if (limit == Long.MAX_VALUE) {
            return ended.take();
        }
        long left = TimeUnit.MILLISECONDS.toNanos(limit) - (System.nanoTime() - begun);
        return ended.poll(left, TimeUnit.NANOSECONDS);
    }

    /** Where there is no budget or no room for another call, the first goes on alone. */
    private void startSecond() {
        if (budget != null && !budget.tryTake()) {
            return;
        }
        try {
            start();
        } catch (RejectedException full) {
            // The first may still succeed.
        }
    }

    private void start() {
        Runnable release = execution.permit(workers);
        FutureTask<T> task = new FutureTask<>(Execution.releasing(call, attempt, release)) {
            @Override
            protected void done() {
                ended.add(this);
            }
        };
        workers.start(task, release);
        calls.add(task);
    }
}
