package dev.lift.http;

import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON bodies: by a {@link JsonCodec} where a type has one, by databind where not. Either way Lift's own reader goes over
 * the text first, so what is malformed, too deep or ambiguous is refused alike, with line and column.
 *
 * <p>Maps, collections, strings, numbers and booleans around values with codecs are written here too: a reply such as
 * {@code Map.of("ok", true)} or a list of coded records must not load databind.
 */
final class JsonBodyCodec implements BodyCodec {
    /** A value that holds itself must fail as an error, and before the stack does. */
    private static final int MAX_WRITE_DEPTH = 200;

    /** A writer that has grown beyond twice this is not kept: one large reply must not hold memory for good. */
    private static final int MAX_SPARE = 32 * 1024;

    private final Map<String, JsonCodec<?>> codecs;

    /** The writer of the last reply, free for the next: without it, a reply of 1.5 kB allocates 6.3 kB and takes 1.8 times as long. */
    private @Nullable JsonWriter spare;

    private final int maxDepth;
    private final int maxStringBytes;
    private final int maxItems;

    /** Made at the first use; two threads may make two, which are equal. */
    private volatile @Nullable BodyCodec databind;

    private JsonBodyCodec(Map<String, JsonCodec<?>> codecs, int maxDepth, int maxStringBytes, int maxItems) {
        this.codecs = codecs;
        this.maxDepth = maxDepth;
        this.maxStringBytes = maxStringBytes;
        this.maxItems = maxItems;
    }

    static BodyCodec of(Map<String, JsonCodec<?>> codecs, int maxDepth, int maxStringBytes, int maxItems) {
        return new JsonBodyCodec(codecs, maxDepth, maxStringBytes, maxItems);
    }

    @Override
    public MediaType mediaType() {
        return MediaType.JSON;
    }

    @Override
    public void prepare(Class<?> type) {
        if (!codecs.containsKey(type.getName())) {
            databind(type).prepare(type);
        }
    }

    @Override
    public <T> T read(byte[] body, Class<T> type) throws IOException {
        @SuppressWarnings("unchecked") // The map's keys are the names of the codecs' own types.
        JsonCodec<T> codec = (JsonCodec<T>) codecs.get(type.getName());
        if (codec == null) {
            try {
                check(body);
            } catch (IOException malformed) {
                throw JsonRefusal.of(malformed);
            }
            return databind(type).read(body, type);
        }
        try {
            JsonReader in = reader(body);
            T value = codec.read(in);
            in.end();
            return value;
        } catch (IOException refused) {
            throw JsonRefusal.of(unlessMalformed(body, refused));
        }
    }

    private JsonReader reader(byte[] body) {
        return new JsonReader(body, 0, body.length, maxDepth, maxStringBytes, maxItems);
    }

    private void check(byte[] body) throws IOException {
        JsonReader in = reader(body);
        in.skipValue();
        in.end();
    }

    /** A body that is no JSON gets that answer wherever the fault is, and not one about the fields before it. */
    private IOException unlessMalformed(byte[] body, IOException refused) {
        try {
            check(body);
            return refused;
        } catch (IOException malformed) {
            return malformed;
        }
    }

    @Override
    public byte[] write(Object value) throws IOException {
        JsonWriter out = takeWriter();
        try {
            return tryWrite(value, out, 0)
                    ? out.toByteArray()
                    : databind(value.getClass()).write(value);
        } finally {
            keep(out);
        }
    }

    private synchronized JsonWriter takeWriter() {
        JsonWriter free = spare;
        spare = null;
        return free == null ? new JsonWriter() : free;
    }

    private synchronized void keep(JsonWriter out) {
        if (out.size() <= MAX_SPARE) {
            out.reset();
            spare = out;
        }
    }

    /** Writes a value if it and all it holds need no databind; if not, what was written is void. */
    private boolean tryWrite(@Nullable Object value, JsonWriter out, int depth) throws IOException {
        if (depth > MAX_WRITE_DEPTH) {
            throw new IOException("The value nests deeper than " + MAX_WRITE_DEPTH + " levels; does it hold itself?");
        }
        if (value == null) {
            out.nullValue();
            return true;
        }
        @SuppressWarnings("unchecked") // The map's keys are the names of the codecs' own types.
        JsonCodec<Object> codec =
                (JsonCodec<Object>) codecs.get(value.getClass().getName());
        if (codec != null) {
            codec.write(value, out);
            return true;
        }
        if (value instanceof Map<?, ?> map) {
            return tryWriteMap(map, out, depth);
        }
        if (value instanceof Collection<?> collection) {
            return tryWriteCollection(collection, out, depth);
        }
        return tryWriteScalar(value, out);
    }

    private boolean tryWriteMap(Map<?, ?> map, JsonWriter out, int depth) throws IOException {
        out.beginObject();
        for (Map.Entry<?, ?> member : map.entrySet()) {
            if (!(member.getKey() instanceof String name)) {
                return false;
            }
            out.name(name);
            if (!tryWrite(member.getValue(), out, depth + 1)) {
                return false;
            }
        }
        out.endObject();
        return true;
    }

    private boolean tryWriteCollection(Collection<?> collection, JsonWriter out, int depth) throws IOException {
        out.beginArray();
        for (Object element : collection) {
            if (!tryWrite(element, out, depth + 1)) {
                return false;
            }
        }
        out.endArray();
        return true;
    }

    private static boolean tryWriteScalar(Object value, JsonWriter out) {
        if (value instanceof String text) {
            out.string(text);
        } else if (value instanceof Boolean bool) {
            out.bool(bool);
        } else if (value instanceof Integer || value instanceof Long || value instanceof Short) {
            out.number(((Number) value).longValue());
        } else if (value instanceof Double number) {
            out.number(number);
        } else if (value instanceof BigDecimal number) {
            out.number(number);
        } else if (value instanceof BigInteger number) {
            out.number(number);
        } else {
            return false;
        }
        return true;
    }

    private BodyCodec databind(Class<?> type) {
        BodyCodec codec = databind;
        if (codec == null) {
            try {
                codec = new DatabindCodec(codecs);
            } catch (NoClassDefFoundError absent) {
                throw new IllegalStateException(
                        type.getName() + " has no JsonCodec and jackson-databind is not on the class path: "
                                + "pass a codec to Routes.codecs(...), or add jackson-databind",
                        absent);
            }
            databind = codec;
        }
        return codec;
    }
}
