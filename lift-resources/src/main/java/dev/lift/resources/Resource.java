package dev.lift.resources;

import dev.lift.http.Deadline;
import dev.lift.resources.ResourceReport.State;
import dev.lift.resources.internal.TimeLimit;
import dev.lift.resources.internal.Warnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that an app starts once and uses until the environment ends: declared with {@link ResourcesBuilder#add}, started in the
 * order of its dependencies, stopped in the reverse order.
 *
 * <p>To be declared by one thread, before the start; {@link #get} is thread-safe.
 *
 * <pre>{@code
 * Resource<Pool<Session>> sessions = builder.add("sessions", () -> pool(settings.get()))
 *         .dependsOn(settings)
 *         .startTimeout(Duration.ofSeconds(3));
 *
 * try (Lease<Session> lease = sessions.get().borrow()) {
 *     lease.get().find(id);
 * }
 * }</pre>
 *
 * @param <T> the type of what is started
 */
public final class Resource<T> {
    private final ResourcesBuilder owner;
    private final String name;
    private final Callable<? extends T> start;
    private final List<Resource<?>> dependencies = new ArrayList<>();
    private boolean lazy;
    private Duration startTimeout = Duration.ofSeconds(9);
    private Duration stopTimeout = Duration.ofSeconds(5);
    private @Nullable Action<? super T> stop;
    private @Nullable Action<? super T> warm;
    private @Nullable Action<? super T> beforeCheckpoint;
    private @Nullable Action<? super T> afterRestore;

    private final ReentrantLock lock = new ReentrantLock();

    /** Set while it is started; written under the lock. */
    private volatile @Nullable T value;

    // Guarded by the lock, as all that follow.
    private State state = State.DECLARED;
    private @Nullable Attempt<T> starting;
    private @Nullable Throwable failure;
    private Duration startTime = Duration.ZERO;
    private Duration warmTime = Duration.ZERO;

    Resource(ResourcesBuilder owner, String name, Callable<? extends T> start) {
        this.owner = owner;
        this.name = name;
        this.start = start;
    }

    /**
     * Declares what must have been started before, and is stopped after it.
     *
     * @param others resources of the same builder
     * @return this resource
     * @throws IllegalArgumentException when one is of another builder
     * @throws IllegalStateException after the start
     */
    public Resource<T> dependsOn(Resource<?>... others) {
        declaring();
        for (Resource<?> other : others) {
            if (other.owner != owner) {
                throw new IllegalArgumentException(
                        name + " can not depend on " + other.name + ", which was added to another builder");
            }
            dependencies.add(other);
        }
        return this;
    }

    /**
     * Starts it when it is first used, or when something that is started depends on it. Whoever comes meanwhile waits for the same
     * start; when that fails all of them hear why, and the next one tries again.
     *
     * @return this resource
     * @throws IllegalStateException after the start
     */
    public Resource<T> lazy() {
        declaring();
        lazy = true;
        return this;
    }

    /**
     * Sets how it is stopped.
     *
     * @param action stops it; it is closed where it is {@link AutoCloseable} unless set
     * @return this resource
     * @throws IllegalStateException after the start
     */
    public Resource<T> stop(Action<? super T> action) {
        declaring();
        stop = action;
        return this;
    }

    /**
     * Sets how it is warmed up once all are started.
     *
     * @param action warms it up; {@link Lifecycle#warm} unless set
     * @return this resource
     * @throws IllegalStateException after the start
     */
    public Resource<T> warm(Action<? super T> action) {
        declaring();
        warm = action;
        return this;
    }

    /**
     * Sets what is done before a checkpoint.
     *
     * @param action lets go of what must not be in a snapshot; {@link Lifecycle#beforeCheckpoint} unless set
     * @return this resource
     * @throws IllegalStateException after the start
     */
    public Resource<T> beforeCheckpoint(Action<? super T> action) {
        declaring();
        beforeCheckpoint = action;
        return this;
    }

    /**
     * Sets what is done after a restore.
     *
     * @param action takes up again what was let go of; {@link Lifecycle#afterRestore} unless set
     * @return this resource
     * @throws IllegalStateException after the start
     */
    public Resource<T> afterRestore(Action<? super T> action) {
        declaring();
        afterRestore = action;
        return this;
    }

    /**
     * Sets how long a start may take.
     *
     * @param limit above zero; 9 seconds unless set, and never more than what is left of {@link ResourcesBuilder#startWithin}
     * @return this resource
     * @throws IllegalArgumentException when it is not above zero
     * @throws IllegalStateException after the start
     */
    public Resource<T> startTimeout(Duration limit) {
        declaring();
        startTimeout = PoolBuilder.positive("startTimeout", limit);
        return this;
    }

    /**
     * Sets how long the stop, and each hook of a checkpoint or a restore, may take.
     *
     * @param limit above zero; 5 seconds unless set, and never more than what is left of {@link ResourcesBuilder#stopWithin}
     * @return this resource
     * @throws IllegalArgumentException when it is not above zero
     * @throws IllegalStateException after the start
     */
    public Resource<T> stopTimeout(Duration limit) {
        declaring();
        stopTimeout = PoolBuilder.positive("stopTimeout", limit);
        return this;
    }

    private void declaring() {
        owner.checkDeclaring("change " + name);
    }

    /**
     * Returns what was started; starts it first where it is lazy.
     *
     * @return the object
     * @throws IllegalStateException before the start, which is a mistake of the app
     * @throws ResourceException when it has been stopped, or could not be started
     */
    public T get() {
        return get(Deadline.NONE);
    }

    /**
     * Returns what was started; starts it first where it is lazy, in no more than the deadline leaves.
     *
     * @param deadline the deadline of the invocation
     * @return the object
     * @throws IllegalStateException before the start, which is a mistake of the app
     * @throws ResourceException when it has been stopped, or could not be started
     */
    public T get(Deadline deadline) {
        T present = value;
        if (present != null) {
            return present;
        }
        if (!lazy && stateNow() == State.DECLARED) {
            throw new IllegalStateException(name + " has not been started: start() starts it, and what uses it while it"
                    + " starts itself has to declare dependsOn(" + name + ")");
        }
        owner.checkStarted(name);
        Duration left = deadline.remaining();
        return obtain(left.compareTo(startTimeout) < 0 ? left : startTimeout);
    }

    /** Starts it unless somebody has or does: then waits for that. */
    T obtain(Duration limit) {
        while (true) {
            Attempt<T> shared;
            boolean mine = false;
            lock.lock();
            try {
                T present = value;
                if (present != null) {
                    return present;
                }
                if (state == State.STOPPED) {
                    throw stopped();
                }
                if (starting == null) {
                    starting = new Attempt<>();
                    mine = true;
                }
                shared = starting;
            } finally {
                lock.unlock();
            }
            if (mine) {
                begin(shared, limit);
            }
            T started = shared.await(this);
            if (started != null) {
                return started;
            }
            Throwable failed = shared.failure();
            if (mine || !(failed instanceof InterruptedException)) {
                throw notStarted(failed);
            }
            // It was somebody else that was interrupted: that says nothing about the resource.
        }
    }

    private RuntimeException stopped() {
        return new ResourceException(name, name + " has been stopped", null);
    }

    private void begin(Attempt<T> shared, Duration limit) {
        long begun = System.nanoTime();
        Duration most = limit.compareTo(startTimeout) < 0 ? limit : startTimeout;
        try {
            for (Resource<?> dependency : dependencies) {
                Object unused = dependency.obtain(limit);
            }
            T started = TimeLimit.runOnce(most, new Start(), new Start());
            publish(started, Duration.ofNanos(System.nanoTime() - begun));
            shared.succeed(started);
        } catch (Throwable failed) {
            Throwable cause = failed instanceof TimeoutException
                    ? new TimeoutException("it took longer than " + most.toMillis() + " ms")
                    : failed;
            lock.lock();
            try {
                starting = null;
                failure = cause;
                state = state == State.STOPPED ? State.STOPPED : State.FAILED;
            } finally {
                lock.unlock();
            }
            shared.fail(cause);
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts it, and stops what has started too late. A class and no lambda, as it is on the way of each cold start. */
    private final class Start implements Callable<T>, Consumer<T> {
        @Override
        public T call() throws Exception {
            owner.enterCallback();
            try {
                return Objects.requireNonNull(start.call(), "its start returned null");
            } finally {
                owner.leaveCallback();
            }
        }

        @Override
        public void accept(T late) {
            stopLate(late);
        }
    }

    private void publish(T started, Duration took) throws Exception {
        boolean late;
        lock.lock();
        try {
            starting = null;
            late = state == State.STOPPED;
            if (!late) {
                value = started;
                state = State.STARTED;
                failure = null;
                startTime = took;
                owner.started(this);
            }
        } finally {
            lock.unlock();
        }
        if (late) {
            Turn.STOP.run(stop, started);
            throw stopped();
        }
    }

    /** What was given up and has started all the same is of no use to anybody. */
    private void stopLate(T started) {
        try {
            Turn.STOP.run(stop, started);
        } catch (Exception failed) {
            Warnings.log(name + " started too late, and could not be stopped", failed);
        }
    }

    RuntimeException notStarted(@Nullable Throwable cause) {
        return cause instanceof ResourceException nested
                ? new ResourceException(nested.resource(), nested.getMessage(), nested.getCause())
                : new ResourceException(name, name + " did not start: " + cause, cause);
    }

    /** Stops it, or sees to it that it never starts. */
    void stop(Duration limit) throws Throwable {
        T stopping;
        lock.lock();
        try {
            stopping = value;
            value = null;
            state = State.STOPPED;
        } finally {
            lock.unlock();
        }
        if (stopping != null) {
            run(Turn.STOP, stop, stopping, limit);
        }
    }

    void warm(Duration limit) throws Throwable {
        long begun = System.nanoTime();
        Throwable failed = null;
        try {
            run(Turn.WARM, warm, value, limit);
        } catch (Throwable thrown) {
            failed = thrown;
            throw thrown;
        } finally {
            lock.lock();
            try {
                warmTime = Duration.ofNanos(System.nanoTime() - begun);
                failure = failed;
            } finally {
                lock.unlock();
            }
        }
    }

    void turn(Turn turn) throws Throwable {
        run(turn, turn == Turn.AFTER_RESTORE ? afterRestore : beforeCheckpoint, value, stopTimeout);
    }

    private void run(Turn turn, @Nullable Action<? super T> action, @Nullable T object, Duration limit)
            throws Throwable {
        if (object == null || !turn.concerns(action, object)) {
            return;
        }
        Duration most = limit.compareTo(stopTimeout) < 0 ? limit : stopTimeout;
        try {
            TimeLimit.<Boolean>run(
                    most,
                    () -> {
                        owner.enterCallback();
                        try {
                            turn.run(action, object);
                            return true;
                        } finally {
                            owner.leaveCallback();
                        }
                    },
                    null);
        } catch (TimeoutException late) {
            throw new TimeoutException("it took longer than " + most.toMillis() + " ms");
        }
    }

    List<Resource<?>> dependencies() {
        return dependencies;
    }

    boolean isLazy() {
        return lazy;
    }

    String name() {
        return name;
    }

    private State stateNow() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    ResourceReport report() {
        lock.lock();
        try {
            return new ResourceReport(name, state, startTime, warmTime, failure == null ? null : failure.toString());
        } finally {
            lock.unlock();
        }
    }

    /** The name, and how it stands. */
    @Override
    public String toString() {
        return "Resource[" + name + ", " + stateNow() + "]";
    }
}
