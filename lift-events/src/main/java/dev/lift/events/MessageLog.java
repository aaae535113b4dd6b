package dev.lift.events;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one line for each message through SLF4J, with key-values: source, name, type, id, how often it was sent, how long it took and how it
 * ended. While it is handled, {@code messageId} is in the MDC. Nothing of its body is logged; what it failed by is, by the table.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * events.use(MessageLog.toSlf4j()).sqs("orders", message -> System.out.println(message.bodyText()));
 * }</pre>
 */
public final class MessageLog implements MessageMiddleware {
    private static final String MESSAGE_ID = "messageId";

    private final LongSupplier ticker;

    private MessageLog(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Makes one.
     *
     * @return the middleware
     */
    public static MessageLog toSlf4j() {
        return new MessageLog(System::nanoTime);
    }

    /**
     * Sets what time is measured by, for tests.
     *
     * @param nanos counts nanoseconds
     * @return the middleware with it
     */
    public MessageLog ticker(LongSupplier nanos) {
        return new MessageLog(nanos);
    }

    @Override
    public void handle(Message message, MessageHandler next) throws Exception {
        MDC.put(MESSAGE_ID, message.id());
        long begun = ticker.getAsLong();
        boolean handled = false;
        try {
            next.handle(message);
            handled = true;
        } finally {
            log(message, handled, TimeUnit.NANOSECONDS.toMillis(Math.max(0, ticker.getAsLong() - begun)));
            MDC.remove(MESSAGE_ID);
        }
    }

    private static void log(Message message, boolean handled, long millis) {
        Logger logger = LoggerFactory.getLogger(MessageLog.class);
        LoggingEventBuilder line = logger.atLevel(handled ? Level.INFO : Level.WARN)
                .addKeyValue("source", message.source())
                .addKeyValue("name", message.name())
                .addKeyValue("id", message.id())
                .addKeyValue("receiveCount", message.receiveCount())
                .addKeyValue("durationMs", millis)
                .addKeyValue("outcome", handled ? "handled" : "failed");
        if (!message.type().isEmpty()) {
            line = line.addKeyValue("type", message.type());
        }
        line.log("message");
    }

    @Override
    public String toString() {
        return "MessageLog";
    }
}
