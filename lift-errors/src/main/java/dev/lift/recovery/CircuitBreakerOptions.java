package dev.lift.recovery;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * When calls are not made any more, and when they are tried again. Not thread-safe.
 *
 * <pre>{@code
 * Recovery<Price> prices = Recovery.<Price>builder("prices")
 *         .circuitBreaker(breaker -> breaker.failureRate(50).window(20).openFor(Duration.ofSeconds(30)))
 *         .build();
 * }</pre>
 */
public final class CircuitBreakerOptions {
    float failureRate = 50;
    int windowCalls = 20;
    int windowSeconds;
    int minimumCalls = 10;
    Duration openFor = Duration.ofSeconds(10);
    int halfOpenCalls = 3;
    Duration slowAfter = Duration.ZERO;
    float slowRate = 100;
    Predicate<Throwable> failure = Classification::isServerFault;

    CircuitBreakerOptions() {}

    /**
     * Sets how many failures open the breaker.
     *
     * @param percent of the calls in the window, above 0 to 100; 50 unless set
     * @return these options
     * @throws IllegalArgumentException when it is outside its range
     */
    public CircuitBreakerOptions failureRate(float percent) {
        failureRate = checkPercent("failureRate", percent);
        return this;
    }

    /**
     * Sets the window to a number of calls. Fits functions, most of which serve few requests in an environment.
     *
     * @param calls the last calls that count, 1 to 10,000; 20 unless set
     * @return these options
     * @throws IllegalArgumentException when it is outside its range
     */
    public CircuitBreakerOptions window(int calls) {
        windowCalls = checkCount("window", calls);
        windowSeconds = 0;
        return this;
    }

    /**
     * Sets the window to a time.
     *
     * @param duration whole seconds, 1 second to 1 hour
     * @return these options
     * @throws IllegalArgumentException when it is outside its range
     */
    public CircuitBreakerOptions window(Duration duration) {
        if (duration.getNano() != 0 || duration.getSeconds() < 1 || duration.getSeconds() > 3_600) {
            throw new IllegalArgumentException("window must be 1 to 3600 whole seconds, was " + duration);
        }
        windowSeconds = (int) duration.getSeconds();
        return this;
    }

    /**
     * Sets how many calls must be in the window before the breaker opens.
     *
     * @param calls 1 to 10,000; 10 unless set, and never more than the calls of the window
     * @return these options
     * @throws IllegalArgumentException when it is outside its range
     */
    public CircuitBreakerOptions minimumCalls(int calls) {
        minimumCalls = checkCount("minimumCalls", calls);
        return this;
    }

    /**
     * Sets how long the breaker stays open. After a half-open state that does not end in this time, because a trial never came
     * back, it opens again.
     *
     * @param duration above zero; 10 seconds unless set
     * @return these options
     * @throws IllegalArgumentException when it is not above zero
     */
    public CircuitBreakerOptions openFor(Duration duration) {
        openFor = Durations.positive("openFor", duration);
        return this;
    }

    /**
     * Sets how many calls are let through in the half-open state, to see whether the callee is well again.
     *
     * @param calls exactly as many, 1 to 10,000; 3 unless set
     * @return these options
     * @throws IllegalArgumentException when it is outside its range
     */
    public CircuitBreakerOptions halfOpenCalls(int calls) {
        halfOpenCalls = checkCount("halfOpenCalls", calls);
        return this;
    }

    /**
     * Lets slow calls open the breaker too.
     *
     * @param threshold from how long a call is slow, above zero
     * @param percent of the calls in the window, above 0 to 100
     * @return these options
     * @throws IllegalArgumentException when one is outside its range
     */
    public CircuitBreakerOptions slowCalls(Duration threshold, float percent) {
        slowAfter = Durations.positive("the threshold", threshold);
        slowRate = checkPercent("the rate of slow calls", percent);
        return this;
    }

    /**
     * Sets which errors count as failures.
     *
     * @param errors tells whether the callee is at fault; unless set, errors that are mapped to a status from 500. Others count as
     *     success: a callee that refuses is well. One that throws counts as yes.
     * @return these options
     */
    public CircuitBreakerOptions failIf(Predicate<Throwable> errors) {
        failure = errors;
        return this;
    }

    private static float checkPercent(String name, float percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most 100, was " + percent);
        }
        return percent;
    }

    private static int checkCount(String name, int count) {
        if (count < 1 || count > 10_000) {
            throw new IllegalArgumentException(name + " must be 1 to 10000, was " + count);
        }
        return count;
    }
}
