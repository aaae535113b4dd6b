package dev.lift.examples.orders.http;

import dev.lift.Routes;
import dev.lift.errors.Problems;
import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderQuery;
import dev.lift.examples.orders.domain.OrderRepository;
import dev.lift.examples.orders.domain.OrderService;
import dev.lift.examples.orders.domain.OrderService.Caller;
import dev.lift.examples.orders.domain.OrderService.Wanted;
import dev.lift.examples.orders.domain.OrderStatus;
import dev.lift.examples.orders.domain.PaymentDeclinedException;
import dev.lift.examples.orders.domain.StaleOrderException;
import dev.lift.examples.orders.payment.Payments;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.Transaction;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.middleware.ParameterRule;
import dev.lift.middleware.ParameterRules;
import dev.lift.middleware.Principal;
import dev.lift.middleware.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What customers do with their orders. */
final class OrderRoutes implements Consumer<Routes> {
    private static final int USUAL = 20;

    /** What may be asked of a list. */
    static final ParameterRules RULES = ParameterRules.none().query("limit", ParameterRule.integer(1, 100));

    private final OrderService service;
    private final Storage storage;
    private final Payments payments;

    OrderRoutes(OrderService service, Storage storage, Payments payments) {
        this.service = service;
        this.storage = storage;
        this.payments = payments;
    }

    @Override
    public void accept(Routes orders) {
        orders.use(RULES);
        orders.post("/", NewOrder.class, this::place);
        orders.get("/", request -> list(request, caller(request).customer()));
        orders.get("/{id:uuid}", this::get);
        orders.post("/{id:uuid}/cancel", this::cancel);
        orders.post("/{id:uuid}/pay", this::pay);
    }

    private static Caller caller(Request request) {
        return new Caller(Tenant.required(request), Principal.required(request).id());
    }

    private static UUID id(Request request) {
        return request.pathParam("id", UUID.class);
    }

    private static OrderRepository orders(Request request) {
        return Transactions.of(request).orders();
    }

    /** With the version of the order, which is asked for where it is changed. */
    private static Response reply(Response.Bodiless response, Order order) {
        return response.json(OrderView.of(order)).header("ETag", "\"" + order.version() + "\"");
    }

    private Response place(Request request, NewOrder order) throws Exception {
        List<Wanted> wanted = order.lines().stream()
                .map(line -> new Wanted(line.sku(), line.quantity()))
                .toList();
        Order placed = service.place(
                orders(request),
                Tenant.required(request),
                Principal.required(request).id(),
                wanted);
        return reply(Response.created("/orders/" + placed.id()), placed);
    }

    private Response get(Request request) throws Exception {
        return reply(Response.ok(), service.get(orders(request), caller(request), id(request)));
    }

    static Response list(Request request, @Nullable String customer) throws Exception {
        int limit = request.queryParam("limit", Integer.class).orElse(USUAL);
        OrderQuery query = new OrderQuery(
                Tenant.required(request),
                customer,
                request.queryParam("status", OrderStatus.class).orElse(null),
                request.queryParam("cursor").map(Cursor::parse).orElse(null),
                limit);
        List<Order> page = orders(request).list(query);
        String next = page.size() < query.limit() ? null : Cursor.of(page.get(page.size() - 1));
        return Response.json(new OrderPage(page.stream().map(OrderView::of).toList(), next));
    }

    private Response cancel(Request request) throws Exception {
        long version = version(request);
        try {
            return reply(Response.ok(), service.cancel(orders(request), caller(request), id(request), version));
        } catch (StaleOrderException stale) {
            throw Problems.of(OrderError.VERSION_STALE).cause(stale);
        }
    }

    /** RFC 9110 section 13.1.1, with one entity tag, which is a version. */
    private static long version(Request request) {
        String tag = request.header("If-Match").orElseThrow(() -> Problems.of(OrderError.VERSION_NEEDED));
        try {
            if (tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
                return Long.parseLong(tag.substring(1, tag.length() - 1));
            }
        } catch (NumberFormatException other) {
            // A tag of something else, which no order has.
        }
        throw Problems.of(OrderError.VERSION_STALE);
    }

    /**
     * In two transactions, as the provider is asked between them: while it is, nobody can cancel the order, and after a crash paying
     * again finds out what became of it.
     */
    private Response pay(Request request) throws Exception {
        Order paying = begun(request);
        try {
            return reply(Response.ok(), service.charge(orders(request), paying, payments.within(request.deadline())));
        } catch (PaymentDeclinedException declined) {
            try (Transaction transaction = storage.begin(request.deadline())) {
                service.declined(transaction.orders(), paying);
                transaction.commit();
            }
            throw Problems.of(OrderError.PAYMENT_DECLINED).cause(declined);
        } catch (IOException | HttpException unheard) {
            throw Problems.of(OrderError.PAYMENT_UNKNOWN).cause(unheard).retryAfter(Duration.ofSeconds(1));
        }
    }

    private Order begun(Request request) throws Exception {
        try (Transaction transaction = storage.begin(request.deadline())) {
            Order order = service.beginPayment(transaction.orders(), caller(request), id(request));
            transaction.commit();
            return order;
        }
    }
}
