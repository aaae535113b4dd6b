package dev.lift.recovery;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Recovery}. Not thread-safe.
 *
 * <pre>{@code
 * Recovery<Price> prices = Recovery.<Price>builder("prices").timeout(Duration.ofSeconds(2)).build();
 * }</pre>
 *
 * @param <T> the type of the result
 */
public final class RecoveryBuilder<T> {
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

    /** Waiting between attempts is what a backoff is; it ends before the deadline, and tests have another. */
    Sleeper sleeper = duration -> Thread.sleep(Durations.millis(duration));

    Consumer<Attempts> observer = attempts -> {};

    RecoveryBuilder(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "name must have 1 to " + MAX_NAME_LENGTH + " characters, was '" + name + "'");
        }
        this.name = name;
    }

    private RecoveryBuilder(RecoveryBuilder<T> other) {
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
    public RecoveryBuilder<T> retry(Consumer<RetryOptions> options) {
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
    public RecoveryBuilder<T> circuitBreaker(Consumer<CircuitBreakerOptions> options) {
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
    public RecoveryBuilder<T> bulkhead(int calls) {
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
    public RecoveryBuilder<T> timeout(Duration limit) {
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
    public RecoveryBuilder<T> maxThreads(int threads) {
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
    public RecoveryBuilder<T> idempotent() {
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
    public RecoveryBuilder<T> hedge(Duration delay) {
        hedge = Durations.positive("hedge", delay);
        return this;
    }

    /**
     * Returns a value when no attempt succeeded.
     *
     * @param value the value
     * @return this builder
     */
    public RecoveryBuilder<T> fallback(T value) {
        return fallback(thrown -> value);
    }

    /**
     * Computes a value when no attempt succeeded. When that fails too, what is thrown is what the last attempt threw, with the
     * failure as suppressed.
     *
     * @param value gets what the last attempt threw, or the rejection; must be fast, as it has no time limit
     * @return this builder
     */
    public RecoveryBuilder<T> fallback(Function<? super Throwable, ? extends T> value) {
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
    public RecoveryBuilder<T> staleOnError(Duration maxAge, int keys) {
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
    public RecoveryBuilder<T> margin(Duration time) {
        margin = Durations.notNegative("margin", time);
        return this;
    }

    /**
     * Sets a hook that sees what each call came to. What it throws is dropped.
     *
     * @param hook the hook; thread-safe, and fast, as the caller waits for it
     * @return this builder
     */
    public RecoveryBuilder<T> observe(Consumer<Attempts> hook) {
        observer = hook;
        return this;
    }

    /**
     * Sets the clock, for tests. Time that the system's ticker sees pass is then not counted.
     *
     * @param time the clock
     * @return this builder
     */
    public RecoveryBuilder<T> clock(Clock time) {
        clock = time;
        ticker = () -> 0;
        return this;
    }

    /** Sets what tells how much time has passed while the process ran. */
    RecoveryBuilder<T> ticker(LongSupplier nanos) {
        ticker = nanos;
        return this;
    }

    /**
     * Sets the source of random waits, for tests.
     *
     * @param numbers the source, which must be thread-safe if calls are
     * @return this builder
     */
    public RecoveryBuilder<T> random(RandomGenerator numbers) {
        random = numbers;
        return this;
    }

    /**
     * Sets what waits between attempts, for tests.
     *
     * @param waits the sleeper
     * @return this builder
     */
    public RecoveryBuilder<T> sleeper(Sleeper waits) {
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
        return new Recovery<>(new RecoveryBuilder<>(this));
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
    RecoveryBuilder<T> copy() {
        return new RecoveryBuilder<>(this);
    }
}
