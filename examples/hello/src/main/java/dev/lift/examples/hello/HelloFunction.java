package dev.lift.examples.hello;

import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.errors.ErrorMapping;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;

/** The smallest function: a greeting, and an echo with a JSON body. */
public final class HelloFunction extends LiftHandler {
    public HelloFunction() {
        super(Lift.of(HelloFunction::routes));
    }

    private static void routes(Routes app) {
        app.codecs(AppCodecs.all());
        app.error(Throwable.class, ErrorMapping.standard());
        app.get("/hello/{name}", request -> Response.text("Hello, " + request.pathParam("name")));
        app.post("/echo", Echo.class, (request, echo) -> Response.json(new EchoReply(echo.message())));
    }
}
