package dev.lift.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonException;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonTime;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Types that databind does not know, or reads more freely than Lift: their values go through Lift's own reader, as generated codecs
 * have them.
 */
final class DatabindTypes extends SimpleModule {
    private static final long serialVersionUID = 1;

    /** What a reader of JSON refused, in its words. */
    static final class Refusal extends JsonMappingException {
        private static final long serialVersionUID = 1;

        Refusal(@Nullable JsonParser in, String expectation, @Nullable Throwable cause) {
            super(in, expectation, cause);
        }
    }

    private interface Read<T> {
        T read(JsonReader in) throws IOException;
    }

    private interface Write<T> {
        void write(T value, JsonWriter out) throws IOException;
    }

    DatabindTypes() {
        super("lift-types");
        read(boolean.class, JsonReader::readBoolean);
        read(Boolean.class, JsonReader::readBoolean);
        read(BigDecimal.class, JsonReader::readDecimal);
        read(BigInteger.class, JsonReader::readInteger);
        addDeserializer(int.class, new Whole<>(int.class, JsonReader::readInt, value -> value));
        addDeserializer(Integer.class, new Whole<>(Integer.class, JsonReader::readInt, value -> value));
        addDeserializer(long.class, new Whole<>(long.class, JsonReader::readLong, value -> (long) value));
        addDeserializer(Long.class, new Whole<>(Long.class, JsonReader::readLong, value -> (long) value));
        read(short.class, JsonReader::readShort);
        read(Short.class, JsonReader::readShort);
        read(byte.class, JsonReader::readByte);
        read(Byte.class, JsonReader::readByte);
        read(float.class, JsonReader::readFloat);
        read(Float.class, JsonReader::readFloat);
        read(double.class, JsonReader::readDouble);
        read(Double.class, JsonReader::readDouble);
        read(char.class, JsonReader::readChar);
        read(Character.class, JsonReader::readChar);
        read(UUID.class, JsonReader::readUuid);
        read(byte[].class, JsonReader::readBase64);
        read(double[].class, DatabindTypes::readDoubles);
        read(float[].class, DatabindTypes::readFloats);
        iso(Instant.class, JsonTime::readInstant);
        iso(LocalDate.class, JsonTime::readLocalDate);
        iso(LocalTime.class, JsonTime::readLocalTime);
        iso(LocalDateTime.class, JsonTime::readLocalDateTime);
        iso(OffsetDateTime.class, JsonTime::readOffsetDateTime);
        iso(ZonedDateTime.class, JsonTime::readZonedDateTime);
        iso(Duration.class, JsonTime::readDuration);
        iso(Period.class, JsonTime::readPeriod);
        iso(Year.class, JsonTime::readYear);
        iso(YearMonth.class, JsonTime::readYearMonth);
        iso(ZoneId.class, JsonTime::readZoneId);
        addSerializer(String.class, new WholeStrings());
        addSerializer(double[].class, new Writer<>(double[].class, DatabindTypes::writeDoubles));
        addSerializer(float[].class, new Writer<>(float[].class, DatabindTypes::writeFloats));
        Write<Double> writeDouble = (value, out) -> out.number(value.doubleValue());
        addSerializer(double.class, new Writer<>(Double.class, writeDouble));
        addSerializer(Double.class, new Writer<>(Double.class, writeDouble));
        Write<Float> writeFloat = (value, out) -> out.number(value.floatValue());
        addSerializer(float.class, new Writer<>(Float.class, writeFloat));
        addSerializer(Float.class, new Writer<>(Float.class, writeFloat));
    }

    @Override
    public void setupModule(SetupContext context) {
        // In the order in which they came, as a list has them.
        addAbstractTypeMapping(Set.class, LinkedHashSet.class);
        super.setupModule(context);
        context.addBeanDeserializerModifier(new UntrimmedEnums());
    }

    private static double[] readDoubles(JsonReader in) throws IOException {
        List<Double> list = new ArrayList<>();
        in.beginArray();
        int depth = in.depth();
        while (in.nextElement()) {
            try {
                list.add(in.readDouble());
            } catch (IOException refused) {
                in.recover(refused, depth);
            }
        }
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static float[] readFloats(JsonReader in) throws IOException {
        List<Float> list = new ArrayList<>();
        in.beginArray();
        int depth = in.depth();
        while (in.nextElement()) {
            try {
                list.add(in.readFloat());
            } catch (IOException refused) {
                in.recover(refused, depth);
            }
        }
        float[] array = new float[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = list.get(i);
        }
        return array;
    }

    private static void writeDoubles(double[] array, JsonWriter out) {
        out.beginArray();
        for (double each : array) {
            out.number(each);
        }
        out.endArray();
    }

    private static void writeFloats(float[] array, JsonWriter out) {
        out.beginArray();
        for (float each : array) {
            out.number(each);
        }
        out.endArray();
    }

    /** Databind would write half of a surrogate pair as an escape that no strict reader takes. */
    private static final class WholeStrings extends StdSerializer<String> {
        private static final long serialVersionUID = 1;

        WholeStrings() {
            super(String.class);
        }

        @Override
        public void serialize(String value, JsonGenerator out, SerializerProvider provider) throws IOException {
            for (int i = 0; i < value.length(); i++) {
                if (Character.isSurrogate(value.charAt(i))) {
                    int codePoint = value.codePointAt(i);
                    if (!Character.isSupplementaryCodePoint(codePoint)) {
                        throw new IllegalArgumentException(
                                "The string has half of a surrogate pair, which UTF-8 can not carry");
                    }
                    i++;
                }
            }
            out.writeString(value);
        }
    }

    /** Databind would take a constant with blanks around it. */
    private static final class UntrimmedEnums extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription description, JsonDeserializer<?> reader) {
            return new Untrimmed(reader);
        }
    }

    private static final class Untrimmed extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        Untrimmed(JsonDeserializer<?> reader) {
            super(reader);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
            return new Untrimmed(reader);
        }

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (in.hasToken(JsonToken.VALUE_STRING)
                    && !in.getText().equals(in.getText().strip())) {
                throw new Refusal(in, "expected the name of a constant", null);
            }
            return super.deserialize(in, context);
        }
    }

    private <T> void read(Class<T> type, Read<? extends T> read) {
        addDeserializer(type, new Reader<>(type, read));
    }

    private <T> void iso(Class<T> type, Read<T> read) {
        addSerializer(type, ToStringSerializer.instance);
        addDeserializer(type, new Reader<>(type, read));
    }

    static <T> void addCodec(SimpleModule module, JsonCodec<T> codec) {
        module.addSerializer(codec.type(), new Writer<>(codec.type(), codec::write));
        module.addDeserializer(codec.type(), new Reader<>(codec.type(), codec::read));
    }

    static <T> StdSerializer<T> writer(JsonCodec<T> codec) {
        return new Writer<>(codec.type(), codec::write);
    }

    static <T> StdDeserializer<T> reader(JsonCodec<T> codec) {
        return new Reader<>(codec.type(), codec::read);
    }

    private static final class Writer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Write<T> write;

        Writer(Class<T> type, Write<T> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            JsonWriter json = new JsonWriter();
            write.write(value, json);
            out.writeRawValue(json.toString());
        }

        /** A codec writes the discriminator itself. */
        @Override
        public void serializeWithType(T value, JsonGenerator out, SerializerProvider provider, TypeSerializer types)
                throws IOException {
            serialize(value, out, provider);
        }
    }

    /**
     * Whole numbers, which are common, mostly fit an int, and need no second look then.
     *
     * @param <T> their type
     */
    private static final class Whole<T> extends Reader<T> {
        private static final long serialVersionUID = 1;

        private final transient IntFunction<T> ofInt;

        Whole(Class<T> type, Read<? extends T> read, IntFunction<T> ofInt) {
            super(type, read);
            this.ofInt = ofInt;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            boolean small = in.hasToken(JsonToken.VALUE_NUMBER_INT) && in.getNumberType() == JsonParser.NumberType.INT;
            return small ? ofInt.apply(in.getIntValue()) : super.deserialize(in, context);
        }
    }

    private static class Reader<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Read<? extends T> read;

        Reader(Class<?> type, Read<? extends T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
                JsonReader json = new JsonReader(json(in));
                T value = read.read(json);
                json.end();
                return value;
            } catch (JsonException mistyped) {
                throw new Refusal(in, mistyped.expectation(), mistyped);
            }
        }

        /** A codec reads the discriminator itself. */
        @Override
        public Object deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer types)
                throws IOException {
            return deserialize(in, context);
        }

        @Override
        public @Nullable T getNullValue(DeserializationContext context) throws JsonMappingException {
            if (handledType().isPrimitive()) {
                throw new Refusal(context.getParser(), "must not be null", null);
            }
            return null;
        }

        /** The value again as text: databind's own copy would lose the sign of a zero. */
        private static byte[] json(JsonParser in) throws IOException {
            JsonWriter out = new JsonWriter();
            int depth = 0;
            while (true) {
                switch (in.currentToken()) {
                    case START_OBJECT -> out.beginObject();
                    case START_ARRAY -> out.beginArray();
                    case END_OBJECT -> out.endObject();
                    case END_ARRAY -> out.endArray();
                    case FIELD_NAME -> out.name(in.currentName());
                    case VALUE_STRING -> out.string(in.getText());
                    default -> out.raw(in.getText().getBytes(StandardCharsets.ISO_8859_1));
                }
                depth += in.currentToken().isStructStart()
                        ? 1
                        : in.currentToken().isStructEnd() ? -1 : 0;
                if (depth == 0) {
                    return out.toByteArray();
                }
                in.nextToken();
            }
        }
    }
}
