package dev.lift.recovery;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Resilience4j's circuit breaker, with three things more. The result of a call that began in another state is not counted: a slow
 * one of before must not pass for a trial. A half-open state whose trials never come back ends, without a thread that waits for it.
 * And time is that of a {@link SteadyClock}.
 */
final class Breaker {
    private final String name;
    private final CircuitBreaker core;
    private final Duration openFor;
    private final Predicate<Throwable> failure;
    private final Clock clock;

    /** Holds state and generation together: a look at one and an act on the other are one step. */
    private final ReentrantLock lock = new ReentrantLock();

    /** How often the state has changed. Guarded by the lock, as the two below. */
    private long generation;

    private CircuitBreaker.State state = CircuitBreaker.State.CLOSED;
    private Instant since;

    Breaker(String name, CircuitBreakerOptions options, Clock clock) {
        this.name = name;
        this.openFor = options.openFor;
        this.failure = options.failure;
        this.clock = clock;
        this.since = clock.instant();
        boolean byTime = options.windowSeconds > 0;
        CircuitBreakerConfig.Builder config = CircuitBreakerConfig.custom()
                .failureRateThreshold(options.failureRate)
                .slidingWindow(
                        byTime ? options.windowSeconds : options.windowCalls,
                        byTime ? options.minimumCalls : Math.min(options.minimumCalls, options.windowCalls),
                        byTime ? SlidingWindowType.TIME_BASED : SlidingWindowType.COUNT_BASED)
                .waitDurationInOpenState(openFor)
                .permittedNumberOfCallsInHalfOpenState(options.halfOpenCalls)
                .clock(clock)
                .writableStackTraceEnabled(false);
        if (!options.slowAfter.isZero()) {
            config.slowCallDurationThreshold(options.slowAfter).slowCallRateThreshold(options.slowRate);
        }
        core = CircuitBreaker.of(name, config.build());
    }

    /**
     * Lets a call through, or refuses it.
     *
     * @return what its result is to be told with
     */
    long acquire() {
        lock.lock();
        try {
            boolean permitted = core.tryAcquirePermission();
            noticeChange();
            if (permitted) {
                return generation;
            }
            if (state == CircuitBreaker.State.HALF_OPEN && !clock.instant().isBefore(since.plus(openFor))) {
                core.transitionToOpenState();
                noticeChange();
            }
            throw new RejectedException(RejectedException.Reason.CIRCUIT_OPEN, name, untilTrial());
        } finally {
            lock.unlock();
        }
    }

    void succeeded(long begun, long nanos) {
        tell(begun, () -> core.onSuccess(nanos, TimeUnit.NANOSECONDS));
    }

    void failed(long begun, long nanos, Throwable thrown) {
        if (isNoAnswer(thrown)) {
            tell(begun, core::releasePermission);
        } else if (Classification.test(failure, thrown, /* ifItThrows= */ true)) {
            tell(begun, () -> core.onError(nanos, TimeUnit.NANOSECONDS, thrown));
        } else {
            succeeded(begun, nanos);
        }
    }

    /** A call that was not made, or that the caller gave up, says nothing about the callee. */
    private static boolean isNoAnswer(Throwable thrown) {
        return thrown instanceof RejectedException || thrown instanceof InterruptedException;
    }

    private void tell(long begun, Runnable result) {
        lock.lock();
        try {
            if (begun == generation) {
                result.run();
                noticeChange();
            }
        } finally {
            lock.unlock();
        }
    }

    private void noticeChange() {
        if (core.getState() != state) {
            state = core.getState();
            generation++;
            since = clock.instant();
        }
    }

    /** In whole seconds at least one: a client that came back at once would be refused again. */
    private Duration untilTrial() {
        Duration left = Duration.between(clock.instant(), since.plus(openFor));
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    CircuitBreaker.State state() {
        return core.getState();
    }
}
