package dev.lift.resources;

import dev.lift.Middleware;
import dev.lift.lambda.LiftHandler;
import dev.lift.resources.internal.TimeLimit;
import dev.lift.resources.internal.Warnings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an app needs for as long as its environment lives: started in the order of dependencies when the function is made, let go of
 * before a snapshot and taken up again after a restore, stopped in the reverse order when the process ends.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * ResourcesBuilder builder = Resources.builder();
 * Resource<Pool<Session>> sessions = builder.add("sessions", () -> Pool.builder("sessions", server::connect).build());
 * Resources resources = builder.start();
 *
 * Lift app = Lift.of(routes -> {
 *     routes.use(resources.middleware());
 *     routes.get("/users/{id}", new GetUser(sessions));
 * });
 * }</pre>
 */
public final class Resources implements AutoCloseable {
    private final ResourcesBuilder options;
    private final RequestGate gate;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile List<Primed> primed = List.of();

    /** What primes the app, to be run before the checkpoint; null for nothing. */
    private volatile @Nullable Runnable priming;

    private @Nullable Shutdown shutdown;

    /** Only kept: a runtime holds its hooks by weak references. */
    @SuppressWarnings("UnusedVariable")
    private @Nullable Object checkpointHook;

    Resources(ResourcesBuilder options) {
        this.options = options;
        gate = new RequestGate(this, options.flushers.isEmpty() ? null : options.flushBefore);
    }

    /**
     * Starts to declare resources.
     *
     * @return a builder
     */
    public static ResourcesBuilder builder() {
        return new ResourcesBuilder(new SystemEnvironment());
    }

    /**
     * Starts to declare resources, for tests.
     *
     * @param environment returns the value of an environment variable, or null
     * @return a builder
     */
    public static ResourcesBuilder builder(UnaryOperator<@Nullable String> environment) {
        return new ResourcesBuilder(environment);
    }

    void start() {
        boolean snapStart = SnapStart.isOn(options.environment);
        if (options.shutdownHook) {
            // First of all, as the process may be ended while it starts. A snapshot must not hold the connection of an
            // extension.
            boolean extension = options.extension && !snapStart;
            shutdown = Shutdown.register(this, extension ? options.environment.apply("AWS_LAMBDA_RUNTIME_API") : null);
        }
        TimeLeft left = new TimeLeft(options.startWithin);
        List<Walk.Failure> failures = new Starts(startedFirst(), left).walk();
        if (!failures.isEmpty()) {
            throw notStarted(failures);
        }
        TimeLeft warm = new TimeLeft(left.atMost(options.warmWithin));
        for (Walk.Failure failed : new Warmups(started(), warm).walk()) {
            Warnings.log(failed.resource().name() + " could not be warmed up", failed.thrown());
        }
        if (snapStart || options.checkpoints || SnapStart.isPlayed()) {
            checkpointHook = SnapStart.register(this);
        }
    }

    private List<Resource<?>> startedFirst() {
        List<Resource<?>> first = new ArrayList<>();
        for (Resource<?> each : options.declared) {
            if (!each.isLazy()) {
                addWithDependencies(each, first);
            }
        }
        return first;
    }

    // Classes and no lambdas, as they are on the way of each cold start.

    private static final class Starts extends Walk {
        private final TimeLeft left;

        Starts(List<Resource<?>> resources, TimeLeft left) {
            super(resources);
            this.left = left;
        }

        @Override
        void with(Resource<?> resource) {
            Object unused = resource.obtain(left.now());
        }

        @Override
        List<Resource<?>> before(Resource<?> resource) {
            return resource.dependencies();
        }

        @Override
        boolean endsAtFailure() {
            return true;
        }
    }

    private static final class Warmups extends Walk {
        private final TimeLeft left;

        Warmups(List<Resource<?>> resources, TimeLeft left) {
            super(resources);
            this.left = left;
        }

        @Override
        void with(Resource<?> resource) throws Throwable {
            resource.warm(left.now());
        }

        @Override
        List<Resource<?>> before(Resource<?> resource) {
            return List.of();
        }
    }

    private final class Stops extends Walk {
        private final TimeLeft left;

        Stops(TimeLeft left) {
            super(options.declared); // Those that have not started are stopped too: they must not start any more.
            this.left = left;
        }

        @Override
        void with(Resource<?> resource) throws Throwable {
            resource.stop(left.now());
        }

        @Override
        List<Resource<?>> before(Resource<?> resource) {
            return dependents(resource);
        }
    }

    private static void addWithDependencies(Resource<?> resource, List<Resource<?>> all) {
        if (!all.contains(resource)) {
            all.add(resource);
            for (Resource<?> each : resource.dependencies()) {
                addWithDependencies(each, all);
            }
        }
    }

    private RuntimeException notStarted(List<Walk.Failure> failures) {
        Throwable first = failures.get(0).thrown();
        RuntimeException failure = first instanceof ResourceException named
                ? named
                : new ResourceException(failures.get(0).resource().name(), String.valueOf(first), first);
        for (Walk.Failure other : failures.subList(1, failures.size())) {
            failure.addSuppressed(other.thrown());
        }
        for (Walk.Failure stop : new Stops(new TimeLeft(options.stopWithin)).walk()) {
            failure.addSuppressed(notStopped(stop));
        }
        if (shutdown != null) {
            shutdown.remove();
        }
        return failure;
    }

    private List<Resource<?>> started() {
        return List.copyOf(options.started);
    }

    private List<Resource<?>> dependents(Resource<?> resource) {
        List<Resource<?>> dependents = new ArrayList<>();
        for (Resource<?> other : options.declared) {
            if (other.dependencies().contains(resource)) {
                dependents.add(other);
            }
        }
        return dependents;
    }

    private static RuntimeException notStopped(Walk.Failure stop) {
        String name = stop.resource().name();
        return new ResourceException(name, name + " did not stop: " + stop.thrown(), stop.thrown());
    }

    /**
     * Returns what counts the requests that run, for a shutdown to wait for them, and refuses those that come after it with 503. Where
     * something is to be flushed, it also ends an invocation that is about to run into its timeout: it flushes, and the client gets a
     * 504; the handler runs on a thread of its own then, which is interrupted.
     *
     * @return the middleware, to be used outermost and once
     */
    public Middleware middleware() {
        return gate;
    }

    /**
     * Answers requests before the first client comes: at once where concurrency is provisioned, before the checkpoint where SnapStart is
     * on. On demand nothing happens, as the first client would wait for it. Failures are in {@link #primed} and do not keep the function
     * from starting.
     *
     * @param handler the function, whose constructor calls this last
     * @param requests the requests
     */
    public void prime(LiftHandler handler, Priming requests) {
        String type = options.environment.apply("AWS_LAMBDA_INITIALIZATION_TYPE");
        if ("provisioned-concurrency".equals(type)) {
            primeNow(handler, requests);
        } else if (checkpointHook != null) {
            priming = () -> primeNow(handler, requests);
        }
    }

    /**
     * Answers requests now, wherever this runs.
     *
     * @param handler the function
     * @param requests the requests
     */
    public void primeNow(LiftHandler handler, Priming requests) {
        primed = requests.run(handler, options.warmWithin);
    }

    /**
     * Returns what came of priming.
     *
     * @return a result for each request that was answered, in their order; empty where nothing was primed
     */
    public List<Primed> primed() {
        return primed;
    }

    /**
     * Prepares for a snapshot: primes, flushes, and has each resource let go of what must not be in it, dependents first. SnapStart and
     * CRaC call this; a test may. All are told, whatever fails.
     *
     * @throws ResourceException when one can not; it names the first, the others are suppressed
     */
    public void beforeCheckpoint() {
        options.rejectInCallback("beforeCheckpoint()");
        Runnable first = priming;
        if (first != null) {
            first.run();
        }
        flush(options.stopWithin);
        List<Resource<?>> inReverse = new ArrayList<>(started());
        Collections.reverse(inReverse);
        each(inReverse, Turn.BEFORE_CHECKPOINT, "could not prepare for the checkpoint");
    }

    /**
     * Has each resource take up again what it let go of, dependencies first. All are told, whatever fails.
     *
     * @throws ResourceException when one can not; it names the first, the others are suppressed
     */
    public void afterRestore() {
        options.rejectInCallback("afterRestore()");
        each(started(), Turn.AFTER_RESTORE, "could not be restored");
    }

    private static void each(List<Resource<?>> resources, Turn turn, String failure) {
        ResourceException first = null;
        for (Resource<?> resource : resources) {
            try {
                resource.turn(turn);
            } catch (Throwable failed) {
                ResourceException named =
                        new ResourceException(resource.name(), resource.name() + " " + failure + ": " + failed, failed);
                if (first == null) {
                    first = named;
                } else {
                    first.addSuppressed(named);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Flushes what there is, in no more than some time; what fails is logged. */
    void flush(Duration within) {
        TimeLeft left = new TimeLeft(within);
        for (ResourcesBuilder.Flusher flusher : options.flushers) {
            try {
                TimeLimit.<Boolean>run(
                        left.now(),
                        () -> {
                            flusher.flush().flush();
                            return true;
                        },
                        null);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable failed) {
                Warnings.log(flusher.name() + " could not be flushed", failed);
            }
        }
    }

    /**
     * Ends: lets no request in any more, waits for those that run, flushes, and stops the resources, dependents first. Whoever calls it
     * again waits for the first.
     *
     * @throws IllegalStateException when a resource calls it that is being started or stopped
     * @throws ResourceException when one does not stop; all others have been by then
     */
    @Override
    public void close() {
        options.rejectInCallback("close()");
        if (closing.getAndSet(true)) {
            awaitClosed();
            return;
        }
        try {
            end();
        } finally {
            closed.countDown();
        }
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        gate.close();
        int stillRunning = awaitRequests();
        if (stillRunning > 0) {
            Warnings.log(stillRunning + " requests still run after " + options.drainWithin.toMillis() + " ms", null);
        }
        TimeLeft left = new TimeLeft(options.stopWithin);
        flush(left.now());
        List<Walk.Failure> failures = new Stops(left).walk();
        if (shutdown != null) {
            shutdown.remove();
        }
        if (!failures.isEmpty()) {
            RuntimeException failure = notStopped(failures.get(0));
            failures.subList(1, failures.size()).forEach(next -> failure.addSuppressed(notStopped(next)));
            throw failure;
        }
    }

    private int awaitRequests() {
        try {
            return gate.awaitEnd(options.drainWithin);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /**
     * Returns how the resources stand.
     *
     * @return a report for each, in the order of their declaration
     */
    public List<ResourceReport> report() {
        List<ResourceReport> reports = new ArrayList<>();
        options.declared.forEach(each -> reports.add(each.report()));
        return reports;
    }

    /** How the resources stand, one a line. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        for (ResourceReport each : report()) {
            table.append(table.length() == 0 ? "" : "\n")
                    .append(each.name())
                    .append(' ')
                    .append(each.state())
                    .append(' ')
                    .append(each.startTime().plus(each.warmTime()).toMillis())
                    .append(" ms")
                    .append(each.failure() == null ? "" : " " + each.failure());
        }
        return table.toString();
    }
}
