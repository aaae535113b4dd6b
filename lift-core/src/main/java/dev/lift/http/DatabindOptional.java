package dev.lift.http;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.ValueInstantiator;
import com.fasterxml.jackson.databind.deser.std.ReferenceTypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.ReferenceTypeSerializer;
import com.fasterxml.jackson.databind.type.ReferenceType;
import com.fasterxml.jackson.databind.type.TypeBindings;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.type.TypeModifier;
import com.fasterxml.jackson.databind.util.NameTransformer;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code Optional}, which databind leaves to a further module: absent and null are empty. */
final class DatabindOptional extends SimpleModule {
    private static final long serialVersionUID = 1;

    DatabindOptional() {
        super("lift-optional");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addTypeModifier(new OptionalIsReference());
        context.addSerializers(new OptionalSerializers());
        context.addDeserializers(new OptionalDeserializers());
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
                BeanProperty property,
                TypeSerializer types,
                JsonSerializer<?> content,
                NameTransformer unwrapper,
                Object suppressable,
                boolean suppressNulls) {
            super(base, property, types, content, unwrapper, suppressable, suppressNulls);
        }

        @Override
        protected ReferenceTypeSerializer<Optional<?>> withResolved(
                BeanProperty property, TypeSerializer types, JsonSerializer<?> content, NameTransformer unwrapper) {
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
