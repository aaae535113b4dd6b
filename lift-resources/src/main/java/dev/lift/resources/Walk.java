package dev.lift.resources;

import dev.lift.resources.internal.TimeLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing with each resource, in an order: each after those that come before it, all that may at the same time. What it does
 * must end by itself.
 */
abstract class Walk {
    /** What came of one that failed. */
    record Failure(Resource<?> resource, Throwable thrown) {}

    private final List<Resource<?>> waiting;

    /** Those that have not ended, the waiting ones included. */
    private final Set<Resource<?>> unfinished;

    private final List<Failure> failures = new ArrayList<>();

    /** What has ended and has not been looked at; guarded by its own lock. */
    private final Deque<Task> ended = new ArrayDeque<>();

    Walk(List<Resource<?>> resources) {
        this.waiting = new ArrayList<>(resources);
        this.unfinished = new HashSet<>(resources);
    }

    /** Does it; more than one at a time. */
    abstract void with(Resource<?> resource) throws Throwable;

    /** Returns which come before one. */
    abstract List<Resource<?>> before(Resource<?> resource);

    /** Returns whether nothing more is begun once one has failed. */
    boolean endsAtFailure() {
        return false;
    }

    /**
     * Walks over the resources, once.
     *
     * @return the failures, in the order of their coming
     */
    final List<Failure> walk() {
        int running = begin();
        while (running > 0) {
            running--;
            end(takeEnded());
            if (failures.isEmpty() || !endsAtFailure()) {
                running += begin();
            }
        }
        return failures;
    }

    /** Begins what nothing comes before any more, and returns how many that are. */
    private int begin() {
        List<Resource<?>> ready = new ArrayList<>();
        for (Resource<?> each : waiting) {
            if (isReady(each)) {
                ready.add(each);
            }
        }
        waiting.removeAll(ready);
        for (Resource<?> each : ready) {
            Task task = new Task(each);
            // One alone needs no thread beside this one.
            if (unfinished.size() - waiting.size() == 1) {
                task.run();
            } else {
                TimeLimit.start(task);
            }
        }
        return ready.size();
    }

    private boolean isReady(Resource<?> resource) {
        for (Resource<?> before : before(resource)) {
            if (unfinished.contains(before)) {
                return false;
            }
        }
        return true;
    }

    private final class Task implements Runnable {
        final Resource<?> resource;

        @Nullable
        Throwable thrown;

        Task(Resource<?> resource) {
            this.resource = resource;
        }

        @Override
        public void run() {
            try {
                with(resource);
            } catch (Throwable failed) {
                thrown = failed;
            }
            synchronized (ended) {
                ended.add(this);
                ended.notifyAll();
            }
        }
    }

    private void end(Task task) {
        unfinished.remove(task.resource);
        if (task.thrown != null) {
            failures.add(new Failure(task.resource, task.thrown));
        }
    }

    /** What has begun ends by itself, so an interrupt has to wait. */
    private Task takeEnded() {
        boolean interrupted = false;
        synchronized (ended) {
            while (ended.isEmpty()) {
                try {
                    ended.wait();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return ended.removeFirst();
        }
    }
}
