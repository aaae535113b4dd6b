package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.function.Predicate;

/**
 * Hides routes whose feature is off: 404, as if they were not there. What decides is asked for each request, and may look at the
 * principal or the tenant.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * app.group("/beta", beta -> beta
 *         .use(FeatureGate.of("beta", request -> Principal.required(request).roles().contains("tester")))
 *         .get("/", hello));
 * }</pre>
 */
public final class FeatureGate implements Placed {
    private final String name;
    private final Predicate<? super Request> enabled;

    private FeatureGate(String name, Predicate<? super Request> enabled) {
        this.name = name;
        this.enabled = enabled;
    }

    /**
     * Makes one.
     *
     * @param name the name of the feature, for the printed table of routes; clients do not see it
     * @param enabled says whether it is on for a request; it must be thread-safe
     * @return the middleware
     */
    public static FeatureGate of(String name, Predicate<? super Request> enabled) {
        return new FeatureGate(name, enabled);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        if (!enabled.test(request)) {
            throw new HttpException(404, "No route serves this path"); // In the words of the router.
        }
        return next.handle(request);
    }

    @Override
    public Place place() {
        return Place.FEATURE_GATE;
    }

    /** The name of the feature. */
    @Override
    public String toString() {
        return "FeatureGate[" + name + "]";
    }
}
