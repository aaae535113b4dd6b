package dev.lift.json;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The JDK's own parse methods are the oracle: what they take is taken, as the same value, and what they refuse is refused. */
class JsonTimeTest {
    private interface Read {
        Object read(JsonReader in) throws IOException;
    }

    private interface Parse {
        Object parse(String text);
    }

    private record Kind(String name, Read read, Parse parse, List<String> samples) {}

    private static final List<Kind> KINDS = List.of(
            new Kind(
                    "Instant",
                    JsonTime::readInstant,
                    Instant::parse,
                    List.of("2026-01-31T12:34:56.789Z", "2026-01-31T12:34:56Z")),
            new Kind("LocalDate", JsonTime::readLocalDate, LocalDate::parse, List.of("2026-01-31", "-0001-12-01")),
            new Kind(
                    "LocalTime",
                    JsonTime::readLocalTime,
                    LocalTime::parse,
                    List.of("12:34", "12:34:56", "12:34:56.123456789")),
            new Kind(
                    "LocalDateTime",
                    JsonTime::readLocalDateTime,
                    LocalDateTime::parse,
                    List.of("2026-01-31T12:34:56.7", "2026-01-31T12:34")),
            new Kind(
                    "OffsetDateTime",
                    JsonTime::readOffsetDateTime,
                    OffsetDateTime::parse,
                    List.of("2026-01-31T12:34:56+01:00", "2026-01-31T12:34Z", "2026-01-31T12:34:56.7-11:30")),
            new Kind(
                    "ZonedDateTime",
                    JsonTime::readZonedDateTime,
                    ZonedDateTime::parse,
                    List.of(
                            "2026-01-31T12:34:56+01:00[Europe/Berlin]",
                            "2026-01-31T12:34:56Z[UTC]",
                            "2026-01-31T12:34+02:00")),
            new Kind(
                    "Duration",
                    JsonTime::readDuration,
                    Duration::parse,
                    List.of("PT1H2M3S", "PT1.5S", "P1DT2H", "-PT3M")),
            new Kind("Period", JsonTime::readPeriod, Period::parse, List.of("P1Y2M3D", "P4W", "P-1Y")),
            new Kind("Year", JsonTime::readYear, Year::parse, List.of("2026", "-12")),
            new Kind("YearMonth", JsonTime::readYearMonth, YearMonth::parse, List.of("2026-01", "+12345-01")),
            new Kind("ZoneId", JsonTime::readZoneId, ZoneId::of, List.of("Europe/Berlin", "Z", "+01:00", "UTC+2")));

    private static final String ALPHABET = "0123456789-+:.TtZzPYMDHSW[]/ ,";

    @Test
    void mutatedTexts_differentially_areReadAsTheJdkDoes() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        int read = 0;
        for (int round = 0; round < 60_000; round++) {
            Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            StringBuilder text = new StringBuilder(
                    kind.samples().get(random.nextInt(kind.samples().size())));
            for (int i = random.nextInt(3); i > 0; i--) {
                int at = random.nextInt(text.length());
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> {
                        if (text.length() > 1) {
                            text.deleteCharAt(at);
                        }
                    }
                }
            }
            Object expected = oracle(kind, text.toString());
            Object actual = ours(kind, text.toString());
            assertThat(actual)
                    .as("seed %d, round %d: %s %s", seed, round, kind.name(), text)
                    .isEqualTo(expected);
            read += expected == null ? 0 : 1;
        }
        assertThat(read).isGreaterThan(10_000);
    }

    private static Object oracle(Kind kind, String text) {
        try {
            return kind.parse().parse(text);
        } catch (DateTimeException | ArithmeticException refused) {
            return null;
        }
    }

    private static Object ours(Kind kind, String text) {
        try {
            return kind.read().read(new JsonReader(new JsonWriter().string(text).toByteArray()));
        } catch (JsonException refused) {
            assertThat(refused.expectation()).startsWith("expected a");
            return null;
        } catch (IOException other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void randomInstants_written_areAsTheJdkWritesThem() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            long second = random.nextInt(4) == 0
                    ? random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond())
                    : random.nextLong(-70_000_000_000L, 260_000_000_000L);
            int nanos = random.nextInt(1_000_000_000) / (int) Math.pow(1_000, random.nextInt(3));
            nanos = nanos * (int) Math.pow(1_000, random.nextInt(3)) % 1_000_000_000;
            Instant instant = Instant.ofEpochSecond(second, Math.abs(nanos));
            JsonWriter out = new JsonWriter();
            JsonTime.write(instant, out);
            assertThat(out.toString()).as("seed %d, round %d", seed, round).isEqualTo("\"" + instant + "\"");
        }
        for (Instant edge : List.of(
                Instant.EPOCH,
                Instant.MIN,
                Instant.MAX,
                LocalDateTime.of(0, 1, 1, 0, 0).toInstant(ZoneOffset.UTC),
                LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_999).toInstant(ZoneOffset.UTC),
                LocalDateTime.of(10_000, 1, 1, 0, 0).toInstant(ZoneOffset.UTC),
                LocalDateTime.of(-1, 12, 31, 23, 59, 59).toInstant(ZoneOffset.UTC))) {
            JsonWriter out = new JsonWriter();
            JsonTime.write(edge, out);
            assertThat(out.toString()).isEqualTo("\"" + edge + "\"");
        }
    }

    @Test
    void VA05_longTexts_areRefusedWithoutALook() {
        for (Kind kind : KINDS) {
            assertThat(ours(kind, "P" + "1".repeat(64_000) + "D"))
                    .as(kind.name())
                    .isNull();
            assertThat(ours(kind, "2026-01-31T12:34:56." + "0".repeat(64_000) + "Z"))
                    .as(kind.name())
                    .isNull();
        }
    }
}
