package dev.lift.aws.metrics;

/**
 * What a metric is measured in, by the names of CloudWatch.
 *
 * <pre>{@code
 * String name = MetricUnit.MILLISECONDS.cloudWatchName(); // Milliseconds
 * }</pre>
 */
public enum MetricUnit {
    /** A number of things. */
    COUNT("Count"),
    /** Seconds. */
    SECONDS("Seconds"),
    /** Thousandths of a second. */
    MILLISECONDS("Milliseconds"),
    /** Millionths of a second. */
    MICROSECONDS("Microseconds"),
    /** Bytes. */
    BYTES("Bytes"),
    /** Hundredths. */
    PERCENT("Percent"),
    /** Anything else, such as an amount of money. */
    NONE("None");

    private final String cloudWatchName;

    MetricUnit(String cloudWatchName) {
        this.cloudWatchName = cloudWatchName;
    }

    /**
     * Returns how CloudWatch calls it.
     *
     * @return the name
     */
    public String cloudWatchName() {
        return cloudWatchName;
    }
}
