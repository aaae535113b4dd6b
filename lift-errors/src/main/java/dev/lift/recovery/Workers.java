package dev.lift.recovery;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs attempts that have a time limit, each on a thread that its caller waits for. There is nothing that ticks: a thread without
 * an attempt ends after a while, and one whose attempt was given up ends with it.
 */
final class Workers {
    private static final long IDLE_SECONDS = 5;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ExecutorService threads;

    /** A place for each attempt that may run. The threads do not count: one whose attempt has ended may not be idle yet. */
    private final Semaphore places;

    Workers(String name, int most) {
        places = new Semaphore(most);
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "lift-" + name + "-" + NUMBER.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    boolean tryTakePlace() {
        return places.tryAcquire();
    }

    void giveBackPlace() {
        places.release();
    }

    /**
     * Starts a task.
     *
     * @param release gives back what is held for it, for a task that was cancelled before it ran
     */
    void start(FutureTask<?> task, Runnable release) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        threads.execute(() -> {
            try {
                setContext(context);
                task.run();
            } finally {
                MDC.clear();
                release.run();
            }
        });
    }

    private static void setContext(@Nullable Map<String, String> context) {
        if (context != null) {
            MDC.setContextMap(context);
        }
    }

    /** Returns what a task that has ended returned, or throws what it threw. */
    static <T> T result(FutureTask<T> ended) throws Throwable {
        try {
            return ended.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() == null ? failed : failed.getCause();
        }
    }
}
