package dev.lift.examples.orders.storage;

import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderRepository;
import dev.lift.middleware.IdempotencyStore;
import java.util.List;

/** What is committed together. Closing one that is not committed undoes it. For one thread. */
public interface Transaction extends AutoCloseable {
    /** Returns the orders. */
    OrderRepository orders();

    /** Returns the store of idempotency keys, for claims that are completed together with the rest. */
    IdempotencyStore claims();

    /** Returns events that have not been sent, the oldest first, for nobody else to send them meanwhile. */
    List<OrderEvent> unsent(int most) throws Exception;

    /** Forgets an event that was sent. */
    void sent(OrderEvent event) throws Exception;

    /**
     * Commits all of it, or nothing.
     *
     * @throws dev.lift.examples.orders.domain.StaleOrderException when an order was changed since it was read, and that was not known before
     * @throws ClaimLostException when a claim that was completed is somebody else's, and that was not known before
     */
    void commit() throws Exception;

    /** Undoes what is not committed. A database that can not hear of it undoes it by itself. */
    @Override
    void close();
}
