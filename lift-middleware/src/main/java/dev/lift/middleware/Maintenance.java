package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Answers with 503 and {@code Retry-After} while the app is in maintenance. What decides is asked for each request, so it is to be
 * cheap: an environment variable read once, a parameter from a cache.
 *
 * <p>Health checks are to be kept out of it with {@link dev.lift.Middleware#except}, or the front door takes the instance for dead.
 * Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(Middleware.except("/health", Maintenance.when(() -> System.getenv("MAINTENANCE") != null)));
 * }</pre>
 */
public final class Maintenance implements Placed {
    private final BooleanSupplier active;
    private final Duration retryAfter;
    private final String detail;

    private Maintenance(BooleanSupplier active, Duration retryAfter, String detail) {
        this.active = active;
        this.retryAfter = retryAfter;
        this.detail = detail;
    }

    /**
     * Makes one.
     *
     * @param active says whether the app is in maintenance; it must be thread-safe
     * @return the middleware
     */
    public static Maintenance when(BooleanSupplier active) {
        return new Maintenance(active, Duration.ofMinutes(1), "The service is in maintenance; try again later");
    }

    /**
     * Sets after what time clients are to try again.
     *
     * @param time whole seconds from 1; a minute unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it is shorter
     */
    public Maintenance retryAfter(Duration time) {
        if (time.toSeconds() < 1) {
            throw new IllegalArgumentException("retryAfter must be at least a second, was " + time);
        }
        return new Maintenance(active, time, detail);
    }

    /**
     * Sets what clients are told.
     *
     * @param sentence a sentence
     * @return the middleware with it
     */
    public Maintenance detail(String sentence) {
        return new Maintenance(active, retryAfter, sentence);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (active.getAsBoolean()) {
            throw new HttpException(
                    503,
                    detail,
                    Headers.of("Retry-After", Long.toString(retryAfter.toSeconds()), "Cache-Control", "no-store"));
        }
        return next.handle(request);
    }

    @Override
    public Place place() {
        return Place.MAINTENANCE;
    }

    @Override
    public String toString() {
        return "Maintenance";
    }
}
