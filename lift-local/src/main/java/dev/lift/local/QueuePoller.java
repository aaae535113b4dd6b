package dev.lift.local;

import dev.lift.json.JsonReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Does what Lambda does with a queue that is a trigger: receives messages, invokes the function with them, and deletes those that it has
 * not reported. A queue that can not be reached is tried again after a second.
 */
final class QueuePoller implements Runnable {
    private final QueueClient queue;
    private final Invoker function;
    private final Consumer<String> log;

    /** Held while the function has messages in its hands. */
    private final ReentrantLock handling = new ReentrantLock();

    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Invokes the function with an event and returns its reply, or throws what it failed with. */
    @FunctionalInterface
    interface Invoker {
        byte[] invoke(byte[] event) throws Exception;
    }

    QueuePoller(QueueClient queue, Invoker function, Consumer<String> log) {
        this.queue = queue;
        this.function = function;
        this.log = log;
    }

    @Override
    public void run() {
        boolean reached = true;
        while (!isStopped()) {
            try {
                List<QueueClient.Received> messages = queue.receive();
                reached = true;
                if (!messages.isEmpty()) {
                    handle(messages);
                }
            } catch (IOException failed) {
                if (reached) {
                    log.accept(
                            "The queue " + queue.name() + " can not be reached, trying again: " + failed.getMessage());
                }
                reached = false;
                pause();
            }
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private void handle(List<QueueClient.Received> messages) throws IOException {
        handling.lock();
        try {
            if (!isStopped()) {
                invoke(messages);
            }
        } finally {
            handling.unlock();
        }
    }

    private void invoke(List<QueueClient.Received> messages) throws IOException {
        List<QueueClient.Received> handled = List.of();
        try {
            handled = handled(messages, function.invoke(queue.event(messages)));
        } catch (InterruptedException stopping) {
            stopped.countDown();
        } catch (Exception failed) {
            log.accept("The function failed: " + failed);
        }
        if (!handled.isEmpty()) {
            queue.delete(handled);
        }
        log.accept("SQS " + queue.name() + " " + handled.size() + " of " + messages.size() + " messages");
    }

    /** Lambda takes all for handled unless the reply names failures, and none when it names one that is not there. */
    private static List<QueueClient.Received> handled(List<QueueClient.Received> messages, byte[] reply)
            throws IOException {
        Set<String> failed = failures(reply);
        List<QueueClient.Received> handled = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (QueueClient.Received each : messages) {
            ids.add(each.id());
            if (!failed.contains(each.id())) {
                handled.add(each);
            }
        }
        return ids.containsAll(failed) ? handled : List.of();
    }

    private static Set<String> failures(byte[] reply) throws IOException {
        Set<String> failed = new HashSet<>();
        JsonReader in = new JsonReader(reply);
        if (in.peek() != '{') {
            return failed;
        }
        in.beginObject();
        while (in.nextMember()) {
            if (!in.nameIs("batchItemFailures")) {
                in.skipValue();
                continue;
            }
            if (in.readNull()) {
                continue;
            }
            in.beginArray();
            while (in.nextElement()) {
                in.beginObject();
                while (in.nextMember()) {
                    if (in.nameIs("itemIdentifier")) {
                        failed.add(String.valueOf(in.readStringOrNull()));
                    } else {
                        in.skipValue();
                        failed.add(""); // Which no message has, so that all of them are failures.
                    }
                }
            }
        }
        return failed;
    }

    private void pause() {
        try {
            if (stopped.await(1, TimeUnit.SECONDS)) {
                log.accept("The queue " + queue.name() + " is polled no more");
            }
        } catch (InterruptedException stopping) {
            stopped.countDown();
        }
    }

    /** Takes no more messages, and waits for those that the function has in its hands. */
    void stop(Duration atMost) {
        stopped.countDown();
        try {
            if (handling.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                handling.unlock();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
