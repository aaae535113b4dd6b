package dev.lift.errors;

import dev.lift.http.Attribute;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what is told of a request's errors while it is tried again: a call that succeeds in the end is a success, and no
 * alarm should ring for it. For middleware that calls {@code next} more than once; {@link dev.lift.recovery.RecoveryMiddleware}
 * does it.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * Middleware twice = (request, next) -> {
 *     DeferredErrors deferred = DeferredErrors.of(request);
 *     Response response = next.handle(request);
 *     if (response.status() == 503) {
 *         response = next.handle(request);
 *     }
 *     deferred.end(response);
 *     return response;
 * };
 * }</pre>
 */
public final class DeferredErrors {
    private static final Attribute<DeferredErrors> KEY = Attribute.of("deferredErrors");

    /** One list of both, as they come together; null after the end. */
    private @Nullable List<Held> held = new ArrayList<>();

    private final @Nullable DeferredErrors outer;

    private DeferredErrors(@Nullable DeferredErrors outer) {
        this.outer = outer;
    }

    /**
     * Holds back from now on.
     *
     * @param request the request
     * @return what holds back, to be ended
     */
    public static DeferredErrors of(Request request) {
        DeferredErrors deferred = new DeferredErrors(request.get(KEY).orElse(null));
        request.set(KEY, deferred);
        return deferred;
    }

    /** Tells of an error, or holds that back. */
    static void report(MappedError error, Mapper mapper) {
        DeferredErrors deferred = error.request().get(KEY).orElse(null);
        if (deferred == null || !deferred.hold(new Held(error, mapper))) {
            mapper.report(error);
        }
    }

    private boolean hold(Held error) {
        synchronized (this) {
            if (held != null) {
                held.add(error);
                return true;
            }
        }
        return outer != null && outer.hold(error);
    }

    /**
     * Ends it. If the last error is what the request is answered with, it is told as it would have been. Of others, which were
     * made up for, the log gets a line each, and hooks see none.
     *
     * @param reply the reply; null when there is none, as an exception goes on
     */
    public void end(@Nullable Response reply) {
        List<Held> errors;
        synchronized (this) {
            errors = held == null ? List.of() : held;
            held = null;
        }
        for (int i = 0; i < errors.size(); i++) {
            Held each = errors.get(i);
            boolean last = i == errors.size() - 1;
            boolean answered =
                    reply == null || reply.status() == each.error.problem().status();
            if (!last || !answered) {
                each.mapper.recovered(each.error);
            } else if (outer == null || !outer.hold(each)) {
                each.mapper.report(each.error);
            }
        }
    }

    private record Held(MappedError error, Mapper mapper) {}
}
