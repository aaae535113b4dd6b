package dev.lift.benchmarks.peers.http4k;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import kotlin.jvm.functions.Function1;
import org.http4k.core.Method;
import org.http4k.core.Request;
import org.http4k.core.Response;
import org.http4k.core.Status;
import org.http4k.routing.ExtensionsKt;
import org.http4k.routing.PathMethod;
import org.http4k.routing.RoutingHttpHandler;
import org.http4k.routing.RoutingKt;
import org.http4k.serverless.ApiGatewayV2LambdaFunction;

/** The API on http4k; bodies by Jackson, as http4k does them. */
public final class Http4kFunction extends ApiGatewayV2LambdaFunction {
    private static final JsonMapper JSON = new JsonMapper();

    public Http4kFunction() {
        super(RoutingKt.routes(
                route("/hello", Method.GET, request -> Response.Companion.create(Status.OK)
                        .header("Content-Type", "text/plain")
                        .body("hello")),
                route("/users/{id}", Method.GET, request -> json(Status.OK, new User(path(request, "id"), "Ada"))),
                route("/orders", Method.POST, request -> {
                    NewOrder order = read(request.bodyString());
                    return json(Status.CREATED, new Order("1", order.sku(), order.quantity(), order.note()));
                }),
                route(
                        "/orders/{id}/items/{item}",
                        Method.GET,
                        request -> json(Status.OK, new Item(path(request, "id"), path(request, "item"))))));
    }

    public record User(String id, String name) {}

    public record NewOrder(String sku, int quantity, String note) {}

    public record Order(String id, String sku, int quantity, String note) {}

    public record Item(String order, String item) {}

    private static RoutingHttpHandler route(String path, Method method, Function1<Request, Response> handler) {
        return new PathMethod(path, method).to(handler::invoke);
    }

    private static String path(Request request, String name) {
        return ExtensionsKt.path(request, name);
    }

    private static Response json(Status status, Object body) {
        try {
            return Response.Companion.create(status)
                    .header("Content-Type", "application/json")
                    .body(JSON.writeValueAsString(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static NewOrder read(String json) {
        try {
            return JSON.readValue(json, NewOrder.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
