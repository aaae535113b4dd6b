package dev.lift.examples.orders.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.examples.orders.OrdersFunction;
import dev.lift.examples.orders.TestDatabase;
import dev.lift.examples.orders.domain.OrderStatus;
import dev.lift.examples.orders.local.LocalSettings;
import dev.lift.middleware.Authorization;
import dev.lift.middleware.Idempotency;
import dev.lift.middleware.JwtAuthentication;
import dev.lift.middleware.RateLimit;
import dev.lift.middleware.WebhookSignature;
import dev.lift.openapi.OpenApi;
import dev.lift.openapi.Operation;
import dev.lift.openapi.SecurityScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The document of the API is what the routes are: {@code -Dopenapi.write} writes it. */
class OpenApiTest {
    private static final Path FOLDER = Path.of("src/main/resources");

    /** Describes the API of an app of {@link OrdersApi}. */
    static OpenApi describe(Lift app) {
        return OpenApi.of(app)
                .title("Orders")
                .version("1")
                .description("Orders and payments of a shop. Each caller sees the orders of its tenant.\n\n"
                        + "Errors are problems (RFC 9457); what their codes mean is at /errors.")
                .security("token", SecurityScheme.bearer("JWT"))
                .without(route -> route.path().startsWith("/health")
                        || route.path().startsWith("/docs")
                        || route.path().startsWith("/openapi"))
                .surroundedBy(
                        JwtAuthentication.class,
                        operation -> operation.security("token").problem(401, "There is no valid token"))
                .surroundedBy(Authorization.class, operation -> operation.problem(403, "The token does not allow it"))
                .surroundedBy(
                        RateLimit.class,
                        operation -> operation.problem(429, "Too many requests; Retry-After says when"))
                .surroundedBy(
                        WebhookSignature.class,
                        operation -> operation
                                .requiredHeader(
                                        "Stripe-Signature", String.class, "The time, and the HMAC of time and body")
                                .problem(401, "The signature is none of the provider's"))
                .operation(
                        "POST /orders",
                        operation -> onceOnly(operation)
                                .summary("Places an order")
                                .reply(201, OrderView.class, "The order; its ETag is its version")
                                .problem(422, "Something in the order is wrong; `errors` says what"))
                .operation(
                        "GET /orders",
                        operation -> paged(operation).summary("Lists the caller's orders, the latest first"))
                .operation("GET /admin/orders", operation -> paged(operation).summary("Lists all orders of the tenant"))
                .operation(
                        "GET /orders/{id:uuid}",
                        operation -> operation
                                .summary("Returns an order")
                                .reply(200, OrderView.class, "The order; its ETag is its version")
                                .problem(404, "The caller has no such order"))
                .operation(
                        "POST /orders/{id:uuid}/cancel",
                        operation -> onceOnly(operation)
                                .summary("Cancels an order that has not been paid")
                                .requiredHeader(
                                        "If-Match", String.class, "The ETag of the order as the caller has seen it")
                                .reply(200, OrderView.class, "The order, which is cancelled")
                                .problem(404, "The caller has no such order")
                                .problem(409, "The order is in a state in which it can not be cancelled")
                                .problem(412, "The order has changed since")
                                .problem(428, "If-Match is missing"))
                .operation(
                        "POST /orders/{id:uuid}/pay",
                        operation -> onceOnly(operation)
                                .summary("Pays an order")
                                .description("May be sent again whatever came of it: an order is paid once.")
                                .reply(200, OrderView.class, "The order, which is paid")
                                .problem(402, "The provider has declined")
                                .problem(404, "The caller has no such order")
                                .problem(409, "The order is in a state in which it can not be paid")
                                .problem(503, "It is not known whether it is paid; send the request again"))
                .operation(
                        "POST /webhooks/payments",
                        operation -> operation
                                .summary("Takes what the payment provider has to say")
                                .reply(204, "It is taken"))
                .operation(
                        "GET /errors",
                        operation ->
                                operation.summary("Lists the codes of errors").reply(200, "The list"))
                .build();
    }

    private static Lift app() {
        return new OrdersFunction(LocalSettings.of(TestDatabase.settings(), URI.create("http://127.0.0.1:9"))).app();
    }

    private static Operation onceOnly(Operation operation) {
        return operation
                .header(
                        "Idempotency-Key",
                        String.class,
                        "Makes it safe to send the request again: the same key gets the same reply")
                .problem(409, "A request with this key is under way");
    }

    private static Operation paged(Operation operation) {
        return operation
                .query("status", OrderStatus.class, "Only orders in this state")
                .query("limit", Integer.class, "How many, 1 to 100; 20 unless said")
                .query("cursor", String.class, "`next` of the page before")
                .reply(200, OrderPage.class, "A page of orders");
    }

    @Test
    void document_isThatOfTheRoutes() throws IOException {
        OpenApi api = describe(app());
        String json = new String(api.json(), StandardCharsets.UTF_8);
        if (System.getProperty("openapi.write") != null) {
            Files.writeString(FOLDER.resolve("openapi.json"), json);
            Files.writeString(FOLDER.resolve("openapi.html"), api.html());
        }
        assertThat(FOLDER.resolve("openapi.json")).content().isEqualTo(json);
        assertThat(FOLDER.resolve("openapi.html")).content().isEqualTo(api.html());
        assertThat(OpenApi.CONTENT_SECURITY_POLICY).isEqualTo(Documentation.POLICY);
    }

    /** Whatever the middleware is called in the rules above stands around a route. */
    @Test
    void rules_speakOfMiddlewareThatIsThere() {
        Lift app = app();
        for (Class<?> each : new Class<?>[] {
            JwtAuthentication.class, Authorization.class, RateLimit.class, WebhookSignature.class, Idempotency.class
        }) {
            assertThat(app.routes().stream().flatMap(route -> app.middleware(route).stream()))
                    .as("%s", each)
                    .anyMatch(each::isInstance);
        }
    }
}
