package dev.lift.http;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedConstructor;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeIdResolver;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.AsPropertyTypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.lift.json.Json;
import dev.lift.json.JsonCodec;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells databind what Lift's annotations say, so that a type is read and written alike with a generated codec and without. */
final class DatabindAnnotations extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    private final transient Set<List<Object>> lookedFor = ConcurrentHashMap.newKeySet();

    /** Decides what databind leaves open: members that a type does not have, and sealed interfaces without discriminator. */
    static final class Strictness extends DeserializationProblemHandler {
        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser in,
                JsonDeserializer<?> deserializer,
                Object bean,
                String name)
                throws IOException {
            Class<?> type = bean instanceof Class<?> declared ? declared : bean.getClass();
            Json json = type.getAnnotation(Json.class);
            if (json != null && json.unknown() == Json.Unknown.REFUSE) {
                return false;
            }
            in.skipChildren();
            return true;
        }

        /** Where nothing says which record it is, databind tries to make the interface itself. */
        @Override
        public Object handleMissingInstantiator(
                DeserializationContext context,
                Class<?> type,
                ValueInstantiator instantiator,
                JsonParser in,
                String message)
                throws IOException {
            if (!isSealedJson(type)) {
                return NOT_HANDLED;
            }
            throw refused(in, "is required", type, discriminator(type));
        }
    }

    private static final class Strategy extends PropertyNamingStrategies.NamingBase {
        private static final long serialVersionUID = 1;

        private final Json.Naming naming;

        Strategy(Json.Naming naming) {
            this.naming = naming;
        }

        @Override
        public String translate(String component) {
            return naming.memberOf(component);
        }
    }

    @Override
    public @Nullable Object findNamingStrategy(AnnotatedClass type) {
        Json json = type.getAnnotation(Json.class);
        return json == null || json.naming() == Json.Naming.AS_IS ? null : new Strategy(json.naming());
    }

    @Override
    public @Nullable PropertyName findNameForSerialization(Annotated annotated) {
        return name(annotated);
    }

    @Override
    public @Nullable PropertyName findNameForDeserialization(Annotated annotated) {
        return name(annotated);
    }

    private static @Nullable PropertyName name(Annotated annotated) {
        Json.Name name = annotated.getAnnotation(Json.Name.class);
        return name == null ? null : PropertyName.construct(name.value());
    }

    @Override
    public @Nullable List<PropertyName> findPropertyAliases(Annotated annotated) {
        Json.Alias alias = annotated.getAnnotation(Json.Alias.class);
        if (alias == null) {
            return null;
        }
        List<PropertyName> names = new ArrayList<>();
        for (String name : alias.value()) {
            names.add(PropertyName.construct(name));
        }
        return names;
    }

    @Override
    public boolean hasIgnoreMarker(AnnotatedMember member) {
        return member.hasAnnotation(Json.Ignore.class);
    }

    @Override
    public String[] findEnumValues(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
        for (int i = 0; i < constants.length; i++) {
            try {
                Json.Name name = constants[i]
                        .getDeclaringClass()
                        .getField(constants[i].name())
                        .getAnnotation(Json.Name.class);
                names[i] = name == null ? names[i] : name.value();
            } catch (NoSuchFieldException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return names;
    }

    // Sealed interfaces

    static String discriminator(Class<?> type) {
        for (Class<?> each : type.getInterfaces()) {
            if (isSealedJson(each)) {
                return discriminator(each);
            }
        }
        Json.Discriminator discriminator = type.getAnnotation(Json.Discriminator.class);
        return discriminator == null ? "type" : discriminator.value();
    }

    static boolean isSealedJson(Class<?> type) {
        return type.isInterface() && type.isSealed() && type.isAnnotationPresent(Json.class);
    }

    /** A record of a sealed interface has the discriminator of that, wherever it stands. */
    private static boolean isPolymorphic(Class<?> type) {
        if (isSealedJson(type)) {
            return true;
        }
        for (Class<?> each : type.getInterfaces()) {
            if (type.isRecord() && isPolymorphic(each)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType base) {
        if (!isPolymorphic(type.getRawType())) {
            return null;
        }
        return new ByDiscriminator()
                .init(JsonTypeInfo.Id.NAME, null)
                .inclusion(JsonTypeInfo.As.PROPERTY)
                .typeProperty(discriminator(type.getRawType()));
    }

    private static JsonMappingException refused(JsonParser in, String expectation, Class<?> type, String member) {
        JsonMappingException refused = new DatabindTypes.Refusal(in, expectation, null);
        refused.prependPath(type, member);
        return refused;
    }

    private static final class ByDiscriminator extends StdTypeResolverBuilder {
        private static final long serialVersionUID = 1;

        @Override
        public TypeDeserializer buildTypeDeserializer(
                DeserializationConfig config, JavaType base, Collection<NamedType> subtypes) {
            TypeDeserializer built = super.buildTypeDeserializer(config, base, subtypes);
            return new OfObjects(base, built.getTypeIdResolver(), built.getPropertyName());
        }
    }

    /** Databind would also take an array of the discriminator and the object. */
    private static final class OfObjects extends AsPropertyTypeDeserializer {
        private static final long serialVersionUID = 1;

        OfObjects(JavaType base, TypeIdResolver resolver, String property) {
            super(base, resolver, property, false, null, JsonTypeInfo.As.PROPERTY, false);
        }

        private OfObjects(OfObjects other, BeanProperty property) {
            super(other, property);
        }

        @Override
        public TypeDeserializer forProperty(BeanProperty property) {
            return property == _property ? this : new OfObjects(this, property);
        }

        /** What the deserializers of interfaces call, whatever comes. */
        @Override
        public Object deserializeTypedFromObject(JsonParser in, DeserializationContext context) throws IOException {
            if (in.isExpectedStartArrayToken()
                    || in.currentToken() != null && in.currentToken().isScalarValue()) {
                throw new DatabindTypes.Refusal(in, "expected an object", null);
            }
            return super.deserializeTypedFromObject(in, context);
        }

        /** Databind takes a discriminator that is no string for none. */
        @Override
        protected Object _deserializeTypedUsingDefaultImpl(
                JsonParser in, DeserializationContext context, @Nullable TokenBuffer passed, String message)
                throws IOException {
            if (passed != null) {
                JsonParser again = passed.asParser(in);
                while (again.nextToken() == JsonToken.FIELD_NAME) {
                    if (again.currentName().equals(_typePropertyName)) {
                        throw refused(in, "expected a string", _baseType.getRawClass(), _typePropertyName);
                    }
                    again.nextToken();
                    again.skipChildren();
                }
            }
            return super._deserializeTypedUsingDefaultImpl(in, context, passed, message);
        }
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        if (!isSealedJson(annotated.getRawType())) {
            return null;
        }
        List<NamedType> records = new ArrayList<>();
        addRecords(annotated.getRawType(), records);
        return records;
    }

    private static void addRecords(Class<?> sealed, List<NamedType> records) {
        for (Class<?> type : sealed.getPermittedSubclasses()) {
            if (type.isRecord()) {
                records.add(new NamedType(type, typeName(type)));
            } else if (type.isSealed()) {
                addRecords(type, records);
            }
        }
    }

    @Override
    public @Nullable String findTypeName(AnnotatedClass type) {
        return isPolymorphic(type.getRawType()) ? typeName(type.getRawType()) : null;
    }

    private static String typeName(Class<?> type) {
        Json.Name name = type.getAnnotation(Json.Name.class);
        return name == null ? type.getSimpleName() : name.value();
    }

    // Components

    @Override
    public @Nullable Object findSerializer(Annotated annotated) {
        Json.With with = annotated.getAnnotation(Json.With.class);
        if (with == null) {
            return null;
        }
        JsonCodec<?> codec = make(with.value());
        return DatabindTypes.writer(codec);
    }

    @Override
    public @Nullable Object findDeserializer(Annotated annotated) {
        Json.With with = annotated.getAnnotation(Json.With.class);
        JsonDeserializer<?> own = null;
        if (with != null) {
            JsonCodec<?> codec = make(with.value());
            own = DatabindTypes.reader(codec);
        }
        // Who names a deserializer of Jackson has taken the policy over.
        boolean component = !annotated.hasAnnotation(JsonDeserialize.class)
                && annotated instanceof AnnotatedParameter parameter
                && parameter.getOwner() instanceof AnnotatedConstructor
                && parameter.getDeclaringClass().isRecord();
        return component ? DatabindComponent.of((AnnotatedParameter) annotated, lookedFor, own) : own;
    }

    private static <T> T make(Class<T> type) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException(type.getName() + " could not be made", failed.getCause());
        } catch (ReflectiveOperationException unfit) {
            throw new IllegalStateException(type.getName() + " needs a constructor without parameters", unfit);
        }
    }
}
