package dev.lift.resources.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs what may hang on a thread of its own while the caller waits, but not for ever. There is nothing that ticks: a thread ends
 * soon after its task.
 */
public final class TimeLimit {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final ExecutorService THREADS =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "lift-resources-" + NUMBER.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            });

    private TimeLimit() {}

    /**
     * Runs a task that ends by itself.
     *
     * @param task the task
     */
    public static void start(Runnable task) {
        THREADS.execute(task);
    }

    /**
     * Runs a task.
     *
     * @param limit how long it may take
     * @param task the task, which is interrupted when it is late
     * @param late gets the value of a task that was late and ended all the same
     * @param <V> the type of the value
     * @return the value
     * @throws TimeoutException when it was late
     * @throws InterruptedException when the caller was interrupted; the task counts as late then
     * @throws Throwable what the task threw
     */
    public static <V> V run(Duration limit, Callable<V> task, Consumer<V> late) throws Throwable {
        AtomicBoolean decided = new AtomicBoolean();
        FutureTask<V> future = new FutureTask<>(() -> {
            V value = task.call();
            if (decided.getAndSet(true)) {
                late.accept(value);
            }
            return value;
        });
        THREADS.execute(future);
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException gaveUp) {
            if (!decided.getAndSet(true)) {
                future.cancel(/* mayInterruptIfRunning= */ true);
                throw gaveUp;
            }
            if (gaveUp instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return resultOf(future);
        } catch (ExecutionException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }

    /** It had ended at the moment at which the caller gave up: that counts, and is there at once. */
    private static <V> V resultOf(FutureTask<V> future) throws Throwable {
        boolean interrupted = Thread.interrupted();
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
