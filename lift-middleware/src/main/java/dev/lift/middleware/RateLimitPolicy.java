package dev.lift.middleware;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many requests there may be in what time, as arithmetic on two numbers that a store keeps for each key. It holds no state, so that
 * stores of any kind count alike.
 *
 * <p>A token bucket lets a burst through and then one request each so often; it is the generic cell rate algorithm (ITU-T I.371), which
 * keeps one time. A sliding window counts the requests of this window and, in part, of the one before, so that there are not twice as
 * many around the edge of two windows.
 *
 * <p>Whatever the clock does, no key is let through more than a burst at once, and none waits for longer than a full bucket or two windows
 * take. Immutable and thread-safe.
 *
 * <pre>{@code
 * RateLimitPolicy tenASecond = RateLimitPolicy.tokenBucket(10, Duration.ofSeconds(1)).burst(20);
 * }</pre>
 */
public final class RateLimitPolicy {
    private static final long MOST = 1_000_000_000;

    private enum Kind {
        TOKEN_BUCKET,
        SLIDING_WINDOW
    }

    private final Kind kind;
    private final long limit;
    private final long periodNanos;
    private final long burst;

    private RateLimitPolicy(Kind kind, long limit, long periodNanos, long burst) {
        this.kind = kind;
        this.limit = limit;
        this.periodNanos = periodNanos;
        this.burst = burst;
    }

    /**
     * Two numbers, which mean something to the policy alone.
     *
     * @param first the one
     * @param second the other
     */
    public record State(long first, long second) {}

    /**
     * What a request gets.
     *
     * @param allowed whether it is let through
     * @param remaining how many more would be let through now
     * @param retryAfter how long to wait before the next would be; zero when it was let through
     * @param reset how long until all of them would be
     * @param state what the store is to keep, whether the request was let through or not: a clock that was set back may change it, too
     * @param expires when the state says no more than none would
     */
    public record Decision(
            boolean allowed, long remaining, Duration retryAfter, Duration reset, State state, Instant expires) {}

    /**
     * Lets bursts through.
     *
     * @param permits how many requests in the period, from 1 to a billion, and at once, unless {@link #burst} says otherwise
     * @param period from a millisecond to a day
     * @return the policy
     * @throws IllegalArgumentException when something is outside its range
     */
    public static RateLimitPolicy tokenBucket(long permits, Duration period) {
        return of(Kind.TOKEN_BUCKET, permits, period);
    }

    /**
     * Counts in windows.
     *
     * @param permits how many requests in the period, from 1 to a billion
     * @param period from a millisecond to a day
     * @return the policy
     * @throws IllegalArgumentException when something is outside its range
     */
    public static RateLimitPolicy slidingWindow(long permits, Duration period) {
        return of(Kind.SLIDING_WINDOW, permits, period);
    }

    private static RateLimitPolicy of(Kind kind, long permits, Duration period) {
        checkRange(permits);
        if (period.toMillis() < 1 || period.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "The period of a rate must be from a millisecond to a day, was " + period);
        }
        return new RateLimitPolicy(kind, permits, period.toNanos(), permits);
    }

    private static void checkRange(long permits) {
        if (permits < 1 || permits > MOST) {
            throw new IllegalArgumentException("A rate has from 1 to a billion permits, was " + permits);
        }
    }

    /**
     * Sets how many requests may come at once.
     *
     * @param permits from 1 to a billion; as many as in the period unless set
     * @return the policy with it
     * @throws IllegalArgumentException when it is outside its range
     * @throws IllegalStateException when this is no token bucket
     */
    public RateLimitPolicy burst(long permits) {
        checkRange(permits);
        if (kind != Kind.TOKEN_BUCKET) {
            throw new IllegalStateException("A sliding window has no burst of its own");
        }
        return new RateLimitPolicy(kind, limit, periodNanos, permits);
    }

    /**
     * Decides about one request.
     *
     * @param state what the store has of the key; null when it has nothing
     * @param now the time
     * @return the decision
     */
    public Decision decide(@Nullable State state, Instant now) {
        long nanos = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
        return kind == Kind.TOKEN_BUCKET ? decideByBucket(state, nanos) : decideByWindow(state, nanos);
    }

    /** The state is the time at which the bucket is full again. */
    private Decision decideByBucket(@Nullable State state, long now) {
        long interval = ceilDiv(periodNanos, limit);
        long capacity = Math.multiplyExact(interval, burst);
        long full = state == null ? now : Math.max(now, Math.min(state.first, now + capacity));
        long then = full + interval;
        long wait = then - capacity - now;
        if (wait > 0) {
            return decision(/* allowed= */ false, 0, wait, full - now, new State(full, 0), full);
        }
        return decision(/* allowed= */ true, -wait / interval, 0, then - now, new State(then, 0), then);
    }

    /** The state is the number of the window, and the counts of it and the one before. */
    private Decision decideByWindow(@Nullable State state, long now) {
        long window = Math.floorDiv(now, periodNanos);
        long elapsed = Math.floorMod(now, periodNanos);
        long current = 0;
        long previous = 0;
        if (state != null && state.first >= window) {
            // Also what a clock that was set back makes of it: as if all had been in this window.
            current = state.second >>> 32;
            previous = state.first == window ? state.second & 0xffff_ffffL : 0;
        } else if (state != null && state.first == window - 1) {
            previous = state.second >>> 32;
        }
        // Of the window before, what part of it the last period still has in it.
        double before = previous * (1 - (double) elapsed / periodNanos);
        long end = (window + 2) * periodNanos;
        if (before + current + 1 > limit) {
            long wait = current + 1 > limit
                    ? periodNanos - elapsed + untilRoom(current, 0)
                    : untilRoom(previous, current) - elapsed;
            State same = new State(window, current << 32 | previous);
            return decision(/* allowed= */ false, 0, Math.max(1, wait), end - now, same, end);
        }
        State next = new State(window, (current + 1) << 32 | previous);
        long remaining = (long) Math.max(0, limit - before - current - 1);
        return decision(/* allowed= */ true, remaining, 0, end - now, next, end);
    }

    /** How far into a window so much of the window before has gone by that there is room for one more. */
    private long untilRoom(long previous, long current) {
        double part = 1 - (double) (limit - current - 1) / previous;
        return (long) Math.ceil(part * periodNanos) + 1; // One more for what rounding has taken.
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private static Decision decision(
            boolean allowed, long remaining, long wait, long reset, State state, long expires) {
        Instant end =
                Instant.ofEpochSecond(Math.floorDiv(expires, 1_000_000_000L), Math.floorMod(expires, 1_000_000_000L));
        return new Decision(
                allowed, remaining, Duration.ofNanos(wait), Duration.ofNanos(Math.max(0, reset)), state, end);
    }

    /** What {@code RateLimit-Policy} says behind the name (draft-ietf-httpapi-ratelimit-headers): the quota, and its window in seconds. */
    String parameters() {
        long seconds = Math.max(1, ceilDiv(periodNanos, 1_000_000_000L));
        return ";q=" + limit + ";w=" + seconds;
    }

    /** The kind, and the numbers. */
    @Override
    public String toString() {
        String name = kind == Kind.TOKEN_BUCKET ? "token bucket" : "sliding window";
        return name + " of " + limit + " in " + Duration.ofNanos(periodNanos)
                + Optional.of(burst)
                        .filter(each -> each != limit)
                        .map(each -> ", " + each + " at once")
                        .orElse("");
    }
}
