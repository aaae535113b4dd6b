package dev.lift.testing;

import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A function that keeps the request it served, and the oracles that hold for each reply whatever was sent. */
final class Probe extends LiftHandler {
    static final List<EventSource> SOURCES = Arrays.stream(EventSource.values())
            .filter(source -> source != EventSource.OTHER)
            .toList();

    private static final AtomicReference<Request> SEEN = new AtomicReference<>();

    private final LiftTest test = LiftTest.of(this);

    Probe(Consumer<Routes> routes) {
        super(Lift.of(routes));
    }

    /** Serves every path and every common method, and answers 200 with the path. */
    static Probe any() {
        return new Probe(app -> {
            app.get("/", Probe::serve);
            for (String method : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
                app.route(method, "/{path*}", Probe::serve);
            }
        });
    }

    static Response serve(Request request) {
        SEEN.set(request);
        return Response.text(request.path());
    }

    Request seen() {
        return SEEN.get();
    }

    LiftTest test() {
        return test;
    }

    /** Sends an event, checks the oracles O1, O3, O9 and O10, and returns the reply. */
    TestResponse send(EventSource source, byte[] event) {
        SEEN.set(null);
        TestResponse response = test.sendEvent(source, event);
        byte[] again = test.sendEvent(source, event).replyBytes();
        if (!withoutId(response.replyBytes()).equals(withoutId(again))) {
            throw new AssertionError("O10: the same event was answered differently: " + text(response.replyBytes())
                    + " and " + text(again));
        }
        if (response.status() >= 500) {
            throw new AssertionError(
                    "A client's fault was answered as ours: " + text(response.replyBytes()) + " to " + text(event));
        }
        Request seen = SEEN.get();
        test.withSource(source).get("/").send().expectStatus(200).expectBody("/");
        SEEN.set(seen);
        return response;
    }

    TestResponse send(EventSource source, String event) {
        return send(source, event.getBytes(StandardCharsets.UTF_8));
    }

    private static String withoutId(byte[] reply) {
        return text(reply).replaceAll("test-[0-9]+", "id");
    }

    static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.length() > 2_000 ? text.substring(0, 2_000) + "..." : text;
    }
}
