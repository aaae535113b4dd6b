package dev.lift.aws.parameters;

import dev.lift.resources.Lifecycle;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps parameters and secrets for a while. A value is fetched by one thread at a time and by none before it is five minutes old, by the
 * clock and by the ticks of the process, since one of both stands still while the process is frozen or the clock is set. When it can not be
 * fetched again, the value of before does for an hour, and the source is asked again after ten seconds.
 *
 * <p>As a resource of {@code lift-resources} it lets go of all values before a snapshot, so that no secret is in it, and fetches those that
 * were {@linkplain #prefetch prefetched} after the restore. Values are never logged.
 *
 * <p>Thread-safe; the settings return changed copies that have fetched nothing.
 *
 * <pre>{@code
 * Resource<Parameters> kept = builder.add("parameters", () -> Parameters.of(name -> System.getenv(name)).prefetch("PATH"));
 * }</pre>
 */
public final class Parameters implements Lifecycle {
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int MOST = 1_000;

    private final ParameterSource source;
    private final Duration maxAge;
    private final Duration staleFor;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Set<String> prefetched = ConcurrentHashMap.newKeySet();

    /** A value, and when it was fetched, or tried to be fetched again. */
    private record Value(String text, Instant fetchedAt, Instant checkedAt, long checkedTicks, boolean failing) {}

    private static final class Entry {
        final ReentrantLock lock = new ReentrantLock();

        volatile @Nullable Value value;
    }

    private Parameters(ParameterSource source, Duration maxAge, Duration staleFor, Clock clock, LongSupplier ticker) {
        this.source = source;
        this.maxAge = maxAge;
        this.staleFor = staleFor;
        this.clock = clock;
        this.ticker = ticker;
    }

    /**
     * Makes parameters of which none was fetched yet.
     *
     * @param source fetches them
     * @return the parameters
     */
    public static Parameters of(ParameterSource source) {
        return new Parameters(source, Duration.ofMinutes(5), Duration.ofHours(1), Clock.systemUTC(), System::nanoTime);
    }

    /**
     * Sets how old a value may be before it is fetched again.
     *
     * @param age from a second to a day; 5 minutes unless set
     * @return parameters with it
     * @throws IllegalArgumentException when it is outside its range
     */
    public Parameters maxAge(Duration age) {
        if (age.compareTo(Duration.ofSeconds(1)) < 0 || age.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("The age of a parameter is from a second to a day, was " + age);
        }
        return new Parameters(source, age, staleFor, clock, ticker);
    }

    /**
     * Sets for how long a value does that can not be fetched again, from when it was fetched.
     *
     * @param time from zero, which is for no longer than the greatest age; an hour unless set
     * @return parameters with it
     * @throws IllegalArgumentException when it is negative
     */
    public Parameters staleFor(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("Parameters do for zero at least, was " + time);
        }
        return new Parameters(source, maxAge, time, clock, ticker);
    }

    /**
     * Sets what time is measured by, for tests.
     *
     * @param wall tells the time
     * @param nanos counts nanoseconds while the process runs
     * @return parameters with it
     */
    public Parameters clock(Clock wall, LongSupplier nanos) {
        return new Parameters(source, maxAge, staleFor, wall, nanos);
    }

    /**
     * Fetches parameters now, all at the same time, for a start that needs them; and again after each restore.
     *
     * @param names their names
     * @return these parameters
     * @throws ParameterException when one of them can not be fetched; its message names all that can not
     */
    public Parameters prefetch(String... names) {
        prefetched.addAll(List.of(names));
        fetchAll(List.of(names));
        return this;
    }

    private void fetchAll(List<String> names) {
        Map<String, Throwable> failures = new TreeMap<>();
        List<Thread> threads = new ArrayList<>();
        for (String name : names) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            get(name);
                        } catch (RuntimeException | Error failed) {
                            synchronized (failures) {
                                failures.put(name, failed);
                            }
                        }
                    },
                    "lift-parameters");
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException interrupted) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            throw new ParameterException("Interrupted while parameters were fetched", interrupted);
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new ParameterException(
                        "Parameters can not be fetched: " + failures.keySet(),
                        failures.values().iterator().next());
            }
        }
    }

    /**
     * Returns a parameter.
     *
     * @param name its name, one that the app knows: nothing that a client wrote
     * @return its value
     * @throws ParameterException when it can not be fetched, and there is no value that does
     * @throws IllegalStateException when there are more than 1,000 names
     */
    public String get(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            if (entries.size() >= MOST) {
                throw new IllegalStateException("There are more than " + MOST + " names of parameters");
            }
            entry = entries.computeIfAbsent(name, key -> new Entry());
        }
        Value value = entry.value;
        if (value != null && isFresh(value)) {
            return value.text;
        }
        if (value != null && doesStill(value)) {
            // One fetches it again, and the others go on with what there is.
            if (!entry.lock.tryLock()) {
                return value.text;
            }
        } else {
            entry.lock.lock();
        }
        try {
            return fetch(name, entry);
        } finally {
            entry.lock.unlock();
        }
    }

    private String fetch(String name, Entry entry) {
        Value before = entry.value;
        if (before != null && isFresh(before)) {
            return before.text; // Another has fetched it, while this one waited.
        }
        try {
            String text = source.fetch(name);
            if (text == null) {
                throw new IllegalStateException("The source has no such parameter");
            }
            Instant now = clock.instant();
            entry.value = new Value(text, now, now, ticker.getAsLong(), /* failing= */ false);
            return text;
        } catch (Exception failed) {
            if (failed instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (before == null || !doesStill(before)) {
                throw new ParameterException("The parameter " + name + " can not be fetched", failed);
            }
            LoggerFactory.getLogger(Parameters.class)
                    .warn(
                            "The parameter {} can not be fetched again; its value of {} does",
                            name,
                            before.fetchedAt,
                            failed);
            entry.value =
                    new Value(before.text, before.fetchedAt, clock.instant(), ticker.getAsLong(), /* failing= */ true);
            return before.text;
        }
    }

    private boolean isFresh(Value value) {
        Duration least = value.failing && RETRY.compareTo(maxAge) < 0 ? RETRY : maxAge;
        Duration age = Duration.between(value.checkedAt, clock.instant());
        long ticks = ticker.getAsLong() - value.checkedTicks;
        boolean recent = !age.isNegative() && age.compareTo(least) < 0 && ticks < least.toNanos();
        return recent && (!value.failing || doesStill(value));
    }

    private boolean doesStill(Value value) {
        Duration age = Duration.between(value.fetchedAt, clock.instant());
        return age.compareTo(staleFor) < 0;
    }

    /** Lets go of all values: a snapshot may be kept for long, and others may read it. */
    @Override
    public void beforeCheckpoint() {
        entries.clear();
    }

    /** Fetches what was prefetched. */
    @Override
    public void afterRestore() {
        entries.clear();
        fetchAll(List.copyOf(prefetched));
    }

    /** The names that there are values of. */
    @Override
    public String toString() {
        return "Parameters" + new TreeSet<>(entries.keySet());
    }
}
