package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.http.Route;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Refuses what would make everything slow: 503 with {@code Retry-After} at once for more requests than can be handled within a time at a
 * time. How many that are it finds out by itself: while requests take longer than the target it lets fewer in, and more again while they
 * do not. It matters where one process serves several requests at a time, as managed instances and lift-local do.
 *
 * <p>Thread-safe. An instance has the count: used in two groups, they share it. Each method returns a changed copy, which counts anew.
 *
 * <pre>{@code
 * app.use(LoadShedding.ofTarget(Duration.ofMillis(200)).except(route -> route.path().startsWith("/health")));
 * }</pre>
 */
public final class LoadShedding implements Placed {
    private final Duration target;
    private final int least;
    private final int most;
    private final Predicate<? super Route> excepted;
    private final LongSupplier ticker;
    private final AdaptiveLimit limit;

    private LoadShedding(Duration target, int least, int most, Predicate<? super Route> excepted, LongSupplier ticker) {
        this.target = target;
        this.least = least;
        this.most = most;
        this.excepted = excepted;
        this.ticker = ticker;
        this.limit = new AdaptiveLimit(target.toNanos(), least, most, Math.max(least, Math.min(most, 16)));
    }

    /**
     * Makes one that lets from 1 to 1,000 requests in at a time.
     *
     * @param target how long a request may take, from a millisecond
     * @return the middleware
     * @throws IllegalArgumentException when it is shorter
     */
    public static LoadShedding ofTarget(Duration target) {
        if (target.toMillis() < 1) {
            throw new IllegalArgumentException("The target must be at least a millisecond, was " + target);
        }
        return new LoadShedding(target, 1, 1_000, route -> false, new SystemTicker());
    }

    /**
     * Sets the range of how many requests are let in at a time.
     *
     * @param fewest from 1
     * @param highest at least as many
     * @return the middleware with it
     * @throws IllegalArgumentException when they are not
     */
    public LoadShedding range(int fewest, int highest) {
        if (fewest < 1 || highest < fewest) {
            throw new IllegalArgumentException(
                    "The range must be from 1 at least to as many at least, was " + fewest + " to " + highest);
        }
        return new LoadShedding(target, fewest, highest, excepted, ticker);
    }

    /**
     * Keeps some routes out of it, such as health checks: they are neither refused nor counted.
     *
     * @param routes says which; it is asked once for each route
     * @return the middleware with it
     */
    public LoadShedding except(Predicate<? super Route> routes) {
        return new LoadShedding(target, least, most, routes, ticker);
    }

    /**
     * Sets what time is measured by, for tests.
     *
     * @param nanos counts nanoseconds
     * @return the middleware with it
     */
    public LoadShedding ticker(LongSupplier nanos) {
        return new LoadShedding(target, least, most, excepted, nanos);
    }

    @Override
    public Handler compile(Route route, Handler next) {
        return excepted.test(route) ? next : Placed.super.compile(route, next);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (!limit.tryAcquire()) {
            throw new HttpException(503, "Too much is going on; try again", Headers.of("Retry-After", "1"));
        }
        long begun = ticker.getAsLong();
        boolean failed = true;
        try {
            Response response = next.handle(request);
            failed = response.status() >= 500;
            return response;
        } finally {
            limit.release(begun, ticker.getAsLong(), failed);
        }
    }

    /**
     * Returns how many requests are let in at a time now.
     *
     * @return a number of its range
     */
    public int limit() {
        return limit.limit();
    }

    @Override
    public Place place() {
        return Place.LOAD;
    }

    /** The target. */
    @Override
    public String toString() {
        return "LoadShedding[" + target + "]";
    }
}
