package dev.lift.resources;

import java.time.Duration;
import java.util.List;

/**
 * What a pool has done, at one moment.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * PoolStats stats = pool.stats();
 * metrics.count("sessions", stats.active(), stats.waiting());
 * }</pre>
 *
 * @param max the most objects that there may be
 * @param active how many are on loan
 * @param idle how many wait to be borrowed
 * @param creating how many are being made
 * @param waiting how many borrowers wait
 * @param created how many have been made
 * @param destroyed how many have been destroyed, those that failed at it included
 * @param timeouts how many borrowers have waited in vain
 * @param creationFailures how many could not be made
 * @param validationFailures how many were found to be broken
 * @param leaked how many leases were dropped without being closed
 * @param heldTooLong how many leases were open for longer than {@link PoolBuilder#holdLimit}
 * @param abandoned how many creations, validations and destructions have not ended in their time
 * @param borrowTimes how many borrowers have waited how long: element n counts those below 2 to the power of n microseconds that are in
 *     no element before
 */
public record PoolStats(
        int max,
        int active,
        int idle,
        int creating,
        int waiting,
        long created,
        long destroyed,
        long timeouts,
        long creationFailures,
        long validationFailures,
        long leaked,
        long heldTooLong,
        long abandoned,
        List<Long> borrowTimes) {
    /**
     * Returns how long borrowers have waited.
     *
     * @param percent of the borrowers, 0 to 100
     * @return a time that as many have not exceeded, accurate to a factor of two; zero when nobody has borrowed
     */
    public Duration borrowTime(double percent) {
        long all = 0;
        for (long count : borrowTimes) {
            all += count;
        }
        long seen = 0;
        for (int i = 0; i < borrowTimes.size(); i++) {
            seen += borrowTimes.get(i);
            if (all > 0 && seen >= all * percent / 100) {
                return Duration.ofNanos(1_000L << i);
            }
        }
        return Duration.ZERO;
    }

    /** The numbers that matter when nothing was to be had. */
    String summary() {
        return active + " of " + max + " on loan, " + idle + " idle, " + creating + " being made, " + waiting
                + " waiting";
    }
}
