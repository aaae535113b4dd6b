package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lift.Lift;
import dev.lift.http.EventSource;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.resources.ResourceReport.State;
import dev.lift.testing.TestContext;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ResourcesTest {
    private static final Duration SHORT = Duration.ofMillis(40);

    /** What happened, in its order. */
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private static ResourcesBuilder builder() {
        return Resources.builder(name -> null).withoutShutdownHook();
    }

    private Resource<String> add(ResourcesBuilder builder, String name, Resource<?>... dependencies) {
        return builder.<String>add(name, () -> {
                    events.add("start " + name);
                    return name;
                })
                .dependsOn(dependencies)
                .stop(stopped -> events.add("stop " + stopped));
    }

    private Resource<String> addFailing(ResourcesBuilder builder, String name, Resource<?>... dependencies) {
        return builder.<String>add(name, () -> {
                    throw new IllegalArgumentException("no " + name);
                })
                .dependsOn(dependencies);
    }

    @Test
    void resources_startInOrderOfDependencies_andStopInReverse() {
        ResourcesBuilder builder = builder();
        Resource<String> settings = add(builder, "settings");
        Resource<String> database = add(builder, "database", settings);
        Resource<String> orders = add(builder, "orders", database, settings);
        try (Resources resources = builder.start()) {
            assertThat(orders.get()).isEqualTo("orders");
            assertThat(resources.report())
                    .extracting(ResourceReport::state)
                    .containsExactly(State.STARTED, State.STARTED, State.STARTED);
            assertThat(resources).hasToString(resources.toString()).asString().contains("database STARTED");
        }
        assertThat(events)
                .containsExactly(
                        "start settings",
                        "start database",
                        "start orders",
                        "stop orders",
                        "stop database",
                        "stop settings");
        assertThatThrownBy(orders::get).isInstanceOf(ResourceException.class).hasMessage("orders has been stopped");
    }

    @Test
    void dependencies_mayBeDeclaredLaterThanWhatNeedsThem() {
        ResourcesBuilder builder = builder();
        Resource<String> orders = add(builder, "orders");
        Resource<String> database = add(builder, "database");
        orders.dependsOn(database);
        builder.start().close();
        assertThat(events).containsExactly("start database", "start orders", "stop orders", "stop database");
    }

    /** Each waits for the other, so they start only if they start at the same time. */
    @Test
    void independentResources_startAtTheSameTime() {
        CyclicBarrier together = new CyclicBarrier(3);
        ResourcesBuilder builder = builder();
        for (int i = 0; i < 3; i++) {
            Resource<Integer> unused = builder.add("resource-" + i, () -> together.await(20, TimeUnit.SECONDS));
        }
        try (Resources resources = builder.start()) {
            assertThat(resources.report()).allMatch(report -> report.state() == State.STARTED);
        }
    }

    @Test
    void LI01_cycles_areBuildErrorsThatNameThem() {
        ResourcesBuilder two = builder();
        Resource<String> a = add(two, "a");
        Resource<String> b = add(two, "b", a);
        Resource<String> c = add(two, "c", b);
        a.dependsOn(c);
        assertThatThrownBy(two::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching(".*in a circle: (a -> c -> b -> a|b -> a -> c -> b|c -> b -> a -> c)");

        ResourcesBuilder one = builder();
        Resource<String> self = add(one, "self");
        self.dependsOn(self);
        assertThatThrownBy(one::start).hasMessageEndingWith("self -> self");
        assertThat(events).isEmpty();
    }

    @Test
    void LI01_dependencyOfAnotherBuilder_isRefused() {
        Resource<String> foreign = add(builder(), "foreign");
        Resource<String> resource = add(builder(), "resource");
        assertThatThrownBy(() -> resource.dependsOn(foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("resource can not depend on foreign");
    }

    @Test
    void names_areUniqueAndNotBlank() {
        ResourcesBuilder builder = builder();
        add(builder, "a");
        assertThatThrownBy(() -> add(builder, "a")).hasMessage("There are two resources of the name a");
        assertThatThrownBy(() -> add(builder, " ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void LI02_failingStart_namesResourceAndCause_andStopsWhatHadStarted() {
        ResourcesBuilder builder = builder();
        Resource<String> a = add(builder, "a");
        Resource<String> b = add(builder, "b", a);
        Resource<String> c = addFailing(builder, "c", b);
        add(builder, "d", c);
        ResourceException failed = catchThrowableOfType(ResourceException.class, builder::start);
        assertThat(failed)
                .hasMessage("c did not start: java.lang.IllegalArgumentException: no c")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThat(failed.resource()).isEqualTo("c");
        assertThat(events).containsExactly("start a", "start b", "stop b", "stop a");
    }

    @Test
    void LI02_start_thatThrowsErrorOrReturnsNull_isAFailure() {
        ResourcesBuilder errors = builder();
        errors.add("broken", () -> {
            throw new NoClassDefFoundError("com/example/Absent");
        });
        assertThatThrownBy(errors::start)
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("broken did not start: java.lang.NoClassDefFoundError: com/example/Absent");

        ResourcesBuilder nulls = builder();
        nulls.add("nothing", () -> null);
        assertThatThrownBy(nulls::start).hasMessageContaining("its start returned null");
    }

    /** The hanging one ends when it is interrupted, and what it returns then is stopped. */
    @Test
    void LI02_hangingStart_isGivenUp_andItsLateResultIsStopped() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        ResourcesBuilder builder = builder();
        add(builder, "a");
        builder.<String>add("slow", () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException givenUp) {
                        return "late";
                    }
                    return "never";
                })
                .startTimeout(SHORT)
                .stop(late -> stopped.countDown());
        assertThatThrownBy(builder::start)
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("slow did not start")
                .hasMessageContaining("it took longer than 40 ms");
        assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(events).containsExactly("start a", "stop a");
    }

    @Test
    void LI02_startWithin_boundsAllTogether() {
        ResourcesBuilder builder = builder().startWithin(SHORT);
        builder.add("slow", () -> new CountDownLatch(1).await(1, TimeUnit.HOURS));
        assertThatThrownBy(builder::start).hasMessageContaining("it took longer than");
    }

    @Test
    void LI02_severalFailures_areAllInTheException() {
        ResourcesBuilder builder = builder();
        addFailing(builder, "a");
        addFailing(builder, "b");
        Throwable failed = catchThrowable(builder::start);
        assertThat(failed.getSuppressed()).hasSize(1);
        assertThat(List.of(failed.getMessage(), failed.getSuppressed()[0].getMessage()))
                .allMatch(message -> message.contains("did not start"));
    }

    @Test
    void LI03_failingStop_keepsNoOtherFromStopping() {
        ResourcesBuilder builder = builder();
        Resource<String> a = add(builder, "a");
        Resource<String> b = add(builder, "b", a).stop(stopping -> {
            throw new IllegalStateException("will not");
        });
        add(builder, "c", b);
        Resources resources = builder.start();
        assertThatThrownBy(resources::close)
                .isInstanceOf(ResourceException.class)
                .hasMessage("b did not stop: java.lang.IllegalStateException: will not");
        assertThat(events).endsWith("stop c", "stop a");
    }

    @Test
    void LI03_hangingStop_isBounded() {
        ResourcesBuilder builder = builder();
        Resource<String> a = add(builder, "a");
        add(builder, "b", a).stop(stopping -> new CountDownLatch(1).await()).stopTimeout(SHORT);
        Resources resources = builder.start();
        assertThatThrownBy(resources::close).hasMessageContaining("it took longer than 40 ms");
        assertThat(events).endsWith("stop a");
    }

    @Test
    void LI03_stopTwice_isOnce_andStartTwiceIsRefused() {
        ResourcesBuilder builder = builder();
        add(builder, "a");
        Resources resources = builder.start();
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("have been started");
        resources.close();
        resources.close();
        assertThat(events).containsExactly("start a", "stop a");
    }

    @Test
    void LI03_concurrentCloses_allWaitForTheOne() throws Exception {
        for (int round = 0; round < 1_000; round++) {
            events.clear();
            ResourcesBuilder builder = builder();
            Resource<String> a = add(builder, "a");
            add(builder, "b", a);
            Resources resources = builder.start();
            List<List<String>> seen = Collections.synchronizedList(new ArrayList<>());
            Thread[] threads = new Thread[3];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    resources.close();
                    seen.add(List.copyOf(events));
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(seen)
                    .hasSize(3)
                    .allMatch(each -> each.equals(List.of("start a", "start b", "stop b", "stop a")));
        }
    }

    @Test
    void LI04_sharedDependency_startsOnce() {
        ResourcesBuilder builder = builder();
        Resource<String> shared = add(builder, "shared");
        for (int i = 0; i < 10; i++) {
            add(builder, "user-" + i, shared);
        }
        builder.start().close();
        assertThat(events).filteredOn("start shared"::equals).hasSize(1);
        assertThat(events.get(0)).isEqualTo("start shared");
        assertThat(events.get(events.size() - 1)).isEqualTo("stop shared");
    }

    @Test
    void LI05_closeFromACallback_isRefused() {
        AtomicReference<@Nullable Resources> resources = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> refused = new AtomicReference<>();
        ResourcesBuilder builder = builder();
        add(builder, "a").stop(stopping -> {
            Resources mine = resources.get();
            refused.set(catchThrowable(() -> {
                if (mine != null) {
                    mine.close();
                }
            }));
        });
        resources.set(builder.start());
        Resources started = resources.get();
        assertThat(started).isNotNull();
        if (started != null) {
            started.close();
        }
        assertThat(refused.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("close() was called by a resource that is being started or stopped");
    }

    @Test
    void LI09_declarationAfterTheStart_isRefused() {
        ResourcesBuilder builder = builder();
        Resource<String> a = add(builder, "a");
        try (Resources resources = builder.start()) {
            assertThat(resources.report()).hasSize(1);
            assertThatThrownBy(() -> add(builder, "b"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Can not add b: the resources have been started");
            assertThatThrownBy(() -> a.stop(stopping -> {})).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void PO20_useBeforeTheStart_isAMistakeThatSaysWhatToDo() {
        ResourcesBuilder builder = builder();
        Resource<String> eager = add(builder, "eager");
        Resource<String> lazy = add(builder, "lazy").lazy();
        assertThatThrownBy(eager::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("eager has not been started");
        assertThatThrownBy(lazy::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lazy has not been started");
    }

    @Test
    void PO20_useAfterAFailedStart_saysThatItIsStopped() {
        ResourcesBuilder builder = builder();
        Resource<String> a = add(builder, "a");
        addFailing(builder, "b", a);
        assertThatThrownBy(builder::start).isInstanceOf(ResourceException.class);
        assertThatThrownBy(a::get).isInstanceOf(ResourceException.class).hasMessage("a has been stopped");
    }

    @Test
    void undeclaredDependency_saysWhatToDeclare() {
        ResourcesBuilder builder = builder();
        AtomicReference<@Nullable Resource<String>> later = new AtomicReference<>();
        builder.add("orders", () -> {
            Resource<String> database = later.get();
            return database == null ? "" : database.get();
        });
        later.set(addSlow(builder, "database"));
        assertThatThrownBy(builder::start)
                .hasMessageContaining("orders did not start")
                .hasMessageContaining("dependsOn(database)");
    }

    private static Resource<String> addSlow(ResourcesBuilder builder, String name) {
        return builder.<String>add(name, () -> {
                    new CountDownLatch(1).await();
                    return name;
                })
                .startTimeout(SHORT);
    }

    @Test
    void lazyResource_startsOnFirstUse() {
        ResourcesBuilder builder = builder();
        Resource<String> lazy = add(builder, "lazy").lazy();
        Resource<String> unused = add(builder, "unused").lazy();
        try (Resources resources = builder.start()) {
            assertThat(events).isEmpty();
            assertThat(lazy.get()).isEqualTo("lazy");
            assertThat(lazy.get()).isEqualTo("lazy");
            assertThat(resources.report())
                    .extracting(ResourceReport::state)
                    .containsExactly(State.STARTED, State.DECLARED);
        }
        assertThat(events).containsExactly("start lazy", "stop lazy");
        assertThatThrownBy(unused::get).hasMessage("unused has been stopped");
    }

    @Test
    void lazyResource_thatSomethingNeeds_startsWithIt() {
        ResourcesBuilder builder = builder();
        Resource<String> lazy = add(builder, "lazy").lazy();
        add(builder, "eager", lazy);
        builder.start().close();
        assertThat(events).containsExactly("start lazy", "start eager", "stop eager", "stop lazy");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 64})
    void CC02_lazyResource_startsOnceUnderContention(int threads) throws Exception {
        AtomicInteger starts = new AtomicInteger();
        ResourcesBuilder builder = builder();
        Resource<Integer> lazy = builder.add("lazy", starts::incrementAndGet).lazy();
        try (Resources resources = builder.start()) {
            List<Object> got = together(threads, lazy::get);
            assertThat(got).hasSize(threads).containsOnly(1);
            assertThat(resources.report().get(0).state()).isEqualTo(State.STARTED);
        }
    }

    /** All that came while it was failing hear of it; the next one tries again. */
    @Test
    void CC02_failingLazyStart_isSeenByAll_andTriedAgain() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        CountDownLatch allCame = new CountDownLatch(1);
        ResourcesBuilder builder = builder();
        Resource<String> lazy = builder.<String>add("lazy", () -> {
                    if (starts.incrementAndGet() == 1) {
                        allCame.await();
                        throw new IllegalStateException("first");
                    }
                    return "second";
                })
                .lazy();
        try (Resources resources = builder.start()) {
            List<Thread> threads = new ArrayList<>();
            List<Object> outcomes = Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 20; i++) {
                Thread thread = new Thread(() -> outcomes.add(catchThrowable(lazy::get)));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            }
            allCame.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(outcomes)
                    .hasSize(20)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(ResourceException.class, failed -> {
                                assertThat(failed.status()).isEqualTo(503);
                                assertThat(failed.headers().get("Retry-After")).contains("1");
                                assertThat(failed.detail())
                                        .doesNotContain("lazy")
                                        .doesNotContain("first");
                            }));
            assertThat(starts).hasValue(1);
            assertThat(resources.report().get(0).failure()).contains("first");
            assertThat(lazy.get()).isEqualTo("second");
            assertThat(resources.report().get(0).failure()).isNull();
        }
    }

    @Test
    void interruptedStarter_doesNotFailThoseThatWait() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger starts = new AtomicInteger();
        ResourcesBuilder builder = builder();
        Resource<String> lazy = builder.<String>add("lazy", () -> {
                    if (starts.incrementAndGet() == 1) {
                        running.countDown();
                        new CountDownLatch(1).await();
                    }
                    return "here";
                })
                .lazy();
        try (Resources resources = builder.start()) {
            assertThat(resources.report()).hasSize(1);
            AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
            Thread starter = new Thread(() -> {
                first.set(catchThrowable(lazy::get));
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            });
            starter.start();
            running.await();
            AtomicReference<@Nullable String> second = new AtomicReference<>();
            Thread waiter = new Thread(() -> second.set(lazy.get()));
            waiter.start();
            while (waiter.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            starter.interrupt();
            starter.join();
            waiter.join();
            assertThat(first.get())
                    .isInstanceOf(ResourceException.class)
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(second.get()).isEqualTo("here");
        }
    }

    private static List<Object> together(int threads, java.util.concurrent.Callable<?> task) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        List<Object> results = Collections.synchronizedList(new ArrayList<>());
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    barrier.await();
                    results.add(task.call());
                } catch (Exception failed) {
                    results.add(failed);
                }
            });
            thread.start();
            all.add(thread);
        }
        for (Thread thread : all) {
            thread.join();
        }
        return results;
    }

    @Test
    void warmUp_thatFails_keepsNothingFromStarting() {
        ResourcesBuilder builder = builder();
        add(builder, "cold").warm(cold -> {
            throw new IllegalStateException("cold");
        });
        add(builder, "warm").warm(warm -> events.add("warm " + warm));
        try (Resources resources = builder.start()) {
            assertThat(resources.report()).allMatch(report -> report.state() == State.STARTED);
            assertThat(events).contains("warm warm");
            assertThat(resources.report().get(0).failure()).contains("cold");
        }
    }

    @Test
    void LC15_warmUp_thatHangs_isBounded() {
        ResourcesBuilder builder = builder().warmWithin(SHORT);
        add(builder, "slow").warm(slow -> new CountDownLatch(1).await());
        try (Resources resources = builder.start()) {
            assertThat(resources.report().get(0).state()).isEqualTo(State.STARTED);
        }
    }

    @Test
    void pool_isAResourceWithoutFurtherWords() throws Exception {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger destroyed = new AtomicInteger();
        ResourcesBuilder builder = builder();
        Resource<Pool<Integer>> numbers = builder.add(
                "numbers",
                () -> Pool.<Integer>builder("numbers", made::incrementAndGet)
                        .destroy(number -> destroyed.incrementAndGet())
                        .minIdle(2)
                        .build());
        try (Resources resources = builder.start()) {
            Pool<Integer> pool = numbers.get();
            assertThat(pool.stats().idle()).isEqualTo(2);
            resources.beforeCheckpoint();
            assertThat(pool.stats().idle()).isZero();
            assertThat(destroyed).hasValue(2);
            resources.afterRestore();
            try (Lease<Integer> lease = pool.borrow()) {
                assertThat(lease.get()).isEqualTo(3);
            }
        }
        assertThat(destroyed).hasValue(3);
    }

    @Test
    void LC07_openLease_failsTheCheckpointAndNamesThePool() throws Exception {
        ResourcesBuilder builder = builder();
        Resource<Pool<Integer>> numbers = builder.add(
                "numbers",
                () -> Pool.<Integer>builder("numbers", () -> 1)
                        .destructionTimeout(SHORT)
                        .build());
        try (Resources resources = builder.start();
                Lease<Integer> open = numbers.get().borrow()) {
            assertThat(open.get()).isEqualTo(1);
            assertThatThrownBy(resources::beforeCheckpoint)
                    .isInstanceOf(ResourceException.class)
                    .hasMessageContaining("numbers could not prepare for the checkpoint")
                    .hasMessageContaining("Leases of the pool numbers are open");
        }
    }

    @Test
    void LC09_hooks_runInOrder_allOfThem_andFailuresAreNamed() {
        ResourcesBuilder builder = builder();
        Resource<String> a = add(builder, "a")
                .beforeCheckpoint(name -> events.add("before " + name))
                .afterRestore(name -> events.add("after " + name));
        Resource<String> b = add(builder, "b", a)
                .beforeCheckpoint(name -> {
                    throw new IllegalStateException("b will not");
                })
                .afterRestore(name -> {
                    throw new IllegalStateException("b can not");
                });
        add(builder, "c", b)
                .beforeCheckpoint(name -> events.add("before " + name))
                .afterRestore(name -> events.add("after " + name));
        add(builder, "d").lazy().beforeCheckpoint(name -> events.add("before " + name));
        try (Resources resources = builder.start()) {
            events.clear();
            assertThatThrownBy(resources::beforeCheckpoint)
                    .isInstanceOfSatisfying(
                            ResourceException.class,
                            failed -> assertThat(failed.resource()).isEqualTo("b"))
                    .hasMessageContaining("b could not prepare for the checkpoint")
                    .hasMessageContaining("b will not");
            assertThat(events).containsExactly("before c", "before a");
            events.clear();
            assertThatThrownBy(resources::afterRestore).hasMessageContaining("b could not be restored");
            assertThat(events).containsExactly("after a", "after c");
        }
    }

    @Test
    void flush_runsBeforeCheckpointAndAtTheEnd_andItsFailureIsNoFailure() {
        ResourcesBuilder builder = builder()
                .flush("broken", () -> {
                    throw new IllegalStateException("no");
                })
                .flush("metrics", () -> events.add("flush"));
        add(builder, "a");
        Resources resources = builder.start();
        resources.beforeCheckpoint();
        resources.close();
        assertThat(events).containsExactly("start a", "flush", "flush", "stop a");
    }

    @Test
    void LI10_shutdown_waitsForRequests_thenStops_andRefusesOthersMeanwhile() throws Exception {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ResourcesBuilder builder = builder();
        Resource<String> database = add(builder, "database");
        Resources resources = builder.start();
        Lift app = Lift.of(routes -> {
            routes.use(resources.middleware());
            routes.get("/slow", request -> {
                inHandler.countDown();
                mayEnd.await();
                return Response.text(database.get());
            });
            routes.get("/fast", request -> Response.text("fast"));
        });
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        Thread request = new Thread(() -> {
            statuses.add(app.handle(Request.get("/slow").build()).status());
            events.add("answered");
        });
        request.start();
        inHandler.await();
        Thread closer = new Thread(resources::close);
        closer.start();
        int refused;
        do {
            refused = app.handle(Request.get("/fast").build()).status();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        } while (refused == 200);
        assertThat(refused).isEqualTo(503);
        assertThat(app.handle(Request.get("/fast").build()).headers().get("Retry-After"))
                .contains("1");
        awaitIn("awaitEnd", closer);
        assertThat(events).containsExactly("start database");
        mayEnd.countDown();
        request.join();
        closer.join();
        assertThat(statuses).containsExactly(200);
        assertThat(events).containsExactly("start database", "answered", "stop database");
    }

    /** Waits until a thread is in a method, or has ended. */
    private static void awaitIn(String method, Thread thread) throws InterruptedException {
        while (thread.isAlive()
                && Stream.of(thread.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().equals(method))) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    @Test
    void LI10_requestThatDoesNotEnd_doesNotKeepTheProcess() throws Exception {
        CountDownLatch inHandler = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ResourcesBuilder builder = builder().drainWithin(SHORT);
        add(builder, "database");
        Resources resources = builder.start();
        Lift app = Lift.of(routes -> {
            routes.use(resources.middleware());
            routes.get("/slow", request -> {
                inHandler.countDown();
                mayEnd.await();
                return Response.text("late");
            });
        });
        Thread request = new Thread(() -> app.handle(Request.get("/slow").build()));
        request.start();
        inHandler.await();
        resources.close();
        assertThat(events).endsWith("stop database");
        mayEnd.countDown();
        request.join();
    }

    /** The handler ignores interrupts, and the client gets its reply all the same. */
    @Test
    void handlerThatTakesTooLong_isFlushedAndAnsweredBeforeLambdaEndsIt() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ResourcesBuilder builder =
                builder().flushBefore(Duration.ofMillis(200)).flush("metrics", () -> events.add("flush"));
        try (Resources resources = builder.start()) {
            Lift app = Lift.of(routes -> {
                routes.use(resources.middleware());
                routes.get("/slow", request -> {
                    try {
                        mayEnd.await();
                    } catch (InterruptedException ignored) {
                        interrupted.countDown();
                        mayEnd.await();
                    }
                    return Response.text("late");
                });
                routes.get("/fast", request -> Response.text("fast"));
                routes.get("/broken", request -> {
                    throw new TimeoutException("its own");
                });
            });
            assertThat(app.handle(timed("/fast", 5_000)).status()).isEqualTo(200);
            assertThat(app.handle(timed("/broken", 5_000)).status()).isEqualTo(500);
            assertThat(events).isEmpty();
            assertThat(app.handle(timed("/slow", 250)).status()).isEqualTo(504);
            assertThat(events).containsExactly("flush");
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(app.handle(timed("/fast", 150)).status()).isEqualTo(503);
            assertThat(app.handle(Request.get("/fast").build()).status()).isEqualTo(200);
            mayEnd.countDown();
        }
    }

    /** The handler runs on another thread then, whose next user must find nothing of it. */
    @Test
    void handlerWithATimeLimit_hasTheLogContextOfItsCaller_andLeavesItAsItWas() throws Exception {
        ResourcesBuilder builder = builder().flush("metrics", () -> events.add("flush"));
        List<String> seen = new ArrayList<>();
        try (Resources resources = builder.start()) {
            Lift app = Lift.of(routes -> {
                routes.use(resources.middleware());
                routes.get("/context", request -> {
                    seen.add(MDC.get("requestId") + " on "
                            + Thread.currentThread().getName());
                    MDC.put("order", "7");
                    return Response.text(String.valueOf(MDC.get("requestId")));
                });
            });
            for (String id : new String[] {"one", null, "three"}) {
                if (id == null) {
                    MDC.clear();
                } else {
                    MDC.put("requestId", id);
                }
                assertThat(app.handle(timed("/context", 5_000)).status()).isEqualTo(200);
                assertThat(MDC.get("order")).isNull();
            }
        } finally {
            MDC.clear();
        }
        assertThat(seen)
                .hasSize(3)
                .noneMatch(each -> each.contains(" on " + Thread.currentThread().getName()));
    }

    private static Request timed(String path, long millis) {
        TestContext context = new TestContext("id", Clock.systemUTC(), Duration.ofMillis(millis));
        return Request.get(path)
                .invocation(Invocation.of(context, new byte[0], EventSource.HTTP_API))
                .build();
    }

    /** Any graph without circles: each starts after what it depends on, and stops before it. */
    @Test
    void anyGraph_keepsTheOrder() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            events.clear();
            ResourcesBuilder builder = builder();
            List<Resource<String>> all = new ArrayList<>();
            List<List<Integer>> edges = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(12); i++) {
                Resource<String> resource = add(builder, "r" + i);
                List<Integer> on = new ArrayList<>();
                for (int j = 0; j < i; j++) {
                    if (random.nextInt(3) == 0) {
                        resource.dependsOn(all.get(j));
                        on.add(j);
                    }
                }
                if (random.nextInt(4) == 0) {
                    resource.lazy();
                }
                all.add(resource);
                edges.add(on);
            }
            builder.start().close();
            for (int i = 0; i < all.size(); i++) {
                for (int j : edges.get(i)) {
                    String as = "seed " + seed + ", round " + round + ": " + events;
                    if (events.contains("start r" + i)) {
                        assertThat(events.indexOf("start r" + j)).as(as).isBetween(0, events.indexOf("start r" + i));
                        assertThat(events.indexOf("stop r" + j)).as(as).isGreaterThan(events.indexOf("stop r" + i));
                    }
                }
            }
        }
    }
}
