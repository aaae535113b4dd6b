package dev.lift.examples.orders.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps orders. What is changed through one repository is committed together, or not at all. */
public interface OrderRepository {
    /** Returns an order of a tenant. */
    Optional<Order> find(String tenant, UUID id) throws Exception;

    /** Returns the orders that a query names. */
    List<Order> list(OrderQuery query) throws Exception;

    /** Keeps a new order, and what others are to be told of it. */
    void add(Order order, OrderEvent event) throws Exception;

    /**
     * Keeps a changed order, and what others are to be told of it.
     *
     * @throws StaleOrderException when the one that is kept is not of the version before
     */
    void replace(Order order, OrderEvent event) throws Exception;
}
