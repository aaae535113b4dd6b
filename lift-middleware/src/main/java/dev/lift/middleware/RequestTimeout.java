package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Answers with 504 when what is further in takes too long: longer than its own limit, or than the invocation's deadline leaves, less 100
 * ms in which the reply is sent. Lambda would kill the process then, and the client would hear nothing of why.
 *
 * <p>What is further in runs on another thread, with the MDC of this one. When it is late it is interrupted; what it returns after that is
 * thrown away. It may go on all the same, as nothing in Java can be made to stop, and whether it has had an effect is not known.
 *
 * <p>No thread waits for a time; one that has nothing to do ends after 5 seconds. Immutable and thread-safe; each method returns a changed
 * copy.
 *
 * <pre>{@code
 * app.group("/search", search -> search
 *         .use(RequestTimeout.of(Duration.ofSeconds(2)))
 *         .get("/", hello));
 * }</pre>
 */
public final class RequestTimeout implements Placed {
    private static final Duration LEAST_MARGIN = Duration.ofMillis(100);

    private final Duration limit;
    private final Duration margin;

    private RequestTimeout(Duration limit, Duration margin) {
        this.limit = limit;
        this.margin = margin;
    }

    /**
     * Makes one.
     *
     * @param limit how long a request may take, from a millisecond
     * @return the middleware
     * @throws IllegalArgumentException when it is shorter
     */
    public static RequestTimeout of(Duration limit) {
        if (limit.toMillis() < 1) {
            throw new IllegalArgumentException("A request must have a millisecond at least, was " + limit);
        }
        return new RequestTimeout(limit, LEAST_MARGIN);
    }

    /**
     * Makes one without a limit of its own.
     *
     * @return the middleware, whose limit is what the invocation's deadline leaves
     */
    public static RequestTimeout ofDeadline() {
        return new RequestTimeout(Duration.ofDays(1), LEAST_MARGIN);
    }

    /**
     * Sets how long before the invocation's deadline it answers.
     *
     * @param time from 100 ms, which it is unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it is shorter
     */
    public RequestTimeout margin(Duration time) {
        if (time.compareTo(LEAST_MARGIN) < 0) {
            throw new IllegalArgumentException("The margin must be at least 100 ms, was " + time);
        }
        return new RequestTimeout(limit, time);
    }

    /** Threads that are used again for a while. Loaded with the first request. */
    private static final class Threads {
        private static final AtomicInteger NUMBER = new AtomicInteger();

        static final ExecutorService KEPT =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "lift-request-" + NUMBER.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        long left = request.deadline().remainingMillis();
        long millis = left == Long.MAX_VALUE ? limit.toMillis() : Math.min(limit.toMillis(), left - margin.toMillis());
        if (millis <= 0) {
            throw tooLate("Too little time is left to handle this");
        }
        Map<String, String> context = MDC.getCopyOfContextMap();
        FutureTask<Response> task = new FutureTask<>(() -> handleInContext(request, next, context));
        Threads.KEPT.execute(task);
        try {
            return task.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            task.cancel(/* mayInterruptIfRunning= */ true);
            throw tooLate("This took too long; whether it had an effect is not known");
        } catch (InterruptedException interrupted) {
            task.cancel(/* mayInterruptIfRunning= */ true);
            throw interrupted;
        } catch (ExecutionException failed) {
            throw failure(failed);
        }
    }

    private static HttpException tooLate(String detail) {
        return new HttpException(504, detail);
    }

    /** Only what ends the process comes through here: everything else is a reply already. */
    private static Exception failure(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof Exception exception ? exception : failed;
    }

    private static Response handleInContext(Request request, Handler next, @Nullable Map<String, String> context)
            throws Exception {
        if (context != null) {
            MDC.setContextMap(context);
        }
        try {
            return next.handle(request);
        } finally {
            MDC.clear();
        }
    }

    @Override
    public Place place() {
        return Place.DEADLINE;
    }

    /** The limit. */
    @Override
    public String toString() {
        return "RequestTimeout[" + (limit.equals(Duration.ofDays(1)) ? "of the deadline" : limit) + "]";
    }
}
