package dev.lift.http;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.lift.json.FieldError;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonException;
import dev.lift.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * JSON by jackson-databind, loaded for the first type without a codec: this class and those whose names begin alike are the only
 * ones that touch it. Strict where databind is lenient: nothing is coerced, cut off or defaulted, and what a codec that is
 * generated for a type would refuse is refused.
 */
final class DatabindCodec implements BodyCodec {
    private final JsonMapper mapper;

    /**
     * Makes the codec.
     *
     * @param codecs the app's own codecs, which serve their types inside of others too
     */
    DatabindCodec(Map<String, JsonCodec<?>> codecs) {
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
                // All but what a type refuses is passed over by the handler.
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
                .disable(MapperFeature.REQUIRE_TYPE_ID_FOR_SUBTYPES)
                // The bytes that Lift's own writer would write.
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                .addHandler(new DatabindAnnotations.Strictness());
        // Last, so that where somebody has both Lift's annotations and Jackson's, Lift's say what they say to
        // lift-codec.
        builder.annotationIntrospector(
                new AnnotationIntrospectorPair(new DatabindAnnotations(), new JacksonAnnotationIntrospector()));
        builder.withCoercionConfig(LogicalType.Textual, config -> {
            config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
            config.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        });
        builder.addModule(new DatabindTypes());
        builder.addModule(new DatabindOptional());
        SimpleModule coded = new SimpleModule("lift-codecs");
        codecs.values().forEach(codec -> DatabindTypes.addCodec(coded, codec));
        builder.addModule(coded);
        mapper = builder.build();
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
            throw refusal(mistyped);
        } catch (IOException malformed) {
            throw refused("The JSON body is malformed", malformed);
        }
        if (value == null) {
            throw refusal(new DatabindTypes.Refusal(null, "expected a value that is not null", null));
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

    /** The fields in the words of a codec: databind's own name classes. */
    private static RuntimeException refusal(JsonMappingException mistyped) {
        List<String> path = new ArrayList<>();
        for (JsonMappingException.Reference reference : mistyped.getPath()) {
            String name = reference.getFieldName();
            path.add(name == null ? Integer.toString(reference.getIndex()) : name);
        }
        String detail = "expected another type of value";
        boolean violation = false;
        if (mistyped instanceof DatabindTypes.Refusal refusal) {
            detail = refusal.getOriginalMessage();
        } else if (mistyped instanceof UnrecognizedPropertyException) {
            detail = "is not expected";
        } else if (mistyped instanceof InvalidTypeIdException unknown) {
            path.add(DatabindAnnotations.discriminator(unknown.getBaseType().getRawClass()));
        } else if (mistyped instanceof ValueInstantiationException && mistyped.getCause() != null) {
            Throwable thrown = mistyped.getCause();
            if (thrown instanceof RuntimeException failed
                    && !(failed instanceof IllegalArgumentException)
                    && !(failed instanceof NullPointerException)) {
                throw failed;
            }
            detail = "is not valid";
            violation = true;
        }
        if (mistyped.getClass() == JsonMappingException.class
                && mistyped.getCause() instanceof RuntimeException failed) {
            // What a codec of the app has thrown, and databind has wrapped.
            throw failed;
        }
        List<FieldError> errors = new ArrayList<>();
        if (mistyped.getCause() instanceof JsonException ofCodec
                && !ofCodec.errors().isEmpty()) {
            String prefix = FieldError.at(path, detail, violation).pointer();
            for (FieldError error : ofCodec.errors()) {
                errors.add(new FieldError(prefix.concat(error.pointer()), error.detail(), error.isViolation()));
            }
        } else {
            errors.add(FieldError.at(path, detail, violation));
        }
        JsonException fault = JsonException.of(errors);
        fault.initCause(mistyped);
        return JsonRefusal.of(fault, errors);
    }
}
