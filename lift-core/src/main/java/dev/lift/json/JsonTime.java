package dev.lift.json;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the types of {@code java.time} as strings of ISO 8601.
 *
 * <p>The common forms are read and written by plain arithmetic, as the JDK's formatter costs a cold start more than the rest of a
 * request. Every other form that {@code parse} of the type takes is read by that.
 *
 * <p>Stateless and thread-safe.
 *
 * <pre>{@code
 * Instant at = JsonTime.readInstant(new JsonReader("\"2026-01-31T12:00:00Z\"".getBytes(StandardCharsets.UTF_8)));
 * JsonTime.write(at, new JsonWriter());
 * }</pre>
 */
public final class JsonTime {
    /** No form of any of the types is longer, and a longer one is not worth a look. */
    private static final int MAX_LENGTH = 100;

    private JsonTime() {}

    /**
     * Reads an instant.
     *
     * @param in a reader that stands before the value
     * @return the instant
     * @throws IOException as {@link JsonException}, when the value is not an instant such as {@code 2026-01-31T12:00:00Z}
     */
    public static Instant readInstant(JsonReader in) throws IOException {
        String text = text(in);
        try {
            LocalDateTime local = text.endsWith("Z") ? dateTime(text, text.length() - 1) : null;
            return local == null ? Instant.parse(text) : local.toInstant(ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            throw in.fail("expected an instant such as 2026-01-31T12:00:00Z");
        }
    }

    /**
     * Reads a date.
     *
     * @param in a reader that stands before the value
     * @return the date
     * @throws IOException as {@link JsonException}, when the value is not a date such as {@code 2026-01-31}
     */
    public static LocalDate readLocalDate(JsonReader in) throws IOException {
        String text = text(in);
        try {
            LocalDate date = text.length() == 10 ? date(text) : null;
            return date == null ? LocalDate.parse(text) : date;
        } catch (DateTimeException malformed) {
            throw in.fail("expected a date such as 2026-01-31");
        }
    }

    /**
     * Reads a time of the day.
     *
     * @param in a reader that stands before the value
     * @return the time
     * @throws IOException as {@link JsonException}, when the value is not a time such as {@code 12:00:00}
     */
    public static LocalTime readLocalTime(JsonReader in) throws IOException {
        String text = text(in);
        try {
            LocalTime time = time(text, 0, text.length());
            return time == null ? LocalTime.parse(text) : time;
        } catch (DateTimeException malformed) {
            throw in.fail("expected a time such as 12:00:00");
        }
    }

    /**
     * Reads a date and time without offset.
     *
     * @param in a reader that stands before the value
     * @return the date and time
     * @throws IOException as {@link JsonException}, when the value is not one such as {@code 2026-01-31T12:00:00}
     */
    public static LocalDateTime readLocalDateTime(JsonReader in) throws IOException {
        String text = text(in);
        try {
            LocalDateTime local = dateTime(text, text.length());
            return local == null ? LocalDateTime.parse(text) : local;
        } catch (DateTimeException malformed) {
            throw in.fail("expected a date and time such as 2026-01-31T12:00:00");
        }
    }

    /**
     * Reads a date and time with an offset.
     *
     * @param in a reader that stands before the value
     * @return the date and time
     * @throws IOException as {@link JsonException}, when the value is not one such as {@code 2026-01-31T12:00:00+01:00}
     */
    public static OffsetDateTime readOffsetDateTime(JsonReader in) throws IOException {
        String text = text(in);
        try {
            OffsetDateTime at = offsetDateTime(text);
            return at == null ? OffsetDateTime.parse(text) : at;
        } catch (DateTimeException malformed) {
            throw in.fail("expected a date and time with offset such as 2026-01-31T12:00:00+01:00");
        }
    }

    /**
     * Reads a date and time with a time zone.
     *
     * @param in a reader that stands before the value
     * @return the date and time
     * @throws IOException as {@link JsonException}, when the value is not one such as
     *     {@code 2026-01-31T12:00:00+01:00[Europe/Berlin]}
     */
    public static ZonedDateTime readZonedDateTime(JsonReader in) throws IOException {
        String text = text(in);
        try {
            OffsetDateTime at = offsetDateTime(text);
            return at == null ? ZonedDateTime.parse(text) : at.toZonedDateTime();
        } catch (DateTimeException malformed) {
            throw in.fail("expected a date and time with zone such as 2026-01-31T12:00:00+01:00[Europe/Berlin]");
        }
    }

    /**
     * Reads an amount of time.
     *
     * @param in a reader that stands before the value
     * @return the duration
     * @throws IOException as {@link JsonException}, when the value is not a duration such as {@code PT1H30M}
     */
    public static Duration readDuration(JsonReader in) throws IOException {
        String text = text(in);
        try {
            Duration duration = duration(text);
            return duration == null ? Duration.parse(text) : duration;
        } catch (DateTimeException | ArithmeticException malformed) {
            throw in.fail("expected a duration such as PT1H30M");
        }
    }

    /**
     * Reads an amount of years, months and days.
     *
     * @param in a reader that stands before the value
     * @return the period
     * @throws IOException as {@link JsonException}, when the value is not a period such as {@code P1Y2M3D}
     */
    public static Period readPeriod(JsonReader in) throws IOException {
        String text = text(in);
        try {
            Period period = period(text);
            return period == null ? Period.parse(text) : period;
        } catch (DateTimeException malformed) {
            throw in.fail("expected a period such as P1Y2M3D");
        }
    }

    /**
     * Reads a year.
     *
     * @param in a reader that stands before the value
     * @return the year
     * @throws IOException as {@link JsonException}, when the value is not a year such as {@code "2026"}
     */
    public static Year readYear(JsonReader in) throws IOException {
        String text = text(in);
        int year = text.length() == 4 ? digits(text, 0, 4) : -1;
        try {
            return year < 0 ? Year.parse(text) : Year.of(year);
        } catch (DateTimeException malformed) {
            throw in.fail("expected a year such as \"2026\"");
        }
    }

    /**
     * Reads a month of a year.
     *
     * @param in a reader that stands before the value
     * @return the month
     * @throws IOException as {@link JsonException}, when the value is not a month such as {@code 2026-01}
     */
    public static YearMonth readYearMonth(JsonReader in) throws IOException {
        String text = text(in);
        try {
            boolean common = text.length() == 7 && text.charAt(4) == '-';
            int year = common ? digits(text, 0, 4) : -1;
            int month = common ? digits(text, 5, 7) : -1;
            return year < 0 || month < 0 ? YearMonth.parse(text) : YearMonth.of(year, month);
        } catch (DateTimeException malformed) {
            throw in.fail("expected a month such as 2026-01");
        }
    }

    /**
     * Reads a time zone.
     *
     * @param in a reader that stands before the value
     * @return the zone
     * @throws IOException as {@link JsonException}, when the value is not a zone such as {@code Europe/Berlin}
     */
    public static ZoneId readZoneId(JsonReader in) throws IOException {
        String text = text(in);
        try {
            return ZoneId.of(text);
        } catch (DateTimeException malformed) {
            throw in.fail("expected a time zone such as Europe/Berlin");
        }
    }

    /**
     * Writes an instant. The other types have a {@code toString} that needs no formatter.
     *
     * @param value the instant
     * @param out a writer that stands where the value belongs
     */
    public static void write(Instant value, JsonWriter out) {
        long second = value.getEpochSecond();
        // The years 0000 to 9999, which need no sign.
        if (second < -62_167_219_200L || second > 253_402_300_799L) {
            out.string(value.toString());
            return;
        }
        LocalDateTime at = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(30);
        appendDigits(text, at.getYear(), 4);
        appendDigits(text.append('-'), at.getMonthValue(), 2);
        appendDigits(text.append('-'), at.getDayOfMonth(), 2);
        appendDigits(text.append('T'), at.getHour(), 2);
        appendDigits(text.append(':'), at.getMinute(), 2);
        appendDigits(text.append(':'), at.getSecond(), 2);
        int nanos = value.getNano();
        if (nanos != 0) {
            text.append('.');
            if (nanos % 1_000_000 == 0) {
                appendDigits(text, nanos / 1_000_000, 3);
            } else if (nanos % 1_000 == 0) {
                appendDigits(text, nanos / 1_000, 6);
            } else {
                appendDigits(text, nanos, 9);
            }
        }
        out.string(text.append('Z').toString());
    }

    private static void appendDigits(StringBuilder text, int value, int count) {
        int power = 1;
        for (int i = 1; i < count; i++) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            text.append((char) ('0' + value / power % 10));
        }
    }

    private static String text(JsonReader in) throws IOException {
        String text = in.readString();
        if (text.length() > MAX_LENGTH) {
            throw in.fail("expected at most " + MAX_LENGTH + " characters");
        }
        return text;
    }

    // Each of these returns null for what is not the common form: whatever else there may be is left to the JDK.

    private static @Nullable LocalDate date(String text) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        boolean common = (year | month | day) >= 0 && text.charAt(4) == '-' && text.charAt(7) == '-';
        return common ? LocalDate.of(year, month, day) : null;
    }

    private static @Nullable LocalTime time(String text, int from, int to) {
        int length = to - from;
        if (length < 5 || text.charAt(from + 2) != ':') {
            return null;
        }
        int hour = digits(text, from, from + 2);
        int minute = digits(text, from + 3, from + 5);
        int second = 0;
        int nanos = 0;
        if (length > 5) {
            second = length >= 8 && text.charAt(from + 5) == ':' ? digits(text, from + 6, from + 8) : -1;
        }
        if (length > 8) {
            nanos = text.charAt(from + 8) == '.' ? fraction(text, from + 9, to) : -1;
        }
        boolean common = (hour | minute | second | nanos) >= 0 && hour < 24 && minute < 60 && second < 60;
        return common ? LocalTime.of(hour, minute, second, nanos) : null;
    }

    private static @Nullable LocalDateTime dateTime(String text, int to) {
        if (to < 16 || text.charAt(10) != 'T') {
            return null;
        }
        LocalDate date = date(text);
        LocalTime time = time(text, 11, to);
        return date == null || time == null ? null : LocalDateTime.of(date, time);
    }

    private static @Nullable OffsetDateTime offsetDateTime(String text) {
        int length = text.length();
        if (text.endsWith("Z")) {
            LocalDateTime local = dateTime(text, length - 1);
            return local == null ? null : OffsetDateTime.of(local, ZoneOffset.UTC);
        }
        char sign = length < 22 || text.charAt(length - 3) != ':' ? 0 : text.charAt(length - 6);
        if (sign != '+' && sign != '-') {
            return null;
        }
        int hours = digits(text, length - 5, length - 3);
        int minutes = digits(text, length - 2, length);
        LocalDateTime local = dateTime(text, length - 6);
        if (local == null || (hours | minutes) < 0) {
            return null;
        }
        return OffsetDateTime.of(
                local,
                sign == '+' ? ZoneOffset.ofHoursMinutes(hours, minutes) : ZoneOffset.ofHoursMinutes(-hours, -minutes));
    }

    /** Hours, minutes and seconds without sign and fraction, such as PT1H30M. */
    private static @Nullable Duration duration(String text) {
        int length = text.length();
        if (length < 4 || !text.startsWith("PT")) {
            return null;
        }
        long seconds = 0;
        long unit = 1 << 30;
        for (int i = 2; i < length; i++) {
            int from = i;
            while (i < length && isDigit(text.charAt(i))) {
                i++;
            }
            long factor = i == length ? 0 : factor(text.charAt(i));
            if (i - from < 1 || i - from > 9 || factor == 0 || factor >= unit) {
                return null;
            }
            seconds += digits(text, from, i) * factor;
            unit = factor;
        }
        return Duration.ofSeconds(seconds);
    }

    private static long factor(char unit) {
        return switch (unit) {
            case 'H' -> 3_600;
            case 'M' -> 60;
            case 'S' -> 1;
            default -> 0;
        };
    }

    /** Years, months and days without sign, such as P1Y2M3D. */
    private static @Nullable Period period(String text) {
        int length = text.length();
        if (length < 3 || text.charAt(0) != 'P') {
            return null;
        }
        int[] amounts = new int[3];
        int last = -1;
        for (int i = 1; i < length; i++) {
            int from = i;
            while (i < length && isDigit(text.charAt(i))) {
                i++;
            }
            int unit = i == length ? -1 : "YMD".indexOf(text.charAt(i));
            if (i - from < 1 || i - from > 9 || unit <= last) {
                return null;
            }
            amounts[unit] = digits(text, from, i);
            last = unit;
        }
        return Period.of(amounts[0], amounts[1], amounts[2]);
    }

    /** Returns the nanoseconds of a fraction of 1 to 9 digits, or -1. */
    private static int fraction(String text, int from, int to) {
        if (to - from < 1 || to - from > 9) {
            return -1;
        }
        int nanos = digits(text, from, to);
        for (int i = to - from; nanos > 0 && i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    /** Returns the value of at most 9 ASCII digits, or -1. */
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
