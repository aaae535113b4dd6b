package dev.lift.middleware;

/** Milliseconds with three digits behind the point. A double would cost a start the JDK's algorithm that writes those. */
final class Millis {
    private final long micros;

    Millis(long micros) {
        this.micros = micros;
    }

    /** A number as JSON has it. */
    @Override
    public String toString() {
        String rest = Long.toString(1_000 + micros % 1_000);
        return micros / 1_000 + "." + rest.substring(1);
    }
}
