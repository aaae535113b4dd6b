package dev.lift.middleware;

/**
 * How many may run at a time, found out by how long they take: each that is late takes a tenth off, at most once in the time that one may
 * take, and each that is in time adds its share of one while the limit is used (additive increase, multiplicative decrease, as TCP has it:
 * RFC 5681).
 */
final class AdaptiveLimit {
    private static final double DECREASE = 0.9;

    /** What is aimed at, of the target: the limit goes to and fro around it, and half of all would be late if it were the target. */
    private static final double AIM = 0.75;

    /** From what part of the limit it counts as used: what is not used has not been shown to be bearable. */
    private static final double USED = 0.8;

    private final long aimNanos;
    private final int least;
    private final int most;

    // Guarded by this object's lock, as all that follow.
    private double limit;
    private int running;
    private long lastDecrease;
    private boolean decreasedBefore;

    AdaptiveLimit(long targetNanos, int least, int most, int first) {
        this.aimNanos = (long) (targetNanos * AIM);
        this.least = least;
        this.most = most;
        this.limit = first;
    }

    synchronized boolean tryAcquire() {
        if (running >= (int) limit) {
            return false;
        }
        running++;
        return true;
    }

    /** Ends one. Of one that failed nothing is learned: it may have been quick because it did nothing. */
    synchronized void release(long begun, long now, boolean failed) {
        boolean used = running >= limit * USED;
        running--;
        if (now - begun > aimNanos) {
            if (!decreasedBefore || now - lastDecrease > aimNanos) {
                decreasedBefore = true;
                lastDecrease = now;
                limit = Math.max(least, limit * DECREASE);
            }
        } else if (used && !failed) {
            limit = Math.min(most, limit + 1 / limit);
        }
    }

    synchronized int limit() {
        return (int) limit;
    }

    synchronized int running() {
        return running;
    }
}
