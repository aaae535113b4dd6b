package dev.lift.recovery;

import dev.lift.http.Deadline;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is done about the failures of something that is called: repeat the call, limit its time, stop calling for a while, limit how
 * many calls run at once, or return something else. Make one for each callee, once, and call through it, or put it around routes by
 * {@link RecoveryMiddleware}.
 *
 * <p>In whatever order they are described, strategies are around each other in this one:
 *
 * <pre>
 * fallback( retry( circuit breaker( hedge( time limit( bulkhead( call ))))))
 * </pre>
 *
 * <p>So the breaker sees each attempt, a fallback only what no attempt could do, and a permit of the bulkhead is held until the call
 * has really ended. No attempt is begun that could not end before the invocation's deadline. Errors that are no fault of the callee,
 * such as a 404, are neither repeated nor counted nor replaced. What is thrown in the end is what the last attempt threw, with the
 * {@link Attempts} as a suppressed exception, or a {@link RejectedException}.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * Recovery<Price> prices = Recovery.<Price>builder("prices")
 *         .timeout(Duration.ofSeconds(2))
 *         .retry(retry -> retry.attempts(3))
 *         .circuitBreaker(breaker -> breaker.openFor(Duration.ofSeconds(30)))
 *         .staleOnError(Duration.ofMinutes(10), 1_000)
 *         .build();
 *
 * Price price = prices.call(request.deadline(), sku, attempt -> client.price(sku, attempt.remaining()));
 * }</pre>
 *
 * @param <T> the type of the result
 */
public final class Recovery<T> {
    final String name;
    final RecoveryBuilder<T> settings;
    final SteadyClock clock;
    final @Nullable Retry retry;
    final @Nullable RetryBudget budget;
    final @Nullable Breaker breaker;
    final @Nullable Bulkhead bulkhead;
    final @Nullable Workers workers;
    final @Nullable StaleValues<T> staleValues;

    Recovery(RecoveryBuilder<T> settings) {
        this.name = settings.name;
        this.settings = settings;
        clock = new SteadyClock(settings.clock, settings.ticker);
        RetryOptions retries = settings.retry;
        retry = retries == null ? null : Retry.of(name, config(retries, settings.random));
        budget = retries == null ? null : new RetryBudget(retries.budgetRatio, retries.budgetReserve);
        breaker = settings.breaker == null ? null : new Breaker(name, settings.breaker, clock);
        bulkhead = settings.bulkhead == 0 ? null : Bulkhead.of(name, config(settings.bulkhead));
        workers = settings.timeout == null && settings.hedge == null ? null : new Workers(name, settings.maxThreads);
        staleValues = settings.maxStale == null ? null : new StaleValues<>(settings.maxStale, settings.maxKeys, clock);
    }

    private static <T> RetryConfig config(RetryOptions options, RandomGenerator random) {
        return RetryConfig.<T>custom()
                .maxAttempts(options.attempts)
                .intervalBiFunction(new Backoff<>(options, random))
                .retryOnException(thrown -> Classification.test(options.retryable, thrown, /* ifItThrows= */ false))
                .build();
    }

    private static BulkheadConfig config(int calls) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(calls)
                .maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build();
    }

    /**
     * Starts to describe a recovery.
     *
     * @param name what is called, such as {@code payments}: for logs, metrics and the names of threads
     * @param <T> the type of the result
     * @return a builder
     */
    public static <T> RecoveryBuilder<T> builder(String name) {
        return new RecoveryBuilder<>(name);
    }

    /**
     * Calls without a deadline.
     *
     * @param call the call
     * @param <X> the checked exception of the call
     * @return the result of an attempt, or of the fallback
     * @throws X when the call fails
     * @throws RejectedException when the call was not made
     * @throws dev.lift.errors.TimedOutException when an attempt ran into its time limit
     */
    public <X extends Exception> T call(Call<T, X> call) throws X {
        return call(Deadline.NONE, call);
    }

    /**
     * Calls within a deadline.
     *
     * @param deadline the deadline of the invocation
     * @param call the call
     * @param <X> the checked exception of the call
     * @return the result of an attempt, or of the fallback
     * @throws X when the call fails
     * @throws RejectedException when the call was not made
     * @throws dev.lift.errors.TimedOutException when an attempt ran into its time limit
     */
    public <X extends Exception> T call(Deadline deadline, Call<T, X> call) throws X {
        return new Execution<>(this, deadline, null, /* repeatable= */ true).run(call);
    }

    /**
     * Calls within a deadline, with a key that stale values are kept by.
     *
     * @param deadline the deadline of the invocation
     * @param key names all that the result depends on, the tenant and the user included
     * @param call the call
     * @param <X> the checked exception of the call
     * @return the result of an attempt, or of the fallback
     * @throws X when the call fails
     * @throws RejectedException when the call was not made
     * @throws dev.lift.errors.TimedOutException when an attempt ran into its time limit
     */
    public <X extends Exception> T call(Deadline deadline, String key, Call<T, X> call) throws X {
        return new Execution<>(this, deadline, key, /* repeatable= */ true).run(call);
    }

    /** Calls what may be called no more than once. */
    <X extends Exception> T callOnce(Deadline deadline, Call<T, X> call) throws X {
        return new Execution<>(this, deadline, null, /* repeatable= */ false).run(call);
    }

    /**
     * Returns the state of the circuit breaker, for health checks and metrics.
     *
     * @return {@code closed}, {@code open} or {@code half-open}; {@code closed} without a breaker
     */
    public String circuit() {
        if (breaker == null) {
            return "closed";
        }
        return switch (breaker.state()) {
            case OPEN -> "open";
            case HALF_OPEN -> "half-open";
            default -> "closed";
        };
    }

    /** The name. */
    @Override
    public String toString() {
        return "Recovery[" + name + "]";
    }
}
