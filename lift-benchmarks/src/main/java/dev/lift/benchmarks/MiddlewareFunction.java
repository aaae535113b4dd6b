package dev.lift.benchmarks;

import dev.lift.Lift;
import dev.lift.lambda.LiftHandler;

/** The API by generated codecs, behind the middleware that the environment variable {@code MIDDLEWARE} names. */
public final class MiddlewareFunction extends LiftHandler {
    public MiddlewareFunction() {
        super(Lift.of(app -> {
            app.use(Stacks.of(System.getenv("MIDDLEWARE")));
            app.codecs(AppCodecs.all());
            LiftFunctions.routes(app);
        }));
    }
}
