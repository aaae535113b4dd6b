package dev.lift;

import dev.lift.http.Headers;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers what no route serves. It is a handler like any other, so the app's middleware surrounds it. */
final class Fallback implements Handler {
    private final Router router;
    private final Options options;
    private final @Nullable Handler notFound;
    private final boolean bodyTooLarge;

    Fallback(Router router, Options options, @Nullable Handler notFound) {
        this(router, options, notFound, /* bodyTooLarge= */ false);
    }

    private Fallback(Router router, Options options, @Nullable Handler notFound, boolean bodyTooLarge) {
        this.router = router;
        this.options = options;
        this.notFound = notFound;
        this.bodyTooLarge = bodyTooLarge;
    }

    static Fallback bodyTooLarge(Router router, Options options) {
        return new Fallback(router, options, null, /* bodyTooLarge= */ true);
    }

    @Override
    public Response handle(Request request) throws Exception {
        if (bodyTooLarge) {
            throw ErrorHandlers.refusal(
                    413, "The body must have at most " + options.maxBodyBytes + " bytes", Headers.EMPTY);
        }
        if (options.slashRedirected) {
            String other = Lift.withOtherSlash(request.path());
            if (router.findRoute(request.method(), other) != null && !other.startsWith("//")) {
                String query = request.queryString();
                return Response.redirect(308, query.isEmpty() ? other : other + "?" + query);
            }
        }
        Set<String> methods = router.methods(request.path());
        if (!methods.isEmpty()) {
            return refuseMethod(request, methods);
        }
        if (notFound != null) {
            return notFound.handle(request);
        }
        throw ErrorHandlers.refusal(404, "No route serves this path", Headers.EMPTY);
    }

    private static Response refuseMethod(Request request, Set<String> methods) {
        methods.add("OPTIONS");
        StringBuilder allow = new StringBuilder();
        for (String method : methods) {
            allow.append(allow.length() == 0 ? "" : ", ").append(method);
        }
        if (request.method().equals("OPTIONS")) {
            return Response.noContent().header("Allow", allow.toString());
        }
        throw ErrorHandlers.refusal(
                405, "This path is served for other methods: " + allow, Headers.of("Allow", allow.toString()));
    }
}
