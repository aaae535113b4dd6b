package dev.lift.examples.orders;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.aws.metrics.EmfMetrics;
import dev.lift.events.Events;
import dev.lift.events.LiftEventHandler;
import dev.lift.examples.orders.bus.EventBridgePublisher;
import dev.lift.examples.orders.domain.EventPublisher;
import dev.lift.examples.orders.domain.OrderService;
import dev.lift.examples.orders.domain.PriceList;
import dev.lift.examples.orders.http.OrderEvents;
import dev.lift.examples.orders.http.OrdersApi;
import dev.lift.examples.orders.payment.HttpPayments;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.health.Health;
import dev.lift.health.HealthChecks;
import dev.lift.middleware.JwtAuthentication;
import dev.lift.resources.Priming;
import dev.lift.resources.Resource;
import dev.lift.resources.Resources;
import dev.lift.resources.ResourcesBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The function: orders over HTTP, shipments from a queue, and a schedule. */
public class OrdersFunction extends LiftEventHandler implements AutoCloseable {
    /** What a shop sells, in cents. A real one asks its catalogue. */
    private static final Map<String, Long> PRICES = Map.of("mug", 1_200L, "shirt", 2_500L, "poster", 900L);

    private final Resources resources;

    /** Makes the function, as the Lambda runtime does. */
    public OrdersFunction() {
        this(Settings.of(System.getenv()));
    }

    /** Makes one with other settings than those of the environment. */
    public OrdersFunction(Settings settings) {
        this(new Parts(settings));
    }

    @SuppressWarnings("this-escape") // It is primed once it is made, and before anybody else has it.
    private OrdersFunction(Parts parts) {
        super(parts.app, parts.events);
        resources = parts.resources;
        // Before a snapshot is made, and where concurrency is provisioned: what a first request would load is there
        // then.
        resources.prime(this, Priming.safeRoutes(app()));
    }

    /** Lets go of what the function holds, where another takes its place without the end of the process, as on a laptop. */
    @Override
    public final void close() {
        resources.close();
    }

    /** What the function is made of: the one place that knows all of it. */
    private static final class Parts {
        final Resources resources;
        final Lift app;
        final Events events;

        Parts(Settings settings) {
            EmfMetrics metrics = EmfMetrics.of("Orders", "orders");
            ResourcesBuilder builder = Resources.builder().flush("metrics", metrics::flush);
            Database database = Database.of(settings.database(), builder);
            Supplier<EventPublisher> publisher = publisher(settings, builder);
            resources = builder.start();
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
            events = Events.of(new OrderEvents(service, storage, publisher.get()));
        }

        private static Supplier<EventPublisher> publisher(Settings settings, ResourcesBuilder builder) {
            Settings.EventBus bus = settings.eventBus();
            if (bus != null) {
                Resource<EventBridgePublisher> publisher =
                        builder.add("events", () -> EventBridgePublisher.of(bus.name(), bus.endpoint()));
                return publisher::get;
            }
            return () -> events -> events.forEach(
                    each -> LoggerFactory.getLogger("events").info("{} of order {}", each.type(), each.order()));
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
