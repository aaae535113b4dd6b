package dev.lift.middleware;

import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import java.time.Duration;

/** A function whose effect must happen once, with its store in the process of the test. */
public final class PaymentsFunction extends LiftHandler {
    /** Makes the function, as the Lambda runtime does. */
    public PaymentsFunction() {
        this(System.getenv("STORE"));
    }

    private PaymentsFunction(String store) {
        super(Lift.of(routes -> routes.use(
                        Idempotency.with(new RemoteStore(store)).clockMargin(Duration.ZERO))
                .post("/payments", request -> Response.created("/payments/1").text(RemoteStore.ask(store, "effect")))));
    }
}
