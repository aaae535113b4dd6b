package dev.lift.examples.orders.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.examples.orders.domain.OrderService.Caller;
import dev.lift.examples.orders.domain.OrderService.Wanted;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules, without a database. */
class OrderServiceTest {
    private static final Caller ADA = new Caller("acme", "ada");
    private static final Caller SHOP = new Caller("acme", null);

    private final Memory orders = new Memory();
    private final OrderService service = new OrderService(
            sku -> sku.equals("mug") ? OptionalLong.of(1_200) : OptionalLong.empty(),
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC));

    /** Orders in a map, and what others were told. */
    private static final class Memory implements OrderRepository {
        final Map<UUID, Order> all = new HashMap<>();
        final List<String> told = new ArrayList<>();

        @Override
        public Optional<Order> find(String tenant, UUID id) {
            return Optional.ofNullable(all.get(id))
                    .filter(order -> order.tenant().equals(tenant));
        }

        @Override
        public List<Order> list(OrderQuery query) {
            throw new UnsupportedOperationException("The rules list nothing");
        }

        @Override
        public void add(Order order, OrderEvent event) {
            all.put(order.id(), order);
            told.add(event.type());
        }

        @Override
        public void replace(Order order, OrderEvent event) {
            Order before = all.get(order.id());
            if (before == null || before.version() != order.version() - 1) {
                throw new StaleOrderException(order.id(), order.version() - 1);
            }
            all.put(order.id(), order);
            told.add(event.type());
        }
    }

    private Order placed() throws Exception {
        return service.place(orders, "acme", "ada", List.of(new Wanted("mug", 2)));
    }

    private Order in(OrderStatus status) throws Exception {
        Order order = placed();
        orders.all.put(
                order.id(),
                new Order(
                        order.id(),
                        "acme",
                        "ada",
                        order.lines(),
                        status,
                        null,
                        7,
                        order.placedAt(),
                        order.changedAt()));
        return orders.all.get(order.id());
    }

    @Test
    void order_hasThePricesOfTheDay() throws Exception {
        Order order = placed();
        assertThat(order.cents()).isEqualTo(2_400);
        assertThat(order.status()).isEqualTo(OrderStatus.PLACED);
        assertThat(orders.told).containsExactly("OrderPlaced");
    }

    @Test
    void articleThatIsNotForSale_isNamedByItsLine() {
        assertThatThrownBy(() ->
                        service.place(orders, "acme", "ada", List.of(new Wanted("mug", 1), new Wanted("yacht", 1))))
                .isInstanceOfSatisfying(
                        UnknownArticleException.class,
                        unknown -> assertThat(unknown.line()).isEqualTo(1));
        assertThat(orders.all).isEmpty();
    }

    /** What each order may become; everything else is refused and changes nothing. */
    @ParameterizedTest
    @CsvSource({
        "PLACED,    true,  true,  false, false",
        "PAYING,    false, true,  true,  false",
        "PAID,      false, true,  false, true",
        "SHIPPED,   false, false, false, true",
        "CANCELLED, false, false, false, false"
    })
    void states_allowWhatTheyAllow(OrderStatus status, boolean cancel, boolean pay, boolean decline, boolean ship)
            throws Exception {
        Order cancelled = in(status);
        check(cancel, cancelled, () -> service.cancel(orders, ADA, cancelled.id(), 7));
        Order paid = in(status);
        check(pay, paid, () -> service.beginPayment(orders, ADA, paid.id()));
        Order declined = in(status);
        check(decline, declined, () -> service.declined(orders, declined));
        Order shipped = in(status);
        check(ship, shipped, () -> service.ship(orders, SHOP, shipped.id()));
    }

    private interface Step {
        Order take() throws Exception;
    }

    private void check(boolean allowed, Order order, Step step) throws Exception {
        if (allowed) {
            assertThat(step.take().version()).isBetween(order.version(), order.version() + 1);
        } else {
            assertThatThrownBy(step::take)
                    .isInstanceOfSatisfying(
                            OrderStateException.class,
                            state -> assertThat(state.status()).isEqualTo(order.status()));
            assertThat(orders.all).containsEntry(order.id(), order);
        }
    }

    @Test
    void othersOrders_areNone() throws Exception {
        UUID id = placed().id();
        for (Caller other : List.of(new Caller("acme", "eve"), new Caller("evil", "ada"), new Caller("evil", null))) {
            assertThatThrownBy(() -> service.get(orders, other, id)).isInstanceOf(OrderNotFoundException.class);
        }
        assertThat(service.get(orders, SHOP, id).id()).isEqualTo(id);
    }

    @Test
    void payment_isTakenOnce_howeverOftenItIsBegun() throws Exception {
        UUID id = placed().id();
        List<UUID> charged = new ArrayList<>();
        PaymentProvider provider = (order, cents) -> {
            charged.add(order);
            return "payment-1";
        };
        Order begun = service.beginPayment(orders, ADA, id);
        Order again = service.beginPayment(orders, ADA, id);
        assertThat(again).isEqualTo(begun);
        Order paid = service.charge(orders, begun, provider);
        assertThat(paid.payment()).isEqualTo("payment-1");
        assertThat(service.charge(orders, paid, provider)).isEqualTo(paid);
        assertThat(charged).containsExactly(id);
        assertThat(orders.told).containsExactly("OrderPlaced", "PaymentBegun", "OrderPaid");
    }

    /** Whether money was taken is not known then: nobody may cancel, and paying goes on. */
    @Test
    void providerThatIsNotHeardOf_leavesTheOrderPaying() throws Exception {
        UUID id = placed().id();
        Order begun = service.beginPayment(orders, ADA, id);
        assertThatThrownBy(() -> service.charge(orders, begun, (order, cents) -> {
                    throw new java.net.SocketTimeoutException("read");
                }))
                .isInstanceOf(java.net.SocketTimeoutException.class);
        assertThat(service.get(orders, ADA, id)).isEqualTo(begun);
        assertThatThrownBy(() -> service.cancel(orders, ADA, id, begun.version()))
                .isInstanceOf(OrderStateException.class);
        assertThat(service.paid(orders, SHOP, id, "payment-1").status()).isEqualTo(OrderStatus.PAID);
        assertThat(service.paid(orders, SHOP, id, "payment-1").version()).isEqualTo(3);
    }

    @Test
    void versionThatIsNotTheLast_isStale() throws Exception {
        Order order = placed();
        assertThatThrownBy(() -> service.cancel(orders, ADA, order.id(), 2)).isInstanceOf(StaleOrderException.class);
        assertThat(service.cancel(orders, ADA, order.id(), 1).status()).isEqualTo(OrderStatus.CANCELLED);
    }
}
