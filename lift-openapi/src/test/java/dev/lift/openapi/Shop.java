package dev.lift.openapi;

import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.Json;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An app with a route and a type of each kind. */
final class Shop {
    private Shop() {}

    enum Currency {
        @Json.Name("eur")
        EUR,
        USD
    }

    /**
     * An order, as {@code POST /orders} takes it.
     *
     * @param sku what is ordered
     * @param quantity how many,
     *     at most a hundred
     */
    @Json(unknown = Json.Unknown.REFUSE)
    record NewOrder(
            @NotBlank @Size(max = 40) String sku,
            @Min(1) @Max(100) int quantity,
            @Nullable String note,
            @Json.Default("usd") String reference,
            @Json.Default("3") int copies,
            Currency currency,
            @Nullable Currency paidIn,
            Optional<Instant> deliverAt,
            @Size(min = 1) List<@Size(max = 9) String> labels,
            Map<String, BigDecimal> prices,
            byte[] signature,
            Payment payment,
            Page<Line> lines,
            @Json.Name("$ref") String reserved,
            String mapping) {}

    @Json
    record Line(
            UUID id,
            @DecimalMax(value = "9.5", inclusive = false) double weight,
            @Nullable Line part) {}

    @Json
    record Page<T>(List<T> items, @Nullable String next) {}

    @Json
    @Json.Discriminator("kind")
    sealed interface Payment permits Card, Transfer {}

    @Json
    @Json.Name("card")
    record Card(String number) implements Payment {}

    @Json
    record Transfer(String iban) implements Payment {}

    record Unknown(String text) {}

    /** Something that says who calls. */
    static final class Token implements Middleware {
        @Override
        public Response handle(Request request, Handler next) throws Exception {
            return next.handle(request);
        }
    }

    static final Lift APP = Lift.of(app -> app.codecs(AppCodecs.all())
            .get("/", request -> Response.text("shop"))
            .get("/files/{path*}", request -> Response.text("file"))
            .group(
                    "/orders",
                    orders -> orders.use(new Token())
                            .post("/", NewOrder.class, (request, order) -> Response.created("/orders/1"))
                            .get("/{id:uuid}", request -> Response.text("order"))
                            .delete("/{id:uuid}", request -> Response.noContent())
                            .get("/{id:uuid}/lines/{line:int}", request -> Response.text("line"))));

    static OpenApiBuilder described() {
        return OpenApi.of(APP)
                .title("Shop <of tests>")
                .version("1.2.3")
                .description("Sells things.\n\nAnd takes them back.")
                .server("https://api.example.com")
                .security("token", SecurityScheme.bearer("JWT"))
                .surroundedBy(
                        Token.class,
                        operation -> operation
                                .security("token", "orders")
                                .problem(401, "There is no valid token")
                                .description("Asks who calls."))
                .operation(
                        "POST /orders",
                        operation -> operation
                                .summary("Places an order")
                                .description("Once.")
                                .header("Idempotency-Key", String.class, "Makes it safe to send again")
                                .query("dry", Boolean.class, "Places nothing")
                                .query("currency", Currency.class, "Of the prices")
                                .reply(201, NewOrder.class, "The order")
                                .reply(202, "It takes longer"))
                .operation(
                        "DELETE /orders/{id:uuid}",
                        operation -> operation
                                .deprecated()
                                .tag("old")
                                .requiredHeader("If-Match", String.class, "The version")
                                .reply(204, "It is gone"))
                .operation("GET /orders/{id:uuid}", operation -> operation.reply(200, Line.class, "A line"));
    }
}
