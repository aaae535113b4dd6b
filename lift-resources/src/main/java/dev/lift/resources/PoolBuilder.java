package dev.lift.resources;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link Pool}. Not thread-safe.
 *
 * <pre>{@code
 * Pool<Session> sessions = Pool.builder("sessions", server::connect)
 *         .destroy(Session::close)
 *         .max(4)
 *         .maxIdle(Duration.ofMinutes(5))
 *         .build();
 * }</pre>
 *
 * @param <T> the type of the objects
 */
public final class PoolBuilder<T> {
    /**
     * Looks at an object, and may fail.
     *
     * @param <T> the type of the object
     */
    @FunctionalInterface
    public interface Check<T> {
        /**
         * Looks at it.
         *
         * @param object the object
         * @return whether it is well
         * @throws Exception any failure, which counts as no
         */
        boolean test(T object) throws Exception;
    }

    final String name;
    final Callable<? extends T> create;
    Action<? super T> destroy = object -> {};
    Check<? super T> validate = object -> true;
    int max = 10;
    int minIdle;
    int maxCreating = 2;
    Duration borrowTimeout = Duration.ofSeconds(5);
    Duration creationTimeout = Duration.ofSeconds(10);
    Duration validationTimeout = Duration.ofSeconds(1);
    Duration destructionTimeout = Duration.ofSeconds(1);
    Duration maxIdle = Duration.ofMinutes(10);
    Duration maxLifetime = Duration.ofMinutes(30);
    Duration validateAfter = Duration.ofSeconds(1);
    Duration longestBackoff = Duration.ofMillis(500);
    Duration margin = Duration.ofMillis(200);
    Duration holdLimit = Duration.ofMinutes(1);
    boolean traceLeaks;

    @Nullable
    PoolListener listener;

    Clock clock = Clock.systemUTC();
    LongSupplier ticker = System::nanoTime;
    RandomGenerator random = new SharedRandom();

    PoolBuilder(String name, Callable<? extends T> create) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        this.name = name;
        this.create = create;
    }

    private PoolBuilder(PoolBuilder<T> other) {
        name = other.name;
        create = other.create;
        destroy = other.destroy;
        validate = other.validate;
        max = other.max;
        minIdle = other.minIdle;
        maxCreating = other.maxCreating;
        borrowTimeout = other.borrowTimeout;
        creationTimeout = other.creationTimeout;
        validationTimeout = other.validationTimeout;
        destructionTimeout = other.destructionTimeout;
        maxIdle = other.maxIdle;
        maxLifetime = other.maxLifetime;
        validateAfter = other.validateAfter;
        longestBackoff = other.longestBackoff;
        margin = other.margin;
        holdLimit = other.holdLimit;
        traceLeaks = other.traceLeaks;
        listener = other.listener;
        clock = other.clock;
        ticker = other.ticker;
        random = other.random;
    }

    static void atLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }

    static Duration positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be above zero, was " + value);
        }
        // Longer ones could not be counted in nanoseconds, and nobody lives to see the difference.
        return value.compareTo(Duration.ofDays(36_500)) > 0 ? Duration.ofDays(36_500) : value;
    }

    /**
     * Sets how an object is destroyed.
     *
     * @param action called once for each object; what it throws is logged
     * @return this builder
     */
    public PoolBuilder<T> destroy(Action<? super T> action) {
        destroy = action;
        return this;
    }

    /**
     * Sets how an object is looked at before it is lent, when it has been idle for {@link #validateAfter}.
     *
     * @param check tells whether the object is well; one that is not is replaced
     * @return this builder
     */
    public PoolBuilder<T> validate(Check<? super T> check) {
        validate = check;
        return this;
    }

    /**
     * Sets how many objects there may be.
     *
     * @param objects from 1; 10 unless set
     * @return this builder
     * @throws IllegalArgumentException when it is below 1
     */
    public PoolBuilder<T> max(int objects) {
        atLeast("max", objects, 1);
        max = objects;
        return this;
    }

    /**
     * Sets how many idle objects are left in peace however long they have been idle, until they are borrowed.
     *
     * @param objects from 0; 0 unless set
     * @return this builder
     * @throws IllegalArgumentException when it is negative
     */
    public PoolBuilder<T> minIdle(int objects) {
        atLeast("minIdle", objects, 0);
        minIdle = objects;
        return this;
    }

    /**
     * Sets how many objects are made at a time; further borrowers wait for these, and for what is given back.
     *
     * @param objects from 1; 2 unless set
     * @return this builder
     * @throws IllegalArgumentException when it is below 1
     */
    public PoolBuilder<T> maxCreating(int objects) {
        atLeast("maxCreating", objects, 1);
        maxCreating = objects;
        return this;
    }

    /**
     * Sets how long a borrower waits in the queue.
     *
     * @param limit above zero; 5 seconds unless set
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public PoolBuilder<T> borrowTimeout(Duration limit) {
        borrowTimeout = positive("borrowTimeout", limit);
        return this;
    }

    /**
     * Sets how long the making of an object may take. One that comes later is destroyed.
     *
     * @param limit above zero; 10 seconds unless set
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public PoolBuilder<T> creationTimeout(Duration limit) {
        creationTimeout = positive("creationTimeout", limit);
        return this;
    }

    /**
     * Sets how long the look at an object may take. One that takes longer is not well.
     *
     * @param limit above zero; 1 second unless set
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public PoolBuilder<T> validationTimeout(Duration limit) {
        validationTimeout = positive("validationTimeout", limit);
        return this;
    }

    /**
     * Sets how long is waited for the destruction of an object, before another may take its place.
     *
     * @param limit above zero; 1 second unless set
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public PoolBuilder<T> destructionTimeout(Duration limit) {
        destructionTimeout = positive("destructionTimeout", limit);
        return this;
    }

    /**
     * Sets how long an object may be idle, a freeze included. Shorter than what a server or a gateway on the way allows.
     *
     * @param limit above zero; 10 minutes unless set
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public PoolBuilder<T> maxIdle(Duration limit) {
        maxIdle = positive("maxIdle", limit);
        return this;
    }

    /**
     * Sets how old an object may become, a freeze included; up to a tenth less, at random.
     *
     * @param limit above zero; 30 minutes unless set
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public PoolBuilder<T> maxLifetime(Duration limit) {
        maxLifetime = positive("maxLifetime", limit);
        return this;
    }

    /**
     * Sets how long an object must have been idle to be looked at before it is lent.
     *
     * @param gap from zero, which looks each time; 1 second unless set
     * @return this builder
     * @throws IllegalArgumentException when it is negative
     */
    public PoolBuilder<T> validateAfter(Duration gap) {
        if (gap.isNegative()) {
            throw new IllegalArgumentException("validateAfter must not be negative, was " + gap);
        }
        validateAfter = gap;
        return this;
    }

    /**
     * Sets after what time a lease that is still open is a suspect: the log hears of it once, when others wait or {@link Pool#stats} is
     * asked, and {@link PoolStats#heldTooLong} counts it. Nothing is taken away from whoever holds it.
     *
     * @param limit above zero; a minute unless set, which is longer than most functions run
     * @return this builder
     * @throws IllegalArgumentException when it is not above zero
     */
    public PoolBuilder<T> holdLimit(Duration limit) {
        holdLimit = positive("holdLimit", limit);
        return this;
    }

    /**
     * Keeps the stack trace of each borrower, for the log to show where a lease was lost. Costs about a microsecond for each.
     *
     * @return this builder
     */
    public PoolBuilder<T> traceLeaks() {
        traceLeaks = true;
        return this;
    }

    /**
     * Sets who hears of what happens, for metrics. There is one; it replaces what was set before.
     *
     * @param of hears of it
     * @return this builder
     */
    public PoolBuilder<T> listener(PoolListener of) {
        listener = of;
        return this;
    }

    /**
     * Sets how much of an invocation's time is left when a borrower stops waiting.
     *
     * @param time from zero; 200 ms unless set
     * @return this builder
     * @throws IllegalArgumentException when it is negative
     */
    public PoolBuilder<T> margin(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("margin must not be negative, was " + time);
        }
        margin = time;
        return this;
    }

    /**
     * Sets the clock that ages are counted by, for tests.
     *
     * @param wall the clock
     * @return this builder
     */
    public PoolBuilder<T> clock(Clock wall) {
        clock = wall;
        return this;
    }

    /**
     * Sets the source of random numbers, for tests.
     *
     * @param numbers the source, which must be thread-safe
     * @return this builder
     */
    public PoolBuilder<T> random(RandomGenerator numbers) {
        random = numbers;
        return this;
    }

    /**
     * Makes the pool, which is empty.
     *
     * @return the pool
     */
    public Pool<T> build() {
        return new Pool<>(new PoolBuilder<>(this));
    }
}
