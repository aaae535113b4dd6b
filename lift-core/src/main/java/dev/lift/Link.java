package dev.lift;

import dev.lift.http.BodyCodecs;
import dev.lift.http.Request;
import dev.lift.http.Response;

/**
 * A middleware and the rest of the chain, as one handler. What a middleware answers by itself is written to bytes here, so
 * that the next one out sees bytes in any case.
 */
final class Link implements Handler {
    private final Middleware middleware;
    private final Handler next;
    private final BodyCodecs codecs;

    Link(Middleware middleware, Handler next, BodyCodecs codecs) {
        this.middleware = middleware;
        this.next = next;
        this.codecs = codecs;
    }

    /** Makes a link of a handler that a middleware has compiled by itself. */
    static Handler of(Handler compiled, BodyCodecs codecs) {
        return new Link(new Compiled(compiled), compiled, codecs);
    }

    @Override
    public Response handle(Request request) throws Exception {
        Response response = middleware.handle(request, next);
        return response == null ? Response.noContent() : codecs.write(response);
    }

    private static final class Compiled implements Middleware {
        private final Handler handler;

        Compiled(Handler handler) {
            this.handler = handler;
        }

        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return handler.handle(request);
        }
    }
}
