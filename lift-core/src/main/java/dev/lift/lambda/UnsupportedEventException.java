package dev.lift.lambda;

/**
 * An event of a source that takes any reply for success, such as a queue or a stream, and that nothing in this function
 * handles. It is raised to the Lambda runtime, so that the source keeps the event and tries again, or moves it to a
 * dead-letter queue.
 *
 * <pre>{@code
 * try {
 *     function.handleRequest(new ByteArrayInputStream(queueEvent), reply, context);
 * } catch (UnsupportedEventException raised) {
 *     System.err.println(raised.getMessage()); // This function serves HTTP; the event has 'Records' ...
 * }
 * }</pre>
 */
public final class UnsupportedEventException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedEventException(String member) {
        super("This function serves HTTP; the event has '" + member
                + "', as a queue, a stream or a bus sends it. A reply would count as handled, so the invocation fails instead: "
                + "remove the trigger, or override LiftHandler.handleOther");
    }
}
