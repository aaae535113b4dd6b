package dev.lift.examples.orders.domain;

import java.util.List;

/** Tells others of events. */
@FunctionalInterface
public interface EventPublisher {
    /**
     * Sends events, at most ten.
     *
     * @throws Exception when one of them may not have been sent: all of them come again
     */
    void publish(List<OrderEvent> events) throws Exception;
}
