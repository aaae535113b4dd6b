package dev.lift.errors;

import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.recovery.Recovery;
import dev.lift.recovery.RecoveryMiddleware;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A function that fails on demand, to be run in a process of its own. */
public final class FailingFunction extends LiftHandler {
    /** What the runtime makes. */
    public FailingFunction() {
        super(Lift.of(FailingFunction::routes));
    }

    private static void routes(Routes app) {
        Recovery<Response> limit = Recovery.<Response>builder("limit")
                .timeout(Duration.ofMinutes(15))
                .build();
        app.error(Throwable.class, ErrorMapping.builder().development().build());
        app.get("/good", request -> Response.text("good"));
        app.get("/bug", request -> {
            throw new IllegalStateException("canary-7f3a9c");
        });
        app.get("/conflict", request -> {
            throw Problems.conflict("order-shipped").detail("The order was shipped already");
        });
        app.group(
                "/limited",
                group -> group.use(RecoveryMiddleware.of(limit)).get("/hang", request -> {
                    new CountDownLatch(1).await();
                    return Response.ok();
                }));
    }
}
