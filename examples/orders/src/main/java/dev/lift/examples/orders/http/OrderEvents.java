package dev.lift.examples.orders.http;

import dev.lift.events.EventRoutes;
import dev.lift.events.Message;
import dev.lift.events.MessageLog;
import dev.lift.examples.orders.domain.EventPublisher;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderService;
import dev.lift.examples.orders.domain.OrderService.Caller;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.Transaction;
import java.util.List;
import java.util.function.Consumer;

/**
 * The queue of the warehouse, and the schedule that sends what others are to be told.
 *
 * @param publisher tells others of events; it may be told of one twice
 */
public record OrderEvents(OrderService service, Storage storage, EventPublisher publisher)
        implements Consumer<EventRoutes> {
    /** What EventBridge takes with one call. */
    private static final int AT_A_TIME = 10;

    @Override
    public void accept(EventRoutes events) {
        events.use(MessageLog.toSlf4j());
        events.sqs("shipments", Shipment.class, this::ship);
        events.schedule("outbox", this::send);
    }

    /** A message that comes twice finds an order that is shipped. */
    private void ship(Message message, Shipment shipment) throws Exception {
        try (Transaction transaction = storage.begin(message.deadline())) {
            service.ship(transaction.orders(), new Caller(shipment.tenant(), null), shipment.order());
            transaction.commit();
        }
    }

    /** An event is forgotten once it was sent. When the process ends in between it is sent again. */
    private void send(Message message) throws Exception {
        boolean more = true;
        while (more && message.deadline().remainingMillis() > 1_000) {
            try (Transaction transaction = storage.begin(message.deadline())) {
                List<OrderEvent> events = transaction.unsent(AT_A_TIME);
                if (!events.isEmpty()) {
                    publisher.publish(events);
                }
                for (OrderEvent event : events) {
                    transaction.sent(event);
                }
                transaction.commit();
                more = events.size() == AT_A_TIME;
            }
        }
    }
}
