package dev.lift.examples.orders;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.aws.metrics.EmfMetrics;
import dev.lift.events.Events;
import dev.lift.events.LiftEventHandler;
import dev.lift.examples.orders.domain.OrderService;
import dev.lift.examples.orders.domain.PriceList;
import dev.lift.examples.orders.http.OrderEvents;
import dev.lift.examples.orders.http.OrdersApi;
import dev.lift.examples.orders.payment.HttpPayments;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.health.Health;
import dev.lift.health.HealthChecks;
import dev.lift.middleware.JwtAuthentication;
import dev.lift.resources.Resources;
import dev.lift.resources.ResourcesBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.LoggerFactory;

/** The function: orders over HTTP, shipments from a queue, and a schedule. */
public final class OrdersFunction extends LiftEventHandler {
    /** What a shop sells, in cents. A real one asks its catalogue. */
    private static final Map<String, Long> PRICES = Map.of("mug", 1_200L, "shirt", 2_500L, "poster", 900L);

    /** Makes the function, as the Lambda runtime does. */
    public OrdersFunction() {
        this(Settings.of(System.getenv()));
    }

    /** Makes one with other settings than those of the environment. */
    public OrdersFunction(Settings settings) {
        this(new Parts(settings));
    }

    private OrdersFunction(Parts parts) {
        super(parts.app, parts.events);
    }

    /** What the function is made of: the one place that knows all of it. */
    private static final class Parts {
        final Lift app;
        final Events events;

        Parts(Settings settings) {
            EmfMetrics metrics = EmfMetrics.of("Orders", "orders");
            ResourcesBuilder builder = Resources.builder().flush("metrics", metrics::flush);
            Database database = Database.of(settings.database(), builder);
            Resources resources = builder.start();
            HttpPayments payments = new HttpPayments(settings.payments());
            Storage storage = database.storage().get();
            OrderService service = new OrderService(prices(), Clock.systemUTC());
            Health health = Health.builder()
                    .check(database.health().get())
                    .check(HealthChecks.circuitBreaker("payments", payments::isOpen)
                            .nonCritical())
                    .build();
            app = Lift.of(new OrdersApi(
                    service,
                    storage,
                    payments,
                    health,
                    resources.middleware(),
                    authentication(settings),
                    metrics,
                    settings.webhookSecret()));
            events = Events.of(new OrderEvents(
                    service,
                    storage,
                    event -> LoggerFactory.getLogger("events").info("{} of order {}", event.type(), event.order())));
        }

        private static PriceList prices() {
            return sku -> {
                Long cents = PRICES.get(sku);
                return cents == null ? OptionalLong.empty() : OptionalLong.of(cents);
            };
        }

        private static Middleware authentication(Settings settings) {
            JwtAuthentication tokens = settings.jwks() != null
                    ? JwtAuthentication.ofJwks(settings.jwks(), settings.issuer(), settings.audience())
                    : JwtAuthentication.ofSecret(
                            String.valueOf(settings.jwtSecret()).getBytes(StandardCharsets.UTF_8),
                            settings.issuer(),
                            settings.audience());
            return tokens.roles("roles");
        }
    }
}
