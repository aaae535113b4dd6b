package dev.lift.resources;

import dev.lift.resources.internal.TimeLimit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Does one thing with each resource, in an order: each after those that come before it, all that may at the same time. What it does
 * must end by itself.
 */
final class Walk {
    /** What is done with each. */
    interface Step {
        void with(Resource<?> resource) throws Throwable;
    }

    /** Which come before one. */
    interface Order {
        List<Resource<?>> before(Resource<?> resource);
    }

    /** What came of one: null as the failure when all went well. */
    record Outcome(Resource<?> resource, @Nullable Throwable failure) {}

    private final List<Resource<?>> waiting;
    private final Order order;
    private final Step step;

    /** Those that have not ended, the waiting ones included. */
    private final Set<Resource<?>> unfinished;

    private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<Outcome> failures = new ArrayList<>();

    private Walk(List<Resource<?>> resources, Order order, Step step) {
        this.waiting = new ArrayList<>(resources);
        this.unfinished = new HashSet<>(resources);
        this.order = order;
        this.step = step;
    }

    /**
     * Walks over resources.
     *
     * @param endsAtFailure whether nothing more is begun once one has failed
     * @return the failures, in the order of their coming
     */
    static List<Outcome> over(List<Resource<?>> resources, Order order, Step step, boolean endsAtFailure) {
        Walk walk = new Walk(resources, order, step);
        int running = walk.begin();
        while (running > 0) {
            running--;
            walk.end();
            if (walk.failures.isEmpty() || !endsAtFailure) {
                running += walk.begin();
            }
        }
        return walk.failures;
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
            // One alone needs no thread beside this one.
            if (unfinished.size() - waiting.size() == 1) {
                run(each);
            } else {
                TimeLimit.start(() -> run(each));
            }
        }
        return ready.size();
    }

    private boolean isReady(Resource<?> resource) {
        for (Resource<?> before : order.before(resource)) {
            if (unfinished.contains(before)) {
                return false;
            }
        }
        return true;
    }

    private void run(Resource<?> resource) {
        Throwable failure = null;
        try {
            step.with(resource);
        } catch (Throwable failed) {
            failure = failed;
        }
        outcomes.add(new Outcome(resource, failure));
    }

    private void end() {
        Outcome outcome = takeOutcome();
        unfinished.remove(outcome.resource());
        if (outcome.failure() != null) {
            failures.add(outcome);
        }
    }

    /** What has begun ends by itself, so an interrupt has to wait. */
    private Outcome takeOutcome() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcomes.take();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
