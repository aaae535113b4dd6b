package dev.lift.health;

/**
 * How well something is. The words in replies are those of the draft that {@code application/health+json} comes from.
 *
 * <pre>{@code
 * boolean alarm = report.status() == HealthStatus.DOWN;
 * }</pre>
 */
public enum HealthStatus {
    /** Well: {@code pass}. */
    UP("pass"),
    /** At work, and in need of somebody's attention: {@code warn}. */
    DEGRADED("warn"),
    /** Not at work: {@code fail}. */
    DOWN("fail");

    private final String word;

    HealthStatus(String word) {
        this.word = word;
    }

    /** The word in replies. */
    String word() {
        return word;
    }

    HealthStatus worse(HealthStatus other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
