package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.concurrent.Semaphore;

/**
 * Lets only so many requests be handled at a time, so that a slow group of routes leaves threads to the others: 503 with {@code
 * Retry-After} at once for more. It matters where one process serves several requests at a time, as managed instances and lift-local do.
 *
 * <p>Thread-safe. The instance has the count: used in two groups, they share it.
 *
 * <pre>{@code
 * app.group("/reports", reports -> reports
 *         .use(Bulkhead.ofConcurrent(4))
 *         .get("/{id}", hello));
 * }</pre>
 */
public final class Bulkhead implements Placed {
    private final int most;
    private final Semaphore permits;

    private Bulkhead(int most) {
        this.most = most;
        this.permits = new Semaphore(most);
    }

    /**
     * Makes one.
     *
     * @param most how many requests at a time, from 1
     * @return the middleware
     * @throws IllegalArgumentException when it is below 1
     */
    public static Bulkhead ofConcurrent(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("At least 1 request must be let through at a time, was " + most);
        }
        return new Bulkhead(most);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (!permits.tryAcquire()) {
            throw new HttpException(503, "Too much is going on; try again", Headers.of("Retry-After", "1"));
        }
        try {
            return next.handle(request);
        } finally {
            permits.release();
        }
    }

    /**
     * Returns how many more requests would be let through now.
     *
     * @return from 0 to as many as at a time
     */
    public int available() {
        return permits.availablePermits();
    }

    @Override
    public Place place() {
        return Place.LOAD;
    }

    /** How many requests at a time. */
    @Override
    public String toString() {
        return "Bulkhead[" + most + " at a time]";
    }
}
