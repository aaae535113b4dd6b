package dev.lift.resources.internal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs what may hang on a thread of its own while the caller waits, but not for ever. There is nothing that ticks: a thread ends
 * soon after its task.
 *
 * <p>A start goes through here, so there are no lambdas: each would be a class to be made.
 */
public final class TimeLimit {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TimeLimit() {}

    /** Threads that are used again for a while, for what happens with each request. */
    private static final class Threads implements ThreadFactory {
        static final ExecutorService KEPT = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), new Threads());

        @Override
        public Thread newThread(Runnable task) {
            return thread(task);
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "lift-resources-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Runs a task that ends by itself.
     *
     * @param task the task
     */
    public static void start(Runnable task) {
        Threads.KEPT.execute(task);
    }

    /**
     * Runs a task, as {@link #run} does, on a new thread: for what happens once.
     *
     * @param limit how long it may take
     * @param task the task, which is interrupted when it is late
     * @param late gets the value of a task that was late and ended all the same, or null where that does not matter
     * @param <V> the type of the value
     * @return the value
     * @throws TimeoutException when it was late
     * @throws InterruptedException when the caller was interrupted; the task counts as late then
     * @throws Throwable what the task threw
     */
    public static <V> V runOnce(Duration limit, Callable<V> task, @Nullable Consumer<V> late) throws Throwable {
        Limited<V> limited = new Limited<>(task, late);
        FutureTask<V> future = new FutureTask<>(limited);
        thread(future).start();
        return await(limit, limited, future);
    }

    /**
     * Runs a task.
     *
     * @param limit how long it may take
     * @param task the task, which is interrupted when it is late
     * @param late gets the value of a task that was late and ended all the same, or null where that does not matter
     * @param <V> the type of the value
     * @return the value
     * @throws TimeoutException when it was late
     * @throws InterruptedException when the caller was interrupted; the task counts as late then
     * @throws Throwable what the task threw
     */
    public static <V> V run(Duration limit, Callable<V> task, @Nullable Consumer<V> late) throws Throwable {
        Limited<V> limited = new Limited<>(task, late);
        FutureTask<V> future = new FutureTask<>(limited);
        Threads.KEPT.execute(future);
        return await(limit, limited, future);
    }

    /** A task of which either its end or its time comes first. */
    private static final class Limited<V> implements Callable<V> {
        private final Callable<V> task;
        private final @Nullable Consumer<V> late;
        private boolean decided;

        Limited(Callable<V> task, @Nullable Consumer<V> late) {
            this.task = task;
            this.late = late;
        }

        /** Returns whether nothing had been decided before. */
        synchronized boolean decide() {
            boolean first = !decided;
            decided = true;
            return first;
        }

        @Override
        public V call() throws Exception {
            V value = task.call();
            if (!decide() && late != null) {
                late.accept(value);
            }
            return value;
        }
    }

    private static <V> V await(Duration limit, Limited<V> limited, FutureTask<V> future) throws Throwable {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException gaveUp) {
            if (limited.decide()) {
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
