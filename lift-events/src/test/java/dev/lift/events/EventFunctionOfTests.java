package dev.lift.events;

import dev.lift.Lift;
import dev.lift.http.Response;
import java.util.function.Consumer;

/** A function with one HTTP route, and the events of a test. */
final class EventFunctionOfTests extends LiftEventHandler {
    EventFunctionOfTests(Consumer<EventRoutes> routes) {
        super(Lift.of(app -> app.get("/health", request -> Response.text("up"))), Events.of(routes));
    }
}
