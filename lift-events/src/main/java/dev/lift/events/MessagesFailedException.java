package dev.lift.events;

/**
 * Fails an invocation, because its messages failed and no reply could say so: all of a batch, or one of a source that knows no partial
 * batches. The cause is what the first was failed by.
 *
 * <pre>{@code
 * try {
 *     function.handleRequest(new ByteArrayInputStream(queueEvent), reply, context);
 * } catch (MessagesFailedException raised) {
 *     System.err.println(raised.getMessage()); // 10 of 10 messages of SQS orders failed
 * }
 * }</pre>
 */
public final class MessagesFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MessagesFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
