package dev.lift.aws.metrics;

import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.middleware.RequestMetrics;
import dev.lift.resources.Resources;
import java.util.concurrent.CountDownLatch;

/** A function that counts orders, and one request of which never ends. */
public final class MeasuredFunction extends LiftHandler {
    private static final EmfMetrics METRICS = EmfMetrics.of("Shop", "orders");

    /** Makes the function, as the Lambda runtime does. */
    public MeasuredFunction() {
        this(Resources.builder().flush("metrics", METRICS::flush).start());
    }

    private MeasuredFunction(Resources resources) {
        super(Lift.of(app -> app.use(resources.middleware(), RequestMetrics.to(METRICS))
                .post("/orders", request -> {
                    METRICS.count("Orders", 1);
                    return Response.noContent();
                })
                .post("/hang", request -> {
                    METRICS.count("Hanging", 1);
                    new CountDownLatch(1).await();
                    return Response.noContent();
                })));
    }
}
