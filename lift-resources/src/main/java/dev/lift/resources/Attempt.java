package dev.lift.resources;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One attempt to start a resource, which several may wait for. */
final class Attempt<T> {
    private final CountDownLatch ended = new CountDownLatch(1);

    // Written before the end.
    private @Nullable T value;
    private @Nullable Throwable failure;

    void succeed(T started) {
        value = started;
        ended.countDown();
    }

    void fail(Throwable cause) {
        failure = cause;
        ended.countDown();
    }

    /** Waits for the end, and returns what has started; null when it has failed. */
    @Nullable
    T await(Resource<T> resource) {
        try {
            ended.await();
            return value;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw resource.notStarted(interrupted);
        }
    }

    /** Why it has failed, after the end. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
