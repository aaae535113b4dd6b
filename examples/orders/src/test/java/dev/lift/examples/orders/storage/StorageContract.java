package dev.lift.examples.orders.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderLine;
import dev.lift.examples.orders.domain.OrderQuery;
import dev.lift.examples.orders.domain.OrderStatus;
import dev.lift.examples.orders.domain.StaleOrderException;
import dev.lift.http.Deadline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every database does for the service. */
public abstract class StorageContract {
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00.123456Z");
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final String PRINT = "fedcba9876543210".repeat(4);

    protected StorageContract() {}

    /** Returns an empty one. */
    protected abstract Storage storage() throws Exception;

    private static Order order(String customer, int second) {
        Instant placed = NOW.plusSeconds(second);
        List<OrderLine> lines = List.of(new OrderLine("mug", 2, 1_200), new OrderLine("öl '\"; --", 1, 0));
        return new Order(UUID.randomUUID(), "acme", customer, lines, OrderStatus.PLACED, null, 1, placed, placed);
    }

    private static Order changed(Order order, OrderStatus status, @Nullable String payment) {
        return new Order(
                order.id(),
                order.tenant(),
                order.customer(),
                order.lines(),
                status,
                payment,
                order.version() + 1,
                order.placedAt(),
                order.changedAt().plusSeconds(1));
    }

    private static OrderEvent event(String type, Order order) {
        return new OrderEvent(UUID.randomUUID(), type, order.id(), order.tenant(), order.cents(), order.changedAt());
    }

    /** What is done in a transaction. */
    private interface Work {
        void with(Transaction transaction) throws Exception;
    }

    private static void commit(Storage storage, Work work) throws Exception {
        try (Transaction transaction = storage.begin(Deadline.NONE)) {
            work.with(transaction);
            transaction.commit();
        }
    }

    private static void look(Storage storage, Work work) throws Exception {
        try (Transaction transaction = storage.begin(Deadline.NONE)) {
            work.with(transaction);
        }
    }

    private static Order added(Storage storage, Order order) throws Exception {
        commit(storage, transaction -> transaction.orders().add(order, event("OrderPlaced", order)));
        return order;
    }

    @Test
    void order_isFoundAsItWasAdded_byItsTenantAlone() throws Exception {
        Storage storage = storage();
        Order order = added(storage, order("ada", 0));
        look(storage, transaction -> {
            assertThat(transaction.orders().find("acme", order.id())).contains(order);
            assertThat(transaction.orders().find("evil", order.id())).isEmpty();
            assertThat(transaction.orders().find("acme", UUID.randomUUID())).isEmpty();
        });
    }

    @Test
    void whatIsNotCommitted_neverWas() throws Exception {
        Storage storage = storage();
        Order kept = added(storage, order("ada", 0));
        Order lost = order("ada", 1);
        look(storage, transaction -> {
            transaction.orders().add(lost, event("OrderPlaced", lost));
            Order cancelled = changed(kept, OrderStatus.CANCELLED, null);
            transaction.orders().replace(cancelled, event("OrderCancelled", cancelled));
        });
        look(storage, transaction -> {
            assertThat(transaction.orders().find("acme", lost.id())).isEmpty();
            assertThat(transaction.orders().find("acme", kept.id())).contains(kept);
            assertThat(transaction.unsent(10)).extracting(OrderEvent::order).containsExactly(kept.id());
        });
    }

    @Test
    void change_ofAnotherVersion_isStale_andTellsNobody() throws Exception {
        Storage storage = storage();
        Order placed = added(storage, order("ada", 0));
        Order paying = changed(placed, OrderStatus.PAYING, null);
        commit(storage, transaction -> transaction.orders().replace(paying, event("PaymentBegun", paying)));
        Order cancelled = changed(placed, OrderStatus.CANCELLED, null);
        assertThatThrownBy(() -> commit(
                        storage,
                        transaction -> transaction.orders().replace(cancelled, event("OrderCancelled", cancelled))))
                .isInstanceOf(StaleOrderException.class);
        look(storage, transaction -> {
            assertThat(transaction.orders().find("acme", placed.id())).contains(paying);
            assertThat(transaction.unsent(10))
                    .extracting(OrderEvent::type)
                    .containsExactly("OrderPlaced", "PaymentBegun");
        });
    }

    /** Of those that have read the same version one changes it. */
    @Test
    void changes_atOneTime_areOne() throws Exception {
        Storage storage = storage();
        Order placed = added(storage, order("ada", 0));
        CountDownLatch together = new CountDownLatch(8);
        List<String> outcomes = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Order changed = changed(placed, i % 2 == 0 ? OrderStatus.PAYING : OrderStatus.CANCELLED, null);
            threads.add(new Thread(() -> {
                try {
                    together.countDown();
                    together.await();
                    commit(storage, each -> each.orders().replace(changed, event("Changed", changed)));
                    outcomes.add("changed");
                } catch (Exception refused) {
                    outcomes.add(refused.getClass().getSimpleName());
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(outcomes).hasSize(8).containsOnlyOnce("changed");
        assertThat(outcomes).contains("StaleOrderException").containsOnly("changed", "StaleOrderException");
    }

    @Test
    void list_hasWhatIsAskedFor_theNewestFirst() throws Exception {
        Storage storage = storage();
        List<Order> adas = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            adas.add(0, added(storage, order("ada", i / 2)));
        }
        Order bobs = added(storage, order("bob", 9));
        look(storage, transaction -> {
            List<Order> listed = new ArrayList<>();
            OrderQuery.@Nullable Position after = null;
            for (int page = 0; page < 3; page++) {
                List<Order> some = transaction.orders().list(new OrderQuery("acme", "ada", null, after, 2));
                listed.addAll(some);
                Order last = some.get(some.size() - 1);
                after = new OrderQuery.Position(last.placedAt(), last.id());
            }
            assertThat(listed).containsExactlyInAnyOrderElementsOf(adas);
            assertThat(listed)
                    .isSortedAccordingTo((one, other) -> other.placedAt().compareTo(one.placedAt()));
            assertThat(transaction.orders().list(new OrderQuery("acme", "ada", null, after, 2)))
                    .isEmpty();
            assertThat(transaction.orders().list(new OrderQuery("acme", null, OrderStatus.PLACED, null, 1)))
                    .containsExactly(bobs);
            assertThat(transaction.orders().list(new OrderQuery("acme", null, OrderStatus.PAID, null, 10)))
                    .isEmpty();
            assertThat(transaction.orders().list(new OrderQuery("evil", null, null, null, 10)))
                    .isEmpty();
        });
    }

    @Test
    void claim_isCompletedWithTheRest_orNotAtAll() throws Exception {
        Storage storage = storage();
        Order order = order("ada", 0);
        assertThat(storage.claims().claim(KEY, PRINT, "owner", NOW, NOW.plusSeconds(60)))
                .isEmpty();
        look(storage, transaction -> {
            transaction.orders().add(order, event("OrderPlaced", order));
            assertThat(transaction.claims().complete(KEY, "owner", new byte[] {1}, NOW.plusSeconds(90)))
                    .isTrue();
        });
        assertThat(storage.claims()
                        .claim(KEY, PRINT, "other", NOW, NOW.plusSeconds(60))
                        .orElseThrow()
                        .reply())
                .isEmpty();
        commit(storage, transaction -> {
            transaction.orders().add(order, event("OrderPlaced", order));
            assertThat(transaction.claims().complete(KEY, "owner", new byte[] {2}, NOW.plusSeconds(90)))
                    .isTrue();
        });
        assertThat(storage.claims()
                        .claim(KEY, PRINT, "other", NOW, NOW.plusSeconds(60))
                        .orElseThrow()
                        .reply())
                .contains(new byte[] {2});
    }

    @Test
    void events_areSentInTheirOrder_andOnce() throws Exception {
        Storage storage = storage();
        Order first = added(storage, order("ada", 0));
        Order second = added(storage, order("ada", 1));
        commit(storage, transaction -> {
            List<OrderEvent> unsent = transaction.unsent(1);
            assertThat(unsent).extracting(OrderEvent::order).containsExactly(first.id());
            transaction.sent(unsent.get(0));
        });
        look(storage, transaction -> {
            OrderEvent left = transaction.unsent(10).get(0);
            assertThat(left.order()).isEqualTo(second.id());
            assertThat(left.cents()).isEqualTo(second.cents());
            assertThat(left.time()).isEqualTo(second.changedAt());
            transaction.sent(left);
        });
        look(storage, transaction -> assertThat(transaction.unsent(10)).hasSize(1));
    }
}
