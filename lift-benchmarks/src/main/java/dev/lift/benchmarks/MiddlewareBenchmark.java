package dev.lift.benchmarks;

import dev.lift.BodyHandler;
import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From request to response through one middleware, or the typical eight. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MiddlewareBenchmark {
    @Param
    Stack stack = Stack.NONE;

    private Lift app = Lift.of(routes -> {});
    private Request request = Request.get("/").build();

    @Setup
    public void prepare() throws IOException {
        // The access log writes here; what it costs to carry the line away depends on what reads it.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        app = Lift.of(this::routes);
        request = request();
        Response first = app.handle(request);
        Response second = app.handle(request);
        boolean right = first.status() == 200
                && second.status() == 200
                && second.headers().contains("Idempotency-Replayed") == (stack == Stack.IDEMPOTENCY)
                && second.headers().contains("Cache-Status") == (stack == Stack.RESPONSE_CACHE)
                && second.headers().contains("Content-Encoding")
                        == (stack == Stack.COMPRESSION_GZIP || stack == Stack.COMPRESSION_BROTLI);
        if (!right) {
            throw new IllegalStateException(stack + " answered " + first + ", then " + second);
        }
    }

    private void routes(Routes routes) {
        routes.codecs(AppCodecs.all()).use(Stacks.of(stack));
        Response reply = Response.text(stack.exchange == Stack.Exchange.READ_LARGE ? Api.orders() : Api.ORDER);
        Handler handler = handled -> reply;
        BodyHandler<Api.NewOrder> typed = (handled, order) -> reply;
        switch (stack.exchange) {
            case READ, READ_LARGE -> routes.get("/orders/{id}", handler);
            case WRITE -> routes.post("/orders/{id}", handler);
            case WRITE_TYPED ->
                routes.post(
                        "/orders/{id}",
                        Api.NewOrder.class,
                        stack == Stack.BEAN_VALIDATION ? Stacks.validated(typed) : typed);
        }
    }

    /** Of an event, as only such a request knows what a gateway has authenticated. */
    private Request request() throws IOException {
        List<Request> read = new ArrayList<>();
        LiftHandler function = new LiftHandler(Lift.of(routes -> routes.use((handled, next) -> {
            read.add(handled);
            return Response.noContent();
        }))) {};
        TestContext context = new TestContext("id", Clock.systemUTC(), Duration.ofDays(1));
        function.handleRequest(
                new ByteArrayInputStream(stack.event("/orders/1")), OutputStream.nullOutputStream(), context);
        return read.get(0);
    }

    @Benchmark
    public Response handle() {
        return app.handle(request);
    }
}
