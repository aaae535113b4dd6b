package dev.lift.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.ReferenceTypeDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.ReferenceTypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.type.TypeModifier;
import com.fasterxml.jackson.databind.util.NameTransformer;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonException;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
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
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON by jackson-databind: the one class that touches it, loaded for the first type without a codec. Strict where
 * databind is lenient: nothing is coerced, cut off or defaulted. {@code java.time} values are ISO-8601 strings.
 */
final class DatabindCodec implements BodyCodec {
    private final JsonMapper mapper;

    /**
     * Makes the codec.
     *
     * @param codecs the app's own codecs, which serve their types inside of others too
     */
    DatabindCodec(Map<Class<?>, JsonCodec<?>> codecs) {
        com.fasterxml.jackson.core.JsonFactory factory = com.fasterxml.jackson.core.JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(JsonReader.DEFAULT_MAX_DEPTH)
                        .maxStringLength(Integer.MAX_VALUE) // The body limit has been checked.
                        .build())
                .build();
        JsonMapper.Builder builder = JsonMapper.builder(factory)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS);
        builder.withCoercionConfig(LogicalType.Textual, config -> {
            config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        });
        builder.addModule(new JavaTypes());
        SimpleModule coded = new SimpleModule("lift-codecs");
        codecs.values().forEach(codec -> addCodec(coded, codec));
        builder.addModule(coded);
        mapper = builder.build();
    }

    private static <T> void addCodec(SimpleModule module, JsonCodec<T> codec) {
        module.addSerializer(codec.type(), new CodecSerializer<>(codec));
        module.addDeserializer(codec.type(), new CodecDeserializer<>(codec));
    }

    @Override
    public MediaType mediaType() {
        return MediaType.JSON;
    }

    @Override
    public void prepare(Class<?> type) {
        mapper.readerFor(type);
        // The first read of a type is what builds its deserializer; an empty object is as good as any.
        try {
            mapper.readValue("{}", type);
        } catch (IOException refused) {
            // The type has required members. Its deserializer is built all the same.
        }
    }

    @Override
    public <T> T read(byte[] body, Class<T> type) {
        T value;
        try {
            value = mapper.readValue(body, type);
        } catch (JsonMappingException mistyped) {
            throw refused("The JSON body does not fit" + at(mistyped), mistyped);
        } catch (IOException malformed) {
            throw refused("The JSON body is malformed", malformed);
        }
        if (value == null) {
            throw new HttpException(400, "The JSON body must not be null");
        }
        return value;
    }

    @Override
    public byte[] write(Object value) throws IOException {
        return mapper.writeValueAsBytes(value);
    }

    private static HttpException refused(String detail, IOException cause) {
        HttpException problem = new HttpException(400, detail);
        problem.initCause(cause);
        return problem;
    }

    /** A JSON Pointer (RFC 6901) to the member that did not fit. */
    private static String at(JsonMappingException mistyped) {
        StringBuilder pointer = new StringBuilder();
        List<JsonMappingException.Reference> path = mistyped.getPath();
        for (JsonMappingException.Reference reference : path) {
            String name = reference.getFieldName();
            pointer.append('/').append(name == null ? Integer.toString(reference.getIndex()) : printable(name));
        }
        if (pointer.length() == 0) {
            return ": expected another JSON type at the top";
        }
        return " at " + (pointer.length() > 200 ? pointer.substring(0, 200) : pointer.toString());
    }

    /** Names of a map's members come from the client. */
    private static String printable(String name) {
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < Math.min(name.length(), 64); i++) {
            char c = name.charAt(i);
            if (c == '~' || c == '/') {
                printable.append(c == '~' ? "~0" : "~1");
            } else {
                printable.append(c > 0x20 && c < 0x7F ? c : '?');
            }
        }
        return printable.toString();
    }

    private static final class CodecSerializer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1;

        private final transient JsonCodec<T> codec;

        CodecSerializer(JsonCodec<T> codec) {
            super(codec.type());
            this.codec = codec;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            JsonWriter json = new JsonWriter();
            codec.write(value, json);
            out.writeRawValue(json.toString());
        }
    }

    private static final class CodecDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient JsonCodec<T> codec;

        CodecDeserializer(JsonCodec<T> codec) {
            super(codec.type());
            this.codec = codec;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            try (JsonGenerator out = in.getCodec().getFactory().createGenerator(json)) {
                out.copyCurrentStructureExact(in);
            }
            try {
                return codec.read(new JsonReader(json.toByteArray()));
            } catch (JsonException mistyped) {
                throw JsonMappingException.from(in, mistyped.expectation(), mistyped);
            }
        }
    }

    /** What databind leaves to further modules: {@code java.time} and {@code Optional}. */
    private static final class JavaTypes extends SimpleModule {
        private static final long serialVersionUID = 1;

        JavaTypes() {
            super("lift-java-types");
            iso(Instant.class, Instant::parse);
            iso(LocalDate.class, LocalDate::parse);
            iso(LocalTime.class, LocalTime::parse);
            iso(LocalDateTime.class, LocalDateTime::parse);
            iso(OffsetDateTime.class, OffsetDateTime::parse);
            iso(ZonedDateTime.class, ZonedDateTime::parse);
            iso(Duration.class, Duration::parse);
            iso(Period.class, Period::parse);
            iso(Year.class, Year::parse);
            iso(YearMonth.class, YearMonth::parse);
            iso(ZoneId.class, ZoneId::of);
        }

        private <T> void iso(Class<T> type, Parser<T> parser) {
            addSerializer(type, ToStringSerializer.instance);
            addDeserializer(type, new Iso<>(type, parser));
        }

        @Override
        public void setupModule(SetupContext context) {
            super.setupModule(context);
            context.addTypeModifier(new OptionalIsReference());
            context.addSerializers(new OptionalSerializers());
            context.addDeserializers(new OptionalDeserializers());
        }
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static final class Iso<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Parser<T> parser;

        Iso(Class<T> type, Parser<T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            if (!in.hasToken(com.fasterxml.jackson.core.JsonToken.VALUE_STRING)) {
                throw JsonMappingException.from(in, "expected a string");
            }
            return super.deserialize(in, context);
        }

        @Override
        protected T _deserialize(String text, DeserializationContext context) throws IOException {
            try {
                return parser.parse(text);
            } catch (DateTimeException malformed) {
                throw JsonMappingException.from(context, "expected ISO-8601", malformed);
            }
        }
    }

    private static final class OptionalIsReference extends TypeModifier {
        @Override
        public JavaType modifyType(JavaType type, Type java, TypeBindings bindings, TypeFactory factory) {
            if (type.isReferenceType() || !type.hasRawClass(Optional.class)) {
                return type;
            }
            JavaType content = type.containedTypeCount() == 0 ? TypeFactory.unknownType() : type.containedType(0);
            return ReferenceType.upgradeFrom(type, content);
        }
    }

    private static final class OptionalSerializers extends Serializers.Base {
        @Override
        public @Nullable JsonSerializer<?> findReferenceSerializer(
                SerializationConfig config,
                ReferenceType type,
                BeanDescription description,
                @Nullable TypeSerializer typeSerializer,
                @Nullable JsonSerializer<Object> contentSerializer) {
            return type.hasRawClass(Optional.class)
                    ? new OptionalSerializer(type, typeSerializer, contentSerializer)
                    : null;
        }
    }

    private static final class OptionalDeserializers extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findReferenceDeserializer(
                ReferenceType type,
                DeserializationConfig config,
                BeanDescription description,
                @Nullable TypeDeserializer typeDeserializer,
                @Nullable JsonDeserializer<?> contentDeserializer) {
            return type.hasRawClass(Optional.class)
                    ? new OptionalDeserializer(type, null, typeDeserializer, contentDeserializer)
                    : null;
        }
    }

    private static final class OptionalSerializer extends ReferenceTypeSerializer<Optional<?>> {
        private static final long serialVersionUID = 1;

        OptionalSerializer(
                ReferenceType type, @Nullable TypeSerializer types, @Nullable JsonSerializer<Object> content) {
            super(type, true, types, content);
        }

        OptionalSerializer(
                OptionalSerializer base,
                com.fasterxml.jackson.databind.BeanProperty property,
                TypeSerializer types,
                JsonSerializer<?> content,
                NameTransformer unwrapper,
                Object suppressable,
                boolean suppressNulls) {
            super(base, property, types, content, unwrapper, suppressable, suppressNulls);
        }

        @Override
        protected ReferenceTypeSerializer<Optional<?>> withResolved(
                com.fasterxml.jackson.databind.BeanProperty property,
                TypeSerializer types,
                JsonSerializer<?> content,
                NameTransformer unwrapper) {
            return new OptionalSerializer(
                    this, property, types, content, unwrapper, _suppressableValue, _suppressNulls);
        }

        @Override
        public ReferenceTypeSerializer<Optional<?>> withContentInclusion(Object suppressable, boolean suppressNulls) {
            return new OptionalSerializer(
                    this, _property, _valueTypeSerializer, _valueSerializer, _unwrapper, suppressable, suppressNulls);
        }

        @Override
        protected boolean _isValuePresent(Optional<?> value) {
            return value.isPresent();
        }

        @Override
        protected Object _getReferenced(Optional<?> value) {
            return value.get();
        }

        @Override
        protected @Nullable Object _getReferencedIfPresent(Optional<?> value) {
            return value.orElse(null);
        }
    }

    private static final class OptionalDeserializer extends ReferenceTypeDeserializer<Optional<?>> {
        private static final long serialVersionUID = 1;

        OptionalDeserializer(
                JavaType type,
                @Nullable ValueInstantiator instantiator,
                @Nullable TypeDeserializer types,
                @Nullable JsonDeserializer<?> content) {
            super(type, instantiator, types, content);
        }

        @Override
        public OptionalDeserializer withResolved(TypeDeserializer types, JsonDeserializer<?> content) {
            return new OptionalDeserializer(_fullType, _valueInstantiator, types, content);
        }

        @Override
        public Optional<?> getNullValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Optional.empty();
        }

        @Override
        public Optional<?> referenceValue(Object contents) {
            return Optional.ofNullable(contents);
        }

        @Override
        public Object getReferenced(Optional<?> value) {
            return value.get();
        }

        @Override
        public Optional<?> updateReference(Optional<?> value, Object contents) {
            return Optional.ofNullable(contents);
        }
    }
}
