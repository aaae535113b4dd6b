package dev.lift.benchmarks;

import dev.lift.BodyHandler;
import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;

/** A part of the API by generated codecs, behind the stack that the environment variable {@code MIDDLEWARE} names. */
public final class MiddlewareFunction extends LiftHandler {
    public MiddlewareFunction() {
        super(Lift.of(app -> {
            Stack stack = Stack.valueOf(System.getenv("MIDDLEWARE"));
            app.use(Stacks.of(stack));
            app.codecs(AppCodecs.all());
            BodyHandler<Api.NewOrder> post =
                    (request, order) -> Response.status(201).json(Api.order(order));
            app.post("/orders", Api.NewOrder.class, stack == Stack.BEAN_VALIDATION ? Stacks.validated(post) : post);
            app.get(
                    "/orders/{id}",
                    request -> stack.exchange == Stack.Exchange.READ_LARGE
                            ? Response.text(Api.orders())
                            : Response.json(Api.user(request.pathParam("id"))));
        }));
    }
}
