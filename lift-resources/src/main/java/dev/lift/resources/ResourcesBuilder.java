package dev.lift.resources;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Declares the resources of an app. To be used by one thread, once.
 *
 * <pre>{@code
 * ResourcesBuilder builder = Resources.builder();
 * Resource<Settings> settings = builder.add("settings", Settings::load);
 * Resource<Pool<Session>> sessions = builder.add("sessions", () -> pool(settings.get())).dependsOn(settings);
 * Resources resources = builder.start();
 * }</pre>
 */
public final class ResourcesBuilder {
    enum Phase {
        DECLARING,
        STARTING,
        STARTED,
        FAILED
    }

    final List<Resource<?>> declared = new ArrayList<>();

    /** In the order in which their starts have ended. */
    final List<Resource<?>> started = new CopyOnWriteArrayList<>();

    final List<Flusher> flushers = new ArrayList<>();
    final UnaryOperator<@Nullable String> environment;
    Duration startWithin = Duration.ofSeconds(9);
    Duration warmWithin = Duration.ofSeconds(5);
    Duration drainWithin;
    Duration stopWithin;
    Duration flushBefore = Duration.ofMillis(500);
    boolean shutdownHook = true;
    boolean extension = true;
    boolean checkpoints;

    private final ThreadLocal<Boolean> callback = new ThreadLocal<>();
    private volatile Phase phase = Phase.DECLARING;

    /** What is to be flushed, and what it is called. */
    record Flusher(String name, Flush flush) {}

    ResourcesBuilder(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
        boolean lambda = environment.apply("AWS_LAMBDA_RUNTIME_API") != null;
        // Lambda ends a process 500 ms after SIGTERM; elsewhere people wait for what runs.
        drainWithin = lambda ? Duration.ofMillis(250) : Duration.ofSeconds(10);
        stopWithin = lambda ? Duration.ofMillis(150) : Duration.ofSeconds(5);
    }

    /**
     * Declares a resource.
     *
     * @param name what logs and errors call it
     * @param start starts it; called once, or again where a lazy one has failed
     * @param <T> the type of what is started
     * @return the resource, to say more of it and to get it by
     * @throws IllegalArgumentException when the name is blank or there is one of that name
     * @throws IllegalStateException after the start
     */
    public <T> Resource<T> add(String name, Callable<? extends T> start) {
        checkDeclaring("add " + name);
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a resource must not be blank");
        }
        for (Resource<?> other : declared) {
            if (other.name().equals(name)) {
                throw new IllegalArgumentException("There are two resources of the name " + name);
            }
        }
        Resource<T> resource = new Resource<>(this, name, start);
        declared.add(resource);
        return resource;
    }

    /**
     * Adds what must get out before the process may be ended: logs, metrics, traces. It runs when an invocation is about to run into
     * its timeout, before a checkpoint, and at the shutdown, in the order of declaration; a failure is logged and keeps nothing from
     * going on.
     *
     * @param name what logs call it
     * @param flush flushes, quickly
     * @return this builder
     * @throws IllegalStateException after the start
     */
    public ResourcesBuilder flush(String name, Flush flush) {
        checkDeclaring("add the flush of " + name);
        flushers.add(new Flusher(name, flush));
        return this;
    }

    /**
     * Sets how long the start of all may take.
     *
     * @param limit above zero; 9 seconds unless set, as Lambda ends an init after 10
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public ResourcesBuilder startWithin(Duration limit) {
        startWithin = PoolBuilder.positive("startWithin", limit);
        return this;
    }

    /**
     * Sets how long warming up may take, after the start.
     *
     * @param limit above zero; 5 seconds unless set, and never more than what is left of {@link #startWithin}
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public ResourcesBuilder warmWithin(Duration limit) {
        warmWithin = PoolBuilder.positive("warmWithin", limit);
        return this;
    }

    /**
     * Sets how long a shutdown waits for the requests that run.
     *
     * @param limit above zero; 250 ms on Lambda, which gives 500 ms in all, else 10 seconds
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public ResourcesBuilder drainWithin(Duration limit) {
        drainWithin = PoolBuilder.positive("drainWithin", limit);
        return this;
    }

    /**
     * Sets how long flushing and stopping may take, after the requests have ended.
     *
     * @param limit above zero; 150 ms on Lambda, which gives 500 ms in all, else 5 seconds
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public ResourcesBuilder stopWithin(Duration limit) {
        stopWithin = PoolBuilder.positive("stopWithin", limit);
        return this;
    }

    /**
     * Sets how long before the end of an invocation's time what was added with {@link #flush} runs, and the client gets a 504.
     *
     * @param time from 200 ms, as flushing and replying need time; 500 ms unless set
     * @return this builder
     * @throws IllegalArgumentException when it is shorter
     */
    public ResourcesBuilder flushBefore(Duration time) {
        if (time.toMillis() < 200) {
            throw new IllegalArgumentException("flushBefore must be at least 200 ms, was " + time);
        }
        flushBefore = time;
        return this;
    }

    /**
     * Leaves the end of the process alone: no JVM hook, and no extension that makes Lambda send SIGTERM. For tests, and for those who
     * close {@link Resources} themselves.
     *
     * @return this builder
     */
    public ResourcesBuilder withoutShutdownHook() {
        shutdownHook = false;
        return this;
    }

    /**
     * Ends with the process as far as the JVM hears of it, and registers no extension: Lambda ends the process by SIGKILL then, and the
     * start is as much quicker as the guide says.
     *
     * @return this builder
     */
    public ResourcesBuilder withoutExtension() {
        extension = false;
        return this;
    }

    /**
     * Prepares for checkpoints outside of SnapStart too, on a JDK with CRaC. With SnapStart that is so anyway.
     *
     * @return this builder
     */
    public ResourcesBuilder checkpoints() {
        checkpoints = true;
        return this;
    }

    /**
     * Starts what is not lazy: each after what it depends on, those that are independent at the same time. Then warms up what there is
     * to warm up.
     *
     * @return the resources, started
     * @throws IllegalStateException when resources depend on each other in a circle, or the builder has been started before
     * @throws ResourceException when one does not start; what had started is stopped then
     */
    public Resources start() {
        checkDeclaring("start");
        rejectCycles();
        phase = Phase.STARTING;
        Resources resources = new Resources(this);
        try {
            resources.start();
        } catch (RuntimeException | Error failed) {
            phase = Phase.FAILED;
            throw failed;
        }
        phase = Phase.STARTED;
        return resources;
    }

    private void rejectCycles() {
        Set<Resource<?>> safe = new HashSet<>();
        for (Resource<?> each : declared) {
            visit(each, new ArrayDeque<>(), safe);
        }
    }

    private static void visit(Resource<?> resource, Deque<Resource<?>> path, Set<Resource<?>> safe) {
        if (safe.contains(resource)) {
            return;
        }
        if (path.contains(resource)) {
            StringBuilder circle = new StringBuilder(resource.name());
            for (Resource<?> each : path) {
                circle.insert(0, each.name() + " -> ");
                if (each.equals(resource)) {
                    break;
                }
            }
            throw new IllegalStateException("Resources depend on each other in a circle: " + circle);
        }
        path.push(resource);
        for (Resource<?> dependency : resource.dependencies()) {
            visit(dependency, path, safe);
        }
        path.pop();
        safe.add(resource);
    }

    void checkDeclaring(String what) {
        if (phase != Phase.DECLARING) {
            throw new IllegalStateException("Can not " + what + ": the resources have been started");
        }
    }

    void checkStarted(String name) {
        if (phase == Phase.DECLARING) {
            throw new IllegalStateException(name + " has not been started: start() comes first");
        }
    }

    /** Begins what an app does to a resource, which must not start or stop the resources. */
    void enterCallback() {
        callback.set(true);
    }

    void leaveCallback() {
        callback.remove();
    }

    void rejectInCallback(String what) {
        if (callback.get() != null) {
            throw new IllegalStateException(
                    what + " was called by a resource that is being started or stopped, which would wait for itself");
        }
    }

    /** Called by each resource once it has started. */
    void started(Resource<?> resource) {
        started.add(resource);
    }
}
