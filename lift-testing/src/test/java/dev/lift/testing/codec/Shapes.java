package dev.lift.testing.codec;

import dev.lift.json.Json;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
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
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Types of every kind that generated codecs and databind both serve. The module is null-marked. */
final class Shapes {
    private Shapes() {}

    // One member v of each type of the JDK

    @Json
    record OfBoolean(boolean v) {}

    @Json
    record OfByte(byte v) {}

    @Json
    record OfShort(short v) {}

    @Json
    record OfInt(int v) {}

    @Json
    record OfLong(long v) {}

    @Json
    record OfFloat(float v) {}

    @Json
    record OfDouble(double v) {}

    @Json
    record OfChar(char v) {}

    @Json
    record OfBoxes(
            @Nullable Boolean bool,
            @Nullable Byte int8,
            @Nullable Short int16,
            @Nullable Integer int32,
            @Nullable Long int64,
            @Nullable Float float32,
            @Nullable Double float64,
            @Nullable Character unit) {}

    @Json
    record OfString(String v) {}

    @Json
    record OfDecimal(BigDecimal v) {}

    @Json
    record OfInteger(BigInteger v) {}

    @Json
    record OfUuid(UUID v) {}

    @Json
    record OfBytes(byte[] v) {}

    @Json
    record OfInstant(Instant v) {}

    @Json
    record OfLocalDate(LocalDate v) {}

    @Json
    record OfLocalTime(LocalTime v) {}

    @Json
    record OfLocalDateTime(LocalDateTime v) {}

    @Json
    record OfOffsetDateTime(OffsetDateTime v) {}

    @Json
    record OfZonedDateTime(ZonedDateTime v) {}

    @Json
    record OfDuration(Duration v) {}

    @Json
    record OfPeriod(Period v) {}

    @Json
    record OfYear(Year v) {}

    @Json
    record OfYearMonth(YearMonth v) {}

    @Json
    record OfZoneId(ZoneId v) {}

    enum Size {
        SMALL,
        @Json.Name("XL")
        EXTRA_LARGE
    }

    @Json
    record OfEnum(Size v) {}

    @Json
    enum Colour {
        RED,
        @Json.Name("blue-ish")
        BLUE
    }

    @Json
    record OfCodedEnum(Colour v) {}

    // Containers

    @Json
    record OfList(List<String> v) {}

    @Json
    record OfNullables(List<@Nullable String> v, Map<String, @Nullable Integer> m) {}

    @Json
    record OfSet(Set<Integer> v) {}

    @Json
    record OfMap(Map<String, Integer> v) {}

    @Json
    record OfInts(int[] v) {}

    @Json
    record OfStrings(String[] v) {}

    @Json
    record OfGrid(long[][] v) {}

    @Json
    record OfNested(List<Map<String, List<Item>>> v) {}

    @Json
    record OfOptional(Optional<String> v, Optional<List<Integer>> w) {}

    @Json
    record OfArrays(boolean[] b, short[] s, double[] d, float[] f) {}

    // Records in records

    @Json
    record Item(String sku, int quantity) {}

    @Json
    record Order(
            String id,
            Item first,
            List<Item> items,
            @Nullable Item last) {}

    @Json
    record Node(String name, List<Node> children) {}

    @Json
    record Page<T>(
            List<T> items, @Nullable String next, @Nullable T top) {}

    @Json
    record Pages(Page<Item> items, Page<String> names, Page<Page<Integer>> pages) {}

    @Json
    record Empty() {}

    // Names

    @Json(naming = Json.Naming.SNAKE_CASE)
    record Snake(
            int unitPrice,
            int id,
            int parseURLNow,
            int x1y2,
            @Json.Name("as-it-is") int other) {}

    @Json(naming = Json.Naming.KEBAB_CASE)
    record Kebab(int unitPrice, int aB) {}

    @Json(naming = Json.Naming.UPPER_CAMEL_CASE)
    record Camel(int unitPrice, int id) {}

    @Json
    record Renamed(
            @Json.Name("größe") int size,
            @Json.Name("a\"b\\c") int quoted,
            @Json.Name("😀") int smile) {}

    @Json
    record Aliased(@Json.Alias({"qty", "amount"}) int quantity) {}

    // Absence

    @Json
    record Mixed(
            String must,
            @Nullable String may,
            @Json.Required @Nullable String there,
            Optional<Integer> opt,
            int n) {}

    @Json
    record Defaulted(
            @Json.Default("EUR") String currency,
            @Json.Default("10") int limit,
            @Json.Default("true") boolean active,
            @Json.Default("1.5") double rate,
            @Json.Default("[]") List<String> tags,
            @Json.Default("{}") Map<String, Integer> counts,
            @Json.Default("XL") Size size,
            @Json.Default("PT5S") Duration timeout,
            @Json.Default("7") @Nullable Long boxed,
            @Json.Default("2.50") BigDecimal price,
            @Json.Default("x") char unit) {}

    @Json
    record Ignoring(
            String shown,
            @Json.Ignore @Nullable String hidden,
            @Json.Ignore int count) {}

    @NullUnmarked
    @Json
    record Unmarked(String text, Item item, List<String> list, Integer boxed, int primitive) {}

    @Json(unknown = Json.Unknown.REFUSE)
    record Strict(String a, @Nullable Item item) {}

    // One of several

    @Json
    sealed interface Shape permits Circle, Square, Round {}

    @Json
    record Circle(double radius) implements Shape {}

    @Json
    @Json.Name("square")
    record Square(double side, @Nullable Shape inner) implements Shape {}

    @Json
    sealed interface Round extends Shape {}

    @Json(unknown = Json.Unknown.REFUSE)
    record Oval(double a, double b) implements Round {}

    @Json
    @Json.Discriminator("kind")
    sealed interface Event permits Created, Deleted {}

    @Json
    @Json.Name("created")
    record Created(String id) implements Event {}

    @Json
    @Json.Name("deleted")
    record Deleted() implements Event {}

    @Json
    record OfShapes(List<Shape> v) {}

    // One's own

    /** An amount in cents, as a string such as "12.34". */
    record Money(long cents) {}

    static final class MoneyCodec implements JsonCodec<Money> {
        @Override
        public Class<Money> type() {
            return Money.class;
        }

        @Override
        public Money read(JsonReader in) throws IOException {
            String text = in.readString();
            int dot = text.indexOf('.');
            if (dot < 1 || text.length() != dot + 3) {
                throw in.fail("expected an amount such as 12.34");
            }
            // What is no number is a bug of this codec: it is what somebody's would do.
            return new Money(Long.parseLong(text.replace(".", "")));
        }

        @Override
        public void write(Money value, JsonWriter out) {
            out.string(value.cents() / 100 + "." + value.cents() / 10 % 10 + value.cents() % 10);
        }
    }

    @Json
    record Priced(
            @Json.With(MoneyCodec.class) Money price,
            @Json.With(MoneyCodec.class) @Nullable Money discount) {}

    @Json
    record Checked(int from, int to) {
        Checked {
            if (from > to) {
                throw new IllegalArgumentException("from " + from + " is after to " + to);
            }
        }
    }

    @Json
    record Broken(int number) {
        Broken {
            if (number == 13) {
                throw new UnsupportedOperationException("a bug");
            }
        }
    }

    /** Components named like the variables of a codec, and like words of Java that names of components may be. */
    @Json
    record Hostile(int in, int out, int errors, int depth, int refused, int value, int hasIn, int record, int sealed) {}
}
