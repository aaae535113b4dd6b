package dev.lift.benchmarks;

import dev.lift.BodyHandler;
import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.BodyCodec;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import dev.lift.lambda.LiftHandler;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.util.function.Consumer;

/** The API on Lift, with the bodies read and written in different ways. */
final class LiftFunctions {
    private LiftFunctions() {}

    static void routes(Routes app) {
        app.get("/hello", request -> Response.text("hello"));
        app.get("/users/{id}", request -> Response.json(Api.user(request.pathParam("id"))));
        app.post(
                "/orders",
                Api.NewOrder.class,
                (request, order) -> Response.status(201).json(Api.order(order)));
        app.get(
                "/orders/{id}/items/{item}",
                request -> Response.json(new Api.Item(request.pathParam("id"), request.pathParam("item"))));
    }

    /** By the codecs that lift-codec has generated. */
    public static final class Generated extends LiftHandler {
        public Generated() {
            super(Lift.of(app -> {
                app.codecs(AppCodecs.all());
                routes(app);
            }));
        }
    }

    /** By codecs written by hand. */
    public static final class Explicit extends LiftHandler {
        public Explicit() {
            super(Lift.of(app -> {
                app.codecs(new UserCodec(), new NewOrderCodec(), new OrderCodec(), new ItemCodec());
                routes(app);
            }));
        }
    }

    /** By databind, as Lift sets it up. */
    public static final class Databind extends LiftHandler {
        public Databind() {
            super(Lift.of(LiftFunctions::routes));
        }
    }

    /** By the adapters that avaje-jsonb has generated. */
    public static final class Avaje extends LiftHandler {
        public Avaje() {
            super(Lift.of(app -> {
                app.codec(new AvajeCodec());
                routes(app);
            }));
        }
    }

    /** By generated codecs, with routes that are classes: what is left is Lift's own. */
    public static final class GeneratedWithoutLambdas extends LiftHandler {
        public GeneratedWithoutLambdas() {
            super(Lift.of(new NamedRoutes()));
        }
    }

    static final class NamedRoutes implements Consumer<Routes> {
        @Override
        public void accept(Routes app) {
            app.codecs(AppCodecs.all());
            app.get("/hello", new Hello());
            app.get("/users/{id}", new GetUser());
            app.post("/orders", Api.NewOrder.class, new PostOrder());
            app.get("/orders/{id}/items/{item}", new GetItem());
        }
    }

    static final class Hello implements Handler {
        @Override
        public Response handle(Request request) {
            return Response.text("hello");
        }
    }

    static final class GetUser implements Handler {
        @Override
        public Response handle(Request request) {
            return Response.json(Api.user(request.pathParam("id")));
        }
    }

    static final class PostOrder implements BodyHandler<Api.NewOrder> {
        @Override
        public Response handle(Request request, Api.NewOrder order) {
            return Response.status(201).json(Api.order(order));
        }
    }

    static final class GetItem implements Handler {
        @Override
        public Response handle(Request request) {
            return Response.json(new Api.Item(request.pathParam("id"), request.pathParam("item")));
        }
    }

    static final class AvajeCodec implements BodyCodec {
        private final Jsonb jsonb = Jsonb.builder().serializeNulls(true).build();

        @Override
        public MediaType mediaType() {
            return MediaType.JSON;
        }

        @Override
        public <T> T read(byte[] body, Class<T> type) {
            return jsonb.type(type).fromJson(body);
        }

        @Override
        public byte[] write(Object value) {
            return jsonb.toJsonBytes(value);
        }

        @Override
        public void prepare(Class<?> type) {
            jsonb.type(type);
        }
    }

    static final class UserCodec implements JsonCodec<Api.User> {
        @Override
        public Class<Api.User> type() {
            return Api.User.class;
        }

        @Override
        public Api.User read(JsonReader in) {
            throw new UnsupportedOperationException("users are only written");
        }

        @Override
        public void write(Api.User user, JsonWriter out) {
            out.beginObject()
                    .name("id")
                    .string(user.id())
                    .name("name")
                    .string(user.name())
                    .endObject();
        }
    }

    static final class ItemCodec implements JsonCodec<Api.Item> {
        @Override
        public Class<Api.Item> type() {
            return Api.Item.class;
        }

        @Override
        public Api.Item read(JsonReader in) {
            throw new UnsupportedOperationException("items are only written");
        }

        @Override
        public void write(Api.Item item, JsonWriter out) {
            out.beginObject()
                    .name("order")
                    .string(item.order())
                    .name("item")
                    .string(item.item())
                    .endObject();
        }
    }

    static final class NewOrderCodec implements JsonCodec<Api.NewOrder> {
        @Override
        public Class<Api.NewOrder> type() {
            return Api.NewOrder.class;
        }

        @Override
        public Api.NewOrder read(JsonReader in) throws IOException {
            String sku = null;
            int quantity = 0;
            String note = null;
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs("sku")) {
                    sku = in.readString();
                } else if (in.nameIs("quantity")) {
                    quantity = in.readInt();
                } else if (in.nameIs("note")) {
                    note = in.readStringOrNull();
                } else {
                    in.skipValue();
                }
            }
            return new Api.NewOrder(in.required(sku, "sku"), quantity, note);
        }

        @Override
        public void write(Api.NewOrder order, JsonWriter out) {
            out.beginObject().name("sku").string(order.sku());
            out.name("quantity").number(order.quantity());
            out.name("note").stringOrNull(order.note()).endObject();
        }
    }

    static final class OrderCodec implements JsonCodec<Api.Order> {
        @Override
        public Class<Api.Order> type() {
            return Api.Order.class;
        }

        @Override
        public Api.Order read(JsonReader in) {
            throw new UnsupportedOperationException("orders are only written");
        }

        @Override
        public void write(Api.Order order, JsonWriter out) {
            out.beginObject().name("id").string(order.id()).name("sku").string(order.sku());
            out.name("quantity").number(order.quantity());
            out.name("note").stringOrNull(order.note()).endObject();
        }
    }
}
