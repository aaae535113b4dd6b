package dev.lift;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The error handlers of a scope: the inner scope first, and in each the handler of the nearest superclass. Loaded when one is
 * declared; {@link ErrorAnswer} is not before something was thrown.
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

    /** Returns the handler of an error, or null when none is declared for it. */
    static @Nullable ErrorHandler<Throwable> find(Throwable thrown, @Nullable ErrorHandlers innermost) {
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
