package dev.lift.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import dev.lift.json.Json;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A component of a record as databind reads it: what it gets when its member is absent or null. The same policy as that of
 * generated codecs, from the same annotations.
 */
final class DatabindComponent extends StdDeserializer<Object> implements ContextualDeserializer {
    private static final long serialVersionUID = 1;

    private final transient AnnotatedType type;
    private final boolean marked;
    private final boolean required;
    private final boolean ignored;
    private final @Nullable String defaultValue;
    private final transient @Nullable BeanProperty property;

    /** The types whose readers are being looked for, each with its thread: one that is met again holds itself. */
    private final transient Set<List<Object>> lookedFor;

    /** What reads a value. Of a type that holds itself it is found at the first use: it is not there before. */
    private transient volatile @Nullable JsonDeserializer<?> value;

    private DatabindComponent(
            AnnotatedType type,
            boolean marked,
            boolean required,
            boolean ignored,
            @Nullable String defaultValue,
            @Nullable BeanProperty property,
            Set<List<Object>> lookedFor,
            @Nullable JsonDeserializer<?> value) {
        super(Object.class);
        this.type = type;
        this.marked = marked;
        this.required = required;
        this.ignored = ignored;
        this.defaultValue = defaultValue;
        this.property = property;
        this.lookedFor = lookedFor;
        this.value = value;
    }

    /** Returns what reads a component, or null where databind's own way is the policy already. */
    static @Nullable JsonDeserializer<?> of(
            AnnotatedParameter component, Set<List<Object>> lookedFor, @Nullable JsonDeserializer<?> own) {
        Constructor<?> constructor = (Constructor<?>) component.getOwner().getAnnotated();
        AnnotatedType type = constructor.getAnnotatedParameterTypes()[component.getIndex()];
        Json.Default defaultValue = component.getAnnotation(Json.Default.class);
        boolean marked = isNullMarked(constructor.getDeclaringClass());
        boolean required = component.hasAnnotation(Json.Required.class);
        boolean ignored = component.hasAnnotation(Json.Ignore.class);
        boolean plain = defaultValue == null && !required && !marked && !hasNonNull(type);
        if (plain && !component.getRawType().isPrimitive()) {
            return own;
        }
        return new DatabindComponent(
                type,
                marked,
                required,
                ignored,
                defaultValue == null ? null : defaultValue.value(),
                null,
                lookedFor,
                own);
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty ofComponent)
            throws JsonMappingException {
        JsonDeserializer<?> own = value;
        if (own != null) {
            JsonDeserializer<?> contextual =
                    context.handlePrimaryContextualization(own, ofComponent, ofComponent.getType());
            return new DatabindComponent(
                    type, marked, required, ignored, defaultValue, ofComponent, lookedFor, contextual);
        }
        DatabindComponent component =
                new DatabindComponent(type, marked, required, ignored, defaultValue, ofComponent, lookedFor, null);
        List<Object> lookup = List.of(Thread.currentThread(), ofComponent.getType());
        if (lookedFor.add(lookup)) {
            try {
                component.value(context);
            } finally {
                lookedFor.remove(lookup);
            }
        }
        return component;
    }

    private JsonDeserializer<?> value(DeserializationContext context) throws JsonMappingException {
        JsonDeserializer<?> found = value;
        if (found == null) {
            if (property == null) {
                throw new IllegalStateException("databind did not say what it is for");
            }
            found = context.findContextualValueDeserializer(property.getType(), property);
            value = found;
        }
        return found;
    }

    @Override
    public @Nullable Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
        Object read = value(context).deserialize(in, context);
        checkElements(read, type, in);
        return read;
    }

    @Override
    public @Nullable Object deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer types)
            throws IOException {
        Object read = value(context).deserializeWithType(in, context, types);
        checkElements(read, type, in);
        return read;
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) throws JsonMappingException {
        if (ignored) {
            return getAbsentValue(context);
        }
        if (isNonNull(type)) {
            throw new DatabindTypes.Refusal(context.getParser(), "must not be null", null);
        }
        return value(context).getNullValue(context);
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
        if (defaultValue != null) {
            return defaultValue(context);
        }
        if (ignored) {
            return type.getType() instanceof Class<?> raw && raw.isPrimitive()
                    ? Array.get(Array.newInstance(raw, 1), 0)
                    : value(context).getAbsentValue(context);
        }
        if (required || isNonNull(type)) {
            throw new DatabindTypes.Refusal(context.getParser(), "is required", null);
        }
        return value(context).getAbsentValue(context);
    }

    /** A text, or JSON: whichever the type takes. Compiling the record with lift-codec has checked it. */
    private Object defaultValue(DeserializationContext context) throws JsonMappingException {
        String text = defaultValue == null ? "" : defaultValue;
        JavaType target = context.constructType(type.getType());
        Class<?> raw = target.getRawClass();
        boolean json = raw.isPrimitive() && raw != char.class
                || Number.class.isAssignableFrom(raw)
                || raw == Boolean.class
                || target.isContainerType() && raw != byte[].class;
        byte[] written = json
                ? new JsonWriter()
                        .raw(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toByteArray()
                : new JsonWriter().string(text).toByteArray();
        try (JsonParser in = context.getParser().getCodec().getFactory().createParser(written)) {
            in.nextToken();
            return value(context).deserialize(in, context);
        } catch (JsonMappingException unfit) {
            throw unfit;
        } catch (IOException unfit) {
            throw JsonMappingException.from(context, "The default of a component is no JSON", unfit);
        }
    }

    private boolean isNonNull(AnnotatedType checked) {
        if (checked.getType() instanceof Class<?> raw && raw.isPrimitive()) {
            return true;
        }
        if (isOptional(checked) || checked instanceof AnnotatedTypeVariable variable && isNullable(variable)) {
            return false;
        }
        return hasNonNull(checked) || marked && !has(checked, "Nullable");
    }

    /** A type parameter that may be a nullable type. Which it is, databind does not tell. */
    private static boolean isNullable(AnnotatedTypeVariable variable) {
        for (AnnotatedType bound : variable.getAnnotatedBounds()) {
            if (has(bound, "Nullable")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOptional(AnnotatedType checked) {
        return checked.getType() instanceof java.lang.reflect.ParameterizedType parameterized
                && parameterized.getRawType() == Optional.class;
    }

    /** Refuses a null where the elements of a container must not be null. */
    private void checkElements(@Nullable Object container, AnnotatedType declared, JsonParser in)
            throws JsonMappingException {
        if (container instanceof Object[] array && declared instanceof AnnotatedArrayType ofArray) {
            AnnotatedType element = ofArray.getAnnotatedGenericComponentType();
            for (int i = 0; i < array.length; i++) {
                checkElement(array[i], element, container, i, in);
            }
        } else if (declared instanceof AnnotatedParameterizedType ofContainer) {
            AnnotatedType[] arguments = ofContainer.getAnnotatedActualTypeArguments();
            AnnotatedType element = arguments[arguments.length - 1];
            if (container instanceof Collection<?> collection) {
                int index = 0;
                for (Object each : collection) {
                    checkElement(each, element, container, index++, in);
                }
            } else if (container instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> member : map.entrySet()) {
                    checkElement(member.getValue(), element, container, member.getKey(), in);
                }
            } else if (container instanceof Optional<?> optional && optional.isPresent()) {
                checkElements(optional.get(), element, in);
            }
        }
    }

    private void checkElement(
            @Nullable Object each, AnnotatedType declared, Object container, Object place, JsonParser in)
            throws JsonMappingException {
        try {
            if (each == null && isNonNull(declared)) {
                throw new DatabindTypes.Refusal(in, "must not be null", null);
            }
            checkElements(each, declared, in);
        } catch (JsonMappingException refused) {
            if (place instanceof Integer index) {
                refused.prependPath(container, index);
            } else {
                refused.prependPath(container, String.valueOf(place));
            }
            throw refused;
        }
    }

    // JSpecify's annotations are looked for by name: they need not be on the class path, and are not seen then.

    private static boolean isNullMarked(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (has(each, "NullMarked") || has(each, "NullUnmarked")) {
                return has(each, "NullMarked");
            }
        }
        Package ofType = type.getPackage();
        if (ofType != null && (has(ofType, "NullMarked") || has(ofType, "NullUnmarked"))) {
            return has(ofType, "NullMarked");
        }
        return has(type.getModule(), "NullMarked");
    }

    private static boolean hasNonNull(AnnotatedType type) {
        return has(type, "NonNull");
    }

    private static boolean has(AnnotatedElement element, String simpleName) {
        for (Annotation annotation : element.getAnnotations()) {
            if (annotation.annotationType().getName().equals("org.jspecify.annotations.".concat(simpleName))) {
                return true;
            }
        }
        return false;
    }
}
