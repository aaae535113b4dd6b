package dev.lift;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Decides whether the process can go on after an error of the virtual machine. A stack overflow has unwound, and one failed
 * allocation on the heap has failed alone: both are a 500. Anything else, or memory running out again and again, ends the
 * environment: the error escapes to the runtime, which replaces the process.
 */
final class MemoryExhaustion {
    /** A leak fails many invocations; a handler that asks for one array too many fails now and then. */
    private static final int MAX_SURVIVED = 3;

    private static final AtomicInteger SURVIVED = new AtomicInteger();

    private MemoryExhaustion() {}

    static void escapeUnlessSurvivable(VirtualMachineError error) {
        if (error instanceof StackOverflowError) {
            return;
        }
        if (isOfHeap(error) && SURVIVED.incrementAndGet() <= MAX_SURVIVED) {
            return;
        }
        throw error;
    }

    private static boolean isOfHeap(VirtualMachineError error) {
        String message = error.getMessage();
        return error instanceof OutOfMemoryError
                && message != null
                && (message.startsWith("Java heap space") || message.startsWith("Requested array size"));
    }
}
