package dev.lift.examples.orders.domain;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What may be done with orders. Each method changes one repository, which its caller commits. */
public final class OrderService {
    private final PriceList prices;
    private final Clock clock;

    public OrderService(PriceList prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param customer whose orders they may see; null for all of the tenant's
     */
    public record Caller(String tenant, @Nullable String customer) {
        private boolean maySee(Order order) {
            return customer == null || customer.equals(order.customer());
        }
    }

    /** An article that a customer wants. */
    public record Wanted(String sku, int quantity) {}

    /** Places an order at the prices of the day. */
    public Order place(OrderRepository orders, String tenant, String customer, List<Wanted> wanted) throws Exception {
        List<OrderLine> lines = new ArrayList<>();
        for (Wanted each : wanted) {
            OptionalLong cents = prices.cents(each.sku());
            if (cents.isEmpty()) {
                throw new UnknownArticleException(lines.size(), each.sku());
            }
            lines.add(new OrderLine(each.sku(), each.quantity(), cents.getAsLong()));
        }
        Order order = Order.place(UUID.randomUUID(), tenant, customer, lines, now());
        orders.add(order, OrderEvent.of("OrderPlaced", order));
        return order;
    }

    /** Returns an order that the caller may see; another is none to them. */
    public Order get(OrderRepository orders, Caller caller, UUID id) throws Exception {
        return orders.find(caller.tenant(), id)
                .filter(caller::maySee)
                .orElseThrow(() -> new OrderNotFoundException(id));
    }

    /**
     * Cancels an order that is not being paid.
     *
     * @param version the version that the caller has seen
     */
    public Order cancel(OrderRepository orders, Caller caller, UUID id, long version) throws Exception {
        Order order = get(orders, caller, id);
        if (order.version() != version) {
            throw new StaleOrderException(id, version);
        }
        return change(orders, order, "OrderCancelled", OrderStatus.CANCELLED, null);
    }

    /** Ships an order that is paid; one that is shipped stays as it is, as whoever ships may be told twice. */
    public Order ship(OrderRepository orders, Caller caller, UUID id) throws Exception {
        Order order = get(orders, caller, id);
        return order.status() == OrderStatus.SHIPPED
                ? order
                : change(orders, order, "OrderShipped", OrderStatus.SHIPPED, order.payment());
    }

    /**
     * Says that an order is going to be paid, so that nobody cancels it meanwhile. To be committed before {@link #charge}; one that was
     * going to be paid before stays as it is.
     */
    public Order beginPayment(OrderRepository orders, Caller caller, UUID id) throws Exception {
        Order order = get(orders, caller, id);
        return order.status() == OrderStatus.PAYING || order.status() == OrderStatus.PAID
                ? order
                : change(orders, order, "PaymentBegun", OrderStatus.PAYING, null);
    }

    /**
     * Charges an order that is going to be paid. When the provider can not be heard of, it stays so: whether it was paid is not known
     * then, and charging it again finds out. One that was paid stays as it is.
     *
     * @throws PaymentDeclinedException when the provider says no; {@link #declined} says so of the order
     */
    public Order charge(OrderRepository orders, Order order, PaymentProvider payments) throws Exception {
        if (order.status() == OrderStatus.PAID) {
            return order;
        }
        return change(orders, order, "OrderPaid", OrderStatus.PAID, payments.charge(order.id(), order.cents()));
    }

    /** Takes note that an order was not paid. */
    public Order declined(OrderRepository orders, Order order) throws Exception {
        return change(orders, order, "PaymentDeclined", OrderStatus.PLACED, null);
    }

    /** Takes note that the provider says of itself that an order was paid; it may say so several times, and late. */
    public Order paid(OrderRepository orders, Caller caller, UUID id, String payment) throws Exception {
        Order order = get(orders, caller, id);
        boolean known = payment.equals(order.payment());
        return known ? order : change(orders, order, "OrderPaid", OrderStatus.PAID, payment);
    }

    /** As exactly as databases keep it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Order change(OrderRepository orders, Order order, String type, OrderStatus status, @Nullable String payment)
            throws Exception {
        Order changed = order.become(status, payment, now());
        orders.replace(changed, OrderEvent.of(type, changed));
        return changed;
    }
}
