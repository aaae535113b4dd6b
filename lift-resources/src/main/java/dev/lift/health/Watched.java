package dev.lift.health;

import dev.lift.resources.internal.TimeLimit;
import dev.lift.resources.internal.Warnings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A check with its last result. However many ask at a time, one looks. */
final class Watched {
    /** A result, and when it was found. */
    record Found(HealthResult result, Instant at) {}

    final HealthCheck check;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private @Nullable Found last;
    private @Nullable CompletableFuture<Found> looking;

    Watched(HealthCheck check, Clock clock) {
        this.check = check;
        this.clock = clock;
    }

    /** Returns what was found lately, or what somebody finds now. */
    CompletableFuture<Found> look() {
        CompletableFuture<Found> mine;
        lock.lock();
        try {
            Found known = last;
            if (known != null && isFresh(known)) {
                return CompletableFuture.completedFuture(known);
            }
            if (looking != null) {
                return looking;
            }
            mine = new CompletableFuture<>();
            looking = mine;
        } finally {
            lock.unlock();
        }
        TimeLimit.start(() -> finish(mine, probe()));
        return mine;
    }

    /** A clock that was set back says nothing, so the result is of an unknown age. */
    private boolean isFresh(Found found) {
        Duration age = Duration.between(found.at(), clock.instant());
        return !age.isNegative() && age.compareTo(check.cacheFor) < 0;
    }

    private HealthResult probe() {
        try {
            HealthResult result = TimeLimit.run(check.timeout, check.probe::look, null);
            return result == null ? failed("The check returned nothing", null) : result;
        } catch (TimeoutException late) {
            return failed("No answer within " + check.timeout.toMillis() + " ms", null);
        } catch (Throwable failed) {
            return failed("The check failed; the log says why", failed);
        }
    }

    /** The log hears of it once, when it begins. */
    private HealthResult failed(String output, @Nullable Throwable cause) {
        Found before = known();
        if (before == null || before.result().status() != HealthStatus.DOWN) {
            Warnings.log("The health check " + check.name + " has failed: " + output, cause);
        }
        return HealthResult.down(output);
    }

    private void finish(CompletableFuture<Found> waiting, HealthResult result) {
        Found found = new Found(result, clock.instant());
        lock.lock();
        try {
            last = found;
            looking = null;
        } finally {
            lock.unlock();
        }
        waiting.complete(found);
    }

    private @Nullable Found known() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a look, and says so when it takes longer than one can wait. */
    Found await(CompletableFuture<Found> look, Duration atMost) throws InterruptedException {
        try {
            return look.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            return new Found(HealthResult.down("No answer in the time that was left"), clock.instant());
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
