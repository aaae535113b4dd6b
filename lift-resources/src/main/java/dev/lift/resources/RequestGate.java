package dev.lift.resources;

import dev.lift.Handler;
import dev.lift.Middleware;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.resources.internal.TimeLimit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Counts the requests that run, lets no more in once the app is to end, and flushes before Lambda ends one that takes too long. */
final class RequestGate implements Middleware {
    /**
     * Nobody says when the runtime has sent the reply that a handler has returned: so long it gets. Over a local socket it takes below
     * a millisecond.
     */
    private static final long SENDING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Resources resources;

    /** How long before the end of an invocation's time to flush; null where there is nothing to flush. */
    private final @Nullable Duration flushBefore;

    private final AtomicInteger running = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private volatile boolean closed;

    /** When the last request ended; of no meaning while none has. */
    private volatile long lastEnd = System.nanoTime() - SENDING_NANOS;

    RequestGate(Resources resources, @Nullable Duration flushBefore) {
        this.resources = resources;
        this.flushBefore = flushBefore;
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        running.incrementAndGet();
        boolean served = false;
        try {
            if (closed) {
                throw refusal("This instance is shutting down; try again");
            }
            served = true;
            return flushBefore == null || request.deadline().remainingMillis() == Long.MAX_VALUE
                    ? next.handle(request)
                    : handleInTime(request, next, flushBefore);
        } finally {
            if (served) {
                lastEnd = System.nanoTime(); // Nothing is lost of one that was refused.
            }
            if (running.decrementAndGet() == 0 && closed) {
                signalEnd();
            }
        }
    }

    /** Declared as its JDK superclass, or else the class would be loaded with this one. */
    private static RuntimeException refusal(String detail) {
        return new HttpException(503, detail, Headers.of("Retry-After", "1"));
    }

    private static RuntimeException tooLong() {
        return new HttpException(504, "The request took too long; whether it had an effect is not known");
    }

    private Response handleInTime(Request request, Handler next, Duration margin) throws Exception {
        Duration left = request.deadline().remaining().minus(margin);
        if (left.isNegative() || left.isZero()) {
            throw refusal("Too little time is left to answer; try again");
        }
        Map<String, String> context = MDC.getCopyOfContextMap();
        try {
            return TimeLimit.<Response>run(left, () -> handleInContext(request, next, context), null);
        } catch (TimeoutException late) {
            if (request.deadline().remaining().compareTo(margin) > 0) {
                throw late; // The handler's own.
            }
            // What is left after it is for the reply.
            resources.flush(margin.dividedBy(2));
            throw tooLong();
        } catch (Exception | Error failed) {
            throw failed;
        } catch (Throwable failed) {
            throw new IllegalStateException(failed);
        }
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

    private void signalEnd() {
        lock.lock();
        try {
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets no request in any more. */
    void close() {
        closed = true;
    }

    /**
     * Waits until no request runs, and the last reply can have been sent.
     *
     * @return how many still run
     */
    int awaitEnd(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            while (true) {
                long now = System.nanoTime();
                long wait = running.get() == 0 ? Math.min(SENDING_NANOS - (now - lastEnd), end - now) : end - now;
                if (wait <= 0) {
                    return running.get();
                }
                long unused = ended.awaitNanos(wait);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What the printed table of routes calls it. */
    @Override
    public String toString() {
        return "RequestGate";
    }
}
