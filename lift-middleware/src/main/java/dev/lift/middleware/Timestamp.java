package dev.lift.middleware;

/** Times as ISO 8601 has them, with milliseconds and in UTC. {@code Instant.toString} would load a formatter for the first line. */
final class Timestamp {
    private static final long MILLIS_OF_DAY = 86_400_000;

    private Timestamp() {}

    /** Writes a time after 1970. The date is found as in Howard Hinnant's "chrono-compatible low-level date algorithms". */
    static String of(long millis) {
        long days = Math.floorDiv(millis, MILLIS_OF_DAY) + 719_468;
        int rest = (int) Math.floorMod(millis, MILLIS_OF_DAY);
        long era = days / 146_097;
        long dayOfEra = days - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        StringBuilder text = new StringBuilder(24);
        digits(text, year, 4).append('-');
        digits(text, month, 2).append('-');
        digits(text, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1, 2).append('T');
        digits(text, rest / 3_600_000, 2).append(':');
        digits(text, rest / 60_000 % 60, 2).append(':');
        digits(text, rest / 1_000 % 60, 2).append('.');
        return digits(text, rest % 1_000, 3).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, long number, int count) {
        String digits = Long.toString(number);
        for (int i = digits.length(); i < count; i++) {
            text.append('0');
        }
        return text.append(digits);
    }
}
