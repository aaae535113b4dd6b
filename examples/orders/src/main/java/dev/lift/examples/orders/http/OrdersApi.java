package dev.lift.examples.orders.http;

import dev.lift.Middleware;
import dev.lift.Routes;
import dev.lift.errors.Catalogue;
import dev.lift.errors.ErrorMapping;
import dev.lift.errors.Problems;
import dev.lift.examples.orders.domain.OrderNotFoundException;
import dev.lift.examples.orders.domain.OrderService;
import dev.lift.examples.orders.domain.OrderService.Caller;
import dev.lift.examples.orders.domain.OrderStateException;
import dev.lift.examples.orders.domain.StaleOrderException;
import dev.lift.examples.orders.domain.UnknownArticleException;
import dev.lift.examples.orders.payment.Payments;
import dev.lift.examples.orders.storage.ClaimLostException;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.health.Health;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.middleware.AccessLog;
import dev.lift.middleware.Authorization;
import dev.lift.middleware.BodyLimit;
import dev.lift.middleware.Idempotency;
import dev.lift.middleware.RateLimit;
import dev.lift.middleware.RateLimitPolicy;
import dev.lift.middleware.RequestId;
import dev.lift.middleware.RequestMetrics;
import dev.lift.middleware.SecurityHeaders;
import dev.lift.middleware.Tenant;
import dev.lift.middleware.TraceContext;
import dev.lift.middleware.WebhookSignature;
import dev.lift.recovery.RejectedException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The routes, and what surrounds them.
 *
 * @param lifecycle counts the requests that run, for the shutdown
 * @param authentication finds out who calls
 * @param metrics takes what each request came to
 */
public record OrdersApi(
        OrderService service,
        Storage storage,
        Payments payments,
        Health health,
        Middleware lifecycle,
        Middleware authentication,
        RequestMetrics.Sink metrics,
        String webhookSecret)
        implements Consumer<Routes> {
    /** The errors of this API, with those that every app has. */
    public static final Catalogue ERRORS = Catalogue.of(OrderError.values()).with(RejectedException.Reason.values());

    @Override
    public void accept(Routes app) {
        app.codecs(AppCodecs.all());
        app.error(Throwable.class, errors());
        app.use(
                lifecycle,
                RequestId.ofInvocation(),
                TraceContext.ofInvocation(),
                AccessLog.toSlf4j(),
                RequestMetrics.to(metrics),
                SecurityHeaders.forApis(),
                BodyLimit.ofBytes(100_000));
        app.group("/health", health);
        app.get("/errors", this::catalogue);
        new Documentation().accept(app);
        app.group("/webhooks", this::webhooks);
        app.group("/orders", this::orders);
        app.group("/admin", this::admin);
    }

    private static ErrorMapping errors() {
        return ErrorMapping.builder()
                .catalogue(ERRORS)
                .map(OrderNotFoundException.class, OrderError.ORDER_NOT_FOUND)
                .map(
                        OrderStateException.class,
                        error -> Problems.of(OrderError.ORDER_STATE)
                                .member("orderStatus", error.status().name())
                                .cause(error))
                .map(StaleOrderException.class, OrderError.ORDER_CHANGED)
                .map(ClaimLostException.class, OrderError.ORDER_CHANGED)
                .map(
                        UnknownArticleException.class,
                        error -> Problems.of(OrderError.ARTICLE_UNKNOWN)
                                .error("/lines/" + error.line() + "/sku", "must be for sale")
                                .cause(error))
                .build();
    }

    private void orders(Routes orders) {
        orders.use(
                authentication,
                Tenant.ofClaim("tenant"),
                Authorization.authenticated(),
                RateLimit.perPrincipal(RateLimitPolicy.tokenBucket(50, Duration.ofSeconds(1))),
                Idempotency.with(storage.claims()),
                new Transactions(storage));
        new OrderRoutes(service, storage, payments).accept(orders);
    }

    private void admin(Routes admin) {
        admin.use(
                authentication,
                Tenant.ofClaim("tenant"),
                Authorization.anyRole("admin"),
                OrderRoutes.RULES,
                new Transactions(storage));
        admin.get("/orders", request -> OrderRoutes.list(request, null));
    }

    /** Signed by the provider, which sends again what does not get 2xx. */
    private void webhooks(Routes webhooks) {
        webhooks.use(WebhookSignature.stripe(webhookSecret), new Transactions(storage));
        webhooks.post("/payments", PaymentNotice.class, (request, notice) -> {
            Caller provider = new Caller(notice.tenant(), null);
            service.paid(Transactions.of(request).orders(), provider, notice.order(), notice.payment());
            return Response.noContent();
        });
    }

    private Response catalogue(Request request) {
        return Response.ok().header("Content-Type", "application/json").withBody(ERRORS.toJson());
    }
}
