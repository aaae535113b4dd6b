package dev.lift.resources;

import java.time.Duration;
import java.time.Instant;

/** An object of a pool, and what the pool knows of it. The times are guarded by whoever holds the object. */
final class Entry<T> {
    private final T object;
    private final Instant created;
    private final Duration lifetime;

    /** Which eviction it has survived. */
    private final long generation;

    private Instant idleSince;

    Entry(T object, Instant created, Duration lifetime, long generation) {
        this.object = object;
        this.created = created;
        this.lifetime = lifetime;
        this.generation = generation;
        this.idleSince = created;
    }

    T object() {
        return object;
    }

    long generation() {
        return generation;
    }

    void idleSince(Instant now) {
        idleSince = now;
    }

    /** A clock that was set back says nothing: then the object counts as too old, and another is made. */
    boolean isTooOld(Instant now, Duration maxIdle) {
        Duration age = Duration.between(created, now);
        Duration idle = Duration.between(idleSince, now);
        return age.isNegative() || idle.isNegative() || age.compareTo(lifetime) >= 0 || idle.compareTo(maxIdle) >= 0;
    }

    boolean isIdleFor(Instant now, Duration gap) {
        return Duration.between(idleSince, now).compareTo(gap) >= 0;
    }
}
