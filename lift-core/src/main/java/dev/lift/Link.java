package dev.lift;

import dev.lift.http.Request;
import dev.lift.http.Response;

/** A middleware and the rest of the chain, as one handler. */
final class Link implements Handler {
    final Middleware middleware;
    final Handler next;

    Link(Middleware middleware, Handler next) {
        this.middleware = middleware;
        this.next = next;
    }

    @Override
    public Response handle(Request request) throws Exception {
        return middleware.handle(request, next);
    }
}
