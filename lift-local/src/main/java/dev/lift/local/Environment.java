package dev.lift.local;

import dev.lift.http.EventSource;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Where the function runs, as Lambda would have it: invokes it, unless it is frozen, and takes it from one state to another. */
final class Environment {
    private final FunctionSource source;
    private final Semaphore places;
    private final ExecutorService threads;
    private final Duration timeout;

    /** Where invocations are kept for the console; null where there is none. */
    private final @Nullable Invocations invocations;

    // Guarded by this.
    private LiftHandler function;
    private boolean frozen;
    private boolean changing;
    private boolean warm;
    private int running;

    /** Something to do while no invocation runs. */
    @FunctionalInterface
    interface Change {
        void run() throws Exception;
    }

    Environment(
            FunctionSource source,
            int concurrency,
            ExecutorService threads,
            Duration timeout,
            @Nullable Invocations invocations) {
        this.source = source;
        this.places = new Semaphore(concurrency, /* fair= */ true);
        this.threads = threads;
        this.timeout = timeout;
        this.invocations = invocations;
        this.function = observed(source.function());
    }

    private LiftHandler observed(LiftHandler handler) {
        Invocations kept = invocations;
        return kept == null
                ? handler
                : handler.serving(handler.app().decorated(middleware -> new MiddlewareTimes(middleware, kept)));
    }

    /** The function as it is now. */
    LiftHandler function() {
        return source.function();
    }

    /** Invokes the function, as soon as there is a place for it. The source is that of a request, and null for any other event. */
    Invocation invoke(String title, byte[] event, @Nullable EventSource from)
            throws ExecutionException, InterruptedException, TimeoutException {
        reloadChanged();
        places.acquire();
        boolean submitted = false;
        try {
            enter();
            try {
                Invocation invocation = new Invocation(
                        UUID.randomUUID().toString(),
                        title,
                        event,
                        from,
                        Clock.systemUTC().instant());
                begin(invocation);
                Future<byte[]> result = submit(invocation);
                submitted = true;
                return ended(invocation, result);
            } finally {
                if (!submitted) {
                    leave();
                }
            }
        } finally {
            if (!submitted) {
                places.release();
            }
        }
    }

    private Invocation ended(Invocation invocation, Future<byte[]> result)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            invocation.replied(result.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
            return invocation;
        } catch (TimeoutException late) {
            invocation.failed("It ran into its timeout of " + timeout.toMillis() + " ms");
            result.cancel(/* mayInterruptIfRunning= */ true);
            throw late;
        } catch (ExecutionException failed) {
            invocation.failed(String.valueOf(failed.getCause()));
            throw failed;
        } finally {
            if (invocations != null) {
                invocations.end(invocation);
            }
        }
    }

    private void begin(Invocation invocation) {
        synchronized (this) {
            if (!warm) {
                warm = true;
                invocation.cold();
            }
        }
        if (invocations != null) {
            invocations.begin(invocation);
        }
    }

    private Future<byte[]> submit(Invocation invocation) {
        TestContext context = new TestContext(invocation.id, Clock.systemUTC(), timeout);
        LiftHandler invoked;
        synchronized (this) {
            invoked = function;
        }
        return threads.submit(() -> {
            OutputCapture.of(invocation);
            try {
                ByteArrayOutputStream reply = new ByteArrayOutputStream();
                invoked.handleRequest(new ByteArrayInputStream(invocation.event), reply, context);
                return reply.toByteArray();
            } finally {
                OutputCapture.of(null);
                // There is a place again when its code has ended, not when somebody gave up on it.
                leave();
                places.release();
            }
        });
    }

    private synchronized void enter() throws InterruptedException {
        while (frozen || changing) {
            wait();
        }
        running++;
    }

    private synchronized void leave() {
        running--;
        notifyAll();
    }

    /** Changes something while no invocation runs; those that come meanwhile wait. */
    private void change(Change change) throws Exception {
        synchronized (this) {
            while (changing) {
                wait();
            }
            changing = true;
        }
        try {
            synchronized (this) {
                while (running > 0) {
                    wait();
                }
            }
            change.run();
        } finally {
            synchronized (this) {
                changing = false;
                notifyAll();
            }
        }
    }

    /** Lets invocations that run end, and takes no more until {@link #thaw}. */
    void freeze() throws Exception {
        change(() -> {
            synchronized (this) {
                frozen = true;
            }
        });
    }

    synchronized void thaw() {
        frozen = false;
        notifyAll();
    }

    synchronized boolean isFrozen() {
        return frozen;
    }

    /** Does what SnapStart does around a snapshot, but for the snapshot: what registered with CRaC is told of both sides of it. */
    void restore(Change checkpoint) throws Exception {
        change(() -> {
            checkpoint.run();
            synchronized (this) {
                warm = false;
            }
        });
    }

    /** Takes the function anew if its classes have been compiled since. */
    private void reloadChanged() throws InterruptedException {
        if (!source.hasChanged()) {
            return;
        }
        try {
            change(() -> {
                if (source.reload()) {
                    synchronized (this) {
                        function = observed(source.function());
                        warm = false;
                    }
                }
            });
        } catch (InterruptedException stopping) {
            throw stopping;
        } catch (Exception unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
