package dev.lift.events;

import java.util.List;

/**
 * A message that no route takes: the trigger was added, and its route was not. The invocation fails, so that the source keeps the message.
 *
 * <pre>{@code
 * try {
 *     function.handleRequest(new ByteArrayInputStream(queueEvent), reply, context);
 * } catch (UnroutedMessageException raised) {
 *     System.err.println(raised.getMessage()); // No route takes SQS orders; there are [SQS payments]
 * }
 * }</pre>
 */
public final class UnroutedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnroutedMessageException(Message message, List<EventRoute> routes) {
        super("No route takes " + message.source() + " " + message.name()
                + (message.type().isEmpty() ? "" : " " + message.type()) + "; there are " + routes);
    }
}
