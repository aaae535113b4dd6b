package dev.lift.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Handles the messages of one event. They are put into lanes: one behind another in a lane, lanes in any order or at the same time. A lane
 * whose message has failed goes no further where its order counts.
 */
final class Batch {
    private final List<Message> messages;
    private final RouteTable.Entry[] routes;

    /** What each has failed by; null where it was handled, and nowhere before. */
    private final @Nullable Throwable[] failures;

    private final AtomicInteger nextLane = new AtomicInteger();
    private final AtomicReference<@Nullable Error> fatal = new AtomicReference<>();

    Batch(List<Message> messages, RouteTable.Entry[] routes) {
        this.messages = messages;
        this.routes = routes;
        this.failures = new Throwable[messages.size()];
        Arrays.fill(failures, new NotBegunException("It was never begun"));
    }

    /** Handles all, and returns what each has failed by. Throws what must end the process, once nothing is running any more. */
    @Nullable
    Throwable[] handle() {
        List<List<Integer>> lanes = lanes();
        int threads = Math.min(parallel(), lanes.size());
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread thread = new Thread(() -> handleLanes(lanes), "lift-batch-" + i);
            try {
                thread.start();
            } catch (OutOfMemoryError noThread) {
                break; // The system has no more of them: those that there are do it.
            }
            others.add(thread);
        }
        handleLanes(lanes);
        others.forEach(Batch::join);
        Error ending = fatal.get();
        if (ending != null) {
            throw ending;
        }
        return failures;
    }

    /** Waits, whatever happens: a reply must not be written while a message is being handled. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private int parallel() {
        int parallel = Integer.MAX_VALUE;
        for (RouteTable.Entry each : routes) {
            parallel = Math.min(parallel, each.route().scope().parallel());
        }
        return parallel;
    }

    private List<List<Integer>> lanes() {
        Map<Object, List<Integer>> lanes = new LinkedHashMap<>();
        for (int i = 0; i < messages.size(); i++) {
            lanes.computeIfAbsent(lane(i), name -> new ArrayList<>()).add(i);
        }
        return new ArrayList<>(lanes.values());
    }

    /** What the order of a message is kept among: its message group, its stream, or nothing. */
    private Object lane(int index) {
        Message message = messages.get(index);
        if (isStream(message)) {
            return message.source();
        }
        return message.group().isPresent() && isOrdered(message)
                ? message.group().get()
                : index;
    }

    static boolean isStream(Message message) {
        return message.source() == MessageSource.KINESIS || message.source() == MessageSource.DYNAMODB;
    }

    private static boolean isOrdered(Message message) {
        return isStream(message)
                || message.source() == MessageSource.SQS && message.arn().endsWith(".fifo");
    }

    private void handleLanes(List<List<Integer>> lanes) {
        for (int lane = nextLane.getAndIncrement(); lane < lanes.size(); lane = nextLane.getAndIncrement()) {
            boolean goesOn = true;
            for (int index : lanes.get(lane)) {
                goesOn = goesOn
                        ? handle(index)
                        : fail(index, new NotBegunException("One before it in its order has failed"));
            }
        }
    }

    /** Returns whether those behind it in its lane may be begun. */
    private boolean handle(int index) {
        Message message = messages.get(index);
        if (fatal.get() != null) {
            return fail(index, new NotBegunException("The process is about to end"));
        }
        long reserve = routes[index].route().scope().reserve().toMillis();
        if (message.deadline().remainingMillis() <= reserve) {
            return fail(index, new NotBegunException("Less than " + reserve + " ms of the invocation were left"));
        }
        try {
            routes[index].chain().handle(message);
            failures[index] = null;
            return true;
        } catch (StackOverflowError | Exception failed) {
            return fail(index, failed);
        } catch (VirtualMachineError ending) {
            fatal.compareAndSet(null, ending);
            failures[index] = ending;
            return false;
        } catch (Error failed) {
            return fail(index, failed);
        } finally {
            // A flag that a handler left set would interrupt the next message.
            Thread.interrupted();
        }
    }

    private boolean fail(int index, Throwable failure) {
        Message message = messages.get(index);
        failures[index] = failure;
        try {
            log(message, failure);
        } catch (RuntimeException | LinkageError noLog) {
            // A backend that is broken costs the line, and no other message.
        }
        routes[index].route().scope().tell(message, failure);
        return !isOrdered(message);
    }

    private static void log(Message message, Throwable failure) {
        if (failure instanceof NotBegunException) {
            LoggerFactory.getLogger(Events.class).warn("{} was not begun: {}", message, failure.getMessage());
        } else {
            LoggerFactory.getLogger(Events.class)
                    .error("{} has failed; it was sent {} times so far", message, message.receiveCount(), failure);
        }
    }
}
