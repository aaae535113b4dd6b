package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The error handlers of a scope: the inner scope first, and in each the handler of the nearest superclass. Loaded when
 * something was thrown or declared, not before.
 */
final class ErrorHandlers {
    private final Map<Class<?>, ErrorHandler<?>> handlers = new HashMap<>();
    private final Scope scope;

    ErrorHandlers(Scope scope) {
        this.scope = scope;
    }

    void add(Class<?> type, ErrorHandler<?> handler) {
        ErrorHandler<?> previous = handlers.putIfAbsent(type, handler);
        if (previous != null) {
            throw new IllegalArgumentException(
                    "Two error handlers for " + type.getName() + " in one scope; remove one");
        }
    }

    /** Makes one to throw. Declared as its JDK superclass, or else what throws it would load it while all is well. */
    static RuntimeException refusal(int status, String detail, Headers headers) {
        return new HttpException(status, detail, headers);
    }

    static Response answer(Throwable thrown, Request request, @Nullable ErrorHandlers handlers, BodyCodecs codecs) {
        if (thrown instanceof VirtualMachineError error) {
            MemoryExhaustion.escapeUnlessSurvivable(error);
        }
        if (thrown instanceof InterruptedException) {
            // For the middleware on the way out; LiftHandler clears the flag before the next invocation.
            Thread.currentThread().interrupt();
        }
        ErrorHandler<Throwable> handler = find(thrown, handlers);
        if (handler != null) {
            try {
                return codecs.write(handler.handle(thrown, request));
            } catch (Throwable failed) {
                ErrorLog.unmapped(failed, request);
            }
        }
        return unmapped(thrown, request);
    }

    private static Response unmapped(Throwable thrown, Request request) {
        if (thrown instanceof HttpException exception) {
            return exception.toResponse(request.id());
        }
        ErrorLog.unmapped(thrown, request);
        return new HttpException(500, "").toResponse(request.id());
    }

    private static @Nullable ErrorHandler<Throwable> find(Throwable thrown, @Nullable ErrorHandlers innermost) {
        for (ErrorHandlers each = innermost; each != null; each = each.scope.outerErrors()) {
            for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
                @SuppressWarnings("unchecked") // Routes.error(...) lets in no other pair.
                ErrorHandler<Throwable> handler = (ErrorHandler<Throwable>) each.handlers.get(type);
                if (handler != null) {
                    return handler;
                }
            }
        }
        return null;
    }
}
