package dev.lift.recovery;

import java.time.Duration;

/**
 * Waits between attempts. Tests have one that moves a clock.
 *
 * <pre>{@code
 * Sleeper sleeper = clock::advance; // of a TestClock
 * }</pre>
 */
@FunctionalInterface
public interface Sleeper {
    /**
     * Waits.
     *
     * @param duration how long, above zero
     * @throws InterruptedException when the thread is interrupted
     */
    void sleep(Duration duration) throws InterruptedException;
}
