package dev.lift.recovery;

import dev.lift.http.Deadline;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
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
    final Builder<T> settings;
    final SteadyClock clock;
    final @Nullable Retry retry;
    final @Nullable RetryBudget budget;
    final @Nullable Breaker breaker;
    final @Nullable Bulkhead bulkhead;
    final @Nullable Workers workers;
    final @Nullable StaleValues<T> staleValues;

    private Recovery(Builder<T> settings) {
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
    public static <T> Builder<T> builder(String name) {
        return new Builder<>(name);
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

    /**
     * Describes a recovery. Not thread-safe. {@code Recovery.<Price>builder("prices").timeout(Duration.ofSeconds(2)).build()}
     *
     * @param <T> the type of the result
     */
    public static final class Builder<T> {
        private static final int MAX_NAME_LENGTH = 64;

        final String name;

        @Nullable
        RetryOptions retry;

        @Nullable
        CircuitBreakerOptions breaker;

        int bulkhead;

        @Nullable
        Duration timeout;

        @Nullable
        Duration hedge;

        boolean idempotent;

        @Nullable
        Function<? super Throwable, ? extends T> fallback;

        @Nullable
        Duration maxStale;

        int maxKeys;
        int maxThreads = 64;
        Duration margin = Duration.ofMillis(200);
        Clock clock = Clock.systemUTC();
        LongSupplier ticker = System::nanoTime;
        RandomGenerator random = new SharedRandom();
        Sleeper sleeper = duration -> Thread.sleep(Durations.millis(duration));
        Consumer<Attempts> observer = attempts -> {};

        Builder(String name) {
            if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
                throw new IllegalArgumentException(
                        "name must have 1 to " + MAX_NAME_LENGTH + " characters, was '" + name + "'");
            }
            this.name = name;
        }

        private Builder(Builder<T> other) {
            name = other.name;
            retry = other.retry;
            breaker = other.breaker;
            bulkhead = other.bulkhead;
            timeout = other.timeout;
            hedge = other.hedge;
            idempotent = other.idempotent;
            fallback = other.fallback;
            maxStale = other.maxStale;
            maxKeys = other.maxKeys;
            maxThreads = other.maxThreads;
            margin = other.margin;
            clock = other.clock;
            ticker = other.ticker;
            random = other.random;
            sleeper = other.sleeper;
            observer = other.observer;
        }

        /**
         * Repeats calls that failed in a way that may pass.
         *
         * @param options changes the defaults
         * @return this builder
         */
        public Builder<T> retry(Consumer<RetryOptions> options) {
            retry = new RetryOptions();
            options.accept(retry);
            return this;
        }

        /**
         * Stops calling for a while when too many calls fail.
         *
         * @param options changes the defaults
         * @return this builder
         */
        public Builder<T> circuitBreaker(Consumer<CircuitBreakerOptions> options) {
            breaker = new CircuitBreakerOptions();
            options.accept(breaker);
            return this;
        }

        /**
         * Limits how many calls run at once; more are refused, none wait.
         *
         * @param calls from 1
         * @return this builder
         * @throws IllegalArgumentException when it is below 1
         */
        public Builder<T> bulkhead(int calls) {
            if (calls < 1) {
                throw new IllegalArgumentException("bulkhead must be at least 1, was " + calls);
            }
            bulkhead = calls;
            return this;
        }

        /**
         * Limits the time of each attempt, also to what the deadline leaves. The attempt runs on another thread, with the caller's
         * logging context; when it is late it is interrupted and what it comes to is dropped. Without this, an attempt runs on the
         * caller's thread, and should limit itself by {@link Attempt#remaining}.
         *
         * @param limit above zero
         * @return this builder
         * @throws IllegalArgumentException when it is not above zero
         */
        public Builder<T> timeout(Duration limit) {
            timeout = Durations.positive("timeout", limit);
            return this;
        }

        /**
         * Limits how many attempts with a time limit run at once, those that were given up and have not ended included. More are
         * refused.
         *
         * @param threads from 1; 64 unless set
         * @return this builder
         * @throws IllegalArgumentException when it is below 1
         */
        public Builder<T> maxThreads(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("maxThreads must be at least 1, was " + threads);
            }
            maxThreads = threads;
            return this;
        }

        /**
         * Says that a call that is made twice does no more than a call that is made once (RFC 9110 section 9.2.2).
         *
         * @return this builder
         */
        public Builder<T> idempotent() {
            idempotent = true;
            return this;
        }

        /**
         * Makes a second call when the first takes long, takes the result of whichever succeeds first, and interrupts the other. Needs
         * {@link #idempotent}; takes from the retry budget where there is one.
         *
         * @param delay when the second call is made, above zero; about what 95 of 100 calls take
         * @return this builder
         * @throws IllegalArgumentException when it is not above zero
         */
        public Builder<T> hedge(Duration delay) {
            hedge = Durations.positive("hedge", delay);
            return this;
        }

        /**
         * Returns a value when no attempt succeeded.
         *
         * @param value the value
         * @return this builder
         */
        public Builder<T> fallback(T value) {
            return fallback(thrown -> value);
        }

        /**
         * Computes a value when no attempt succeeded. When that fails too, what is thrown is what the last attempt threw, with the
         * failure as suppressed.
         *
         * @param value gets what the last attempt threw, or the rejection; must be fast, as it has no time limit
         * @return this builder
         */
        public Builder<T> fallback(Function<? super Throwable, ? extends T> value) {
            fallback = value;
            return this;
        }

        /**
         * Returns the last value of the same key when no attempt succeeded. Goes before the fallback. Calls without a key keep
         * nothing.
         *
         * @param maxAge how old a value may be, above zero
         * @param keys how many values are kept at most, from 1
         * @return this builder
         * @throws IllegalArgumentException when one is outside its range
         */
        public Builder<T> staleOnError(Duration maxAge, int keys) {
            if (keys < 1) {
                throw new IllegalArgumentException("keys must be at least 1, was " + keys);
            }
            maxStale = Durations.positive("maxAge", maxAge);
            maxKeys = keys;
            return this;
        }

        /**
         * Sets how long before the deadline an attempt must have ended, so that there is time to answer.
         *
         * @param time from zero; 200 ms unless set
         * @return this builder
         * @throws IllegalArgumentException when it is negative
         */
        public Builder<T> margin(Duration time) {
            margin = Durations.notNegative("margin", time);
            return this;
        }

        /**
         * Sets a hook that sees what each call came to. What it throws is dropped.
         *
         * @param hook the hook; thread-safe, and fast, as the caller waits for it
         * @return this builder
         */
        public Builder<T> observe(Consumer<Attempts> hook) {
            observer = hook;
            return this;
        }

        /**
         * Sets the clock, for tests. Time that the system's ticker sees pass is then not counted.
         *
         * @param time the clock
         * @return this builder
         */
        public Builder<T> clock(Clock time) {
            clock = time;
            ticker = () -> 0;
            return this;
        }

        /** Sets what tells how much time has passed while the process ran. */
        Builder<T> ticker(LongSupplier nanos) {
            ticker = nanos;
            return this;
        }

        /**
         * Sets the source of random waits, for tests.
         *
         * @param numbers the source, which must be thread-safe if calls are
         * @return this builder
         */
        public Builder<T> random(RandomGenerator numbers) {
            random = numbers;
            return this;
        }

        /**
         * Sets what waits between attempts, for tests.
         *
         * @param waits the sleeper
         * @return this builder
         */
        public Builder<T> sleeper(Sleeper waits) {
            sleeper = waits;
            return this;
        }

        /**
         * Makes the recovery.
         *
         * @return the recovery
         * @throws IllegalStateException when it would hedge calls that are not said to be idempotent
         */
        public Recovery<T> build() {
            if (hedge != null && !idempotent) {
                throw new IllegalStateException(
                        "hedge(...) makes a call twice: say that it may be by idempotent(), or leave it out");
            }
            return new Recovery<>(new Builder<>(this));
        }

        /**
         * Makes recoveries that share these settings and nothing else: one for each key, such as a tenant or a host.
         *
         * @param keys how many are kept at most, from 1; of more, those that were not used for longest are dropped with what they know
         * @return the recoveries
         * @throws IllegalArgumentException when it is below 1
         * @throws IllegalStateException as {@link #build} does
         */
        public KeyedRecovery<T> perKey(int keys) {
            return new KeyedRecovery<>(this, keys);
        }

        /** The same settings for another name. */
        Builder<T> copy() {
            return new Builder<>(this);
        }
    }

    /** ThreadLocalRandom.current() belongs to a thread; this asks for it each time. */
    private static final class SharedRandom implements RandomGenerator {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    }
}
