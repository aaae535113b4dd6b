package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;

/** Reads the body and hands it to a {@link BodyHandler}. */
final class BodyRoute<T> implements Handler {
    final Class<T> type;
    private final BodyHandler<T> handler;

    BodyRoute(Class<T> type, BodyHandler<T> handler) {
        this.type = type;
        this.handler = handler;
    }

    @Override
    public Response handle(Request request) throws Exception {
        return handler.handle(request, request.body(type));
    }
}
