package dev.lift.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.json.Json;
import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reads and writes one body: the small one of the API, and one of some kilobytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JsonBenchmark {
    @Json
    @io.avaje.jsonb.Json
    record Line(
            String sku,
            int quantity,
            double price,
            boolean gift,
            @Nullable String note) {}

    @Json
    @io.avaje.jsonb.Json
    record Basket(String id, String customer, long created, List<Line> lines) {}

    /** What reads and writes: a codec of lift-codec, one written by hand, databind or avaje-jsonb. */
    @Param({"generated", "explicit", "databind", "avaje"})
    String by = "generated";

    /** Which body: order has three members, basket 20 lines of five. */
    @Param({"order", "basket"})
    String body = "order";

    private byte[] json = {};
    private Object value = "";
    private Codec codec = new ByLift<>(new LiftFunctions.NewOrderCodec());

    private interface Codec {
        Object read(byte[] json) throws IOException;

        byte[] write(Object value) throws IOException;
    }

    /** With one writer for all, as an app has it. */
    private record ByLift<T>(JsonCodec<T> codec, JsonWriter out) implements Codec {
        ByLift(JsonCodec<T> codec) {
            this(codec, new JsonWriter());
        }

        @Override
        public Object read(byte[] json) throws IOException {
            JsonReader in = new JsonReader(json);
            T value = codec.read(in);
            in.end();
            return value;
        }

        @Override
        public byte[] write(Object value) throws IOException {
            out.reset();
            codec.write(codec.type().cast(value), out);
            return out.toByteArray();
        }
    }

    private record ByDatabind(JsonMapper mapper, Class<?> type) implements Codec {
        @Override
        public Object read(byte[] json) throws IOException {
            return mapper.readValue(json, type);
        }

        @Override
        public byte[] write(Object value) throws IOException {
            return mapper.writeValueAsBytes(value);
        }
    }

    private record ByAvaje<T>(JsonType<T> type, Class<T> of) implements Codec {
        @Override
        public Object read(byte[] json) {
            return type.fromJson(json);
        }

        @Override
        public byte[] write(Object value) {
            return type.toJsonBytes(of.cast(value));
        }
    }

    /** Makes the document, and checks that it is read and written as it must be. */
    @Setup
    public void prepare() throws IOException {
        boolean order = body.equals("order");
        json = (order ? Api.NEW_ORDER : basket()).getBytes(StandardCharsets.UTF_8);
        Class<?> type = order ? Api.NewOrder.class : Basket.class;
        codec = switch (by) {
            case "generated" ->
                order ? new ByLift<>(new Api_NewOrderJson()) : new ByLift<>(new JsonBenchmark_BasketJson());
            case "explicit" ->
                order ? new ByLift<>(new LiftFunctions.NewOrderCodec()) : new ByLift<>(new BasketCodec());
            case "databind" -> new ByDatabind(new JsonMapper(), type);
            default -> avaje(type);
        };
        value = codec.read(json);
        Object expected = new ByDatabind(new JsonMapper(), type).read(json);
        if (!value.equals(expected)
                || !new String(codec.write(value), StandardCharsets.UTF_8)
                        .equals(new String(json, StandardCharsets.UTF_8))) {
            throw new IllegalStateException(
                    by + " read " + value + " and wrote " + new String(codec.write(value), StandardCharsets.UTF_8));
        }
    }

    private static <T> Codec avaje(Class<T> type) {
        return new ByAvaje<>(Jsonb.builder().serializeNulls(true).build().type(type), type);
    }

    private static String basket() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            lines.append(i == 0 ? "" : ",")
                    .append("{\"sku\":\"SKU-" + (1000 + i) + "\",\"quantity\":" + (i + 1) + ",\"price\":" + (i + 0.25)
                            + ",\"gift\":" + (i % 2 == 0) + ",\"note\":"
                            + (i % 3 == 0 ? "null" : "\"leave at the door\"")
                            + "}");
        }
        return "{\"id\":\"b-42\",\"customer\":\"Ada Lovelace\",\"created\":1767225600000,\"lines\":[" + lines + "]}";
    }

    /** The bytes of a body become its value. */
    @Benchmark
    public Object read() throws IOException {
        return codec.read(json);
    }

    /** The value becomes the bytes of a body. */
    @Benchmark
    public byte[] write() throws IOException {
        return codec.write(value);
    }

    static final class BasketCodec implements JsonCodec<Basket> {
        @Override
        public Class<Basket> type() {
            return Basket.class;
        }

        @Override
        public Basket read(JsonReader in) throws IOException {
            String id = null;
            String customer = null;
            long created = 0;
            List<Line> lines = new java.util.ArrayList<>();
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs("id")) {
                    id = in.readString();
                } else if (in.nameIs("customer")) {
                    customer = in.readString();
                } else if (in.nameIs("created")) {
                    created = in.readLong();
                } else if (in.nameIs("lines")) {
                    in.beginArray();
                    while (in.nextElement()) {
                        lines.add(readLine(in));
                    }
                } else {
                    in.skipValue();
                }
            }
            return new Basket(in.required(id, "id"), in.required(customer, "customer"), created, lines);
        }

        private static Line readLine(JsonReader in) throws IOException {
            String sku = null;
            int quantity = 0;
            double price = 0;
            boolean gift = false;
            String note = null;
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs("sku")) {
                    sku = in.readString();
                } else if (in.nameIs("quantity")) {
                    quantity = in.readInt();
                } else if (in.nameIs("price")) {
                    price = in.readDouble();
                } else if (in.nameIs("gift")) {
                    gift = in.readBoolean();
                } else if (in.nameIs("note")) {
                    note = in.readStringOrNull();
                } else {
                    in.skipValue();
                }
            }
            return new Line(in.required(sku, "sku"), quantity, price, gift, note);
        }

        @Override
        public void write(Basket basket, JsonWriter out) {
            out.beginObject().name("id").string(basket.id()).name("customer").string(basket.customer());
            out.name("created").number(basket.created()).name("lines").beginArray();
            for (Line line : basket.lines()) {
                out.beginObject()
                        .name("sku")
                        .string(line.sku())
                        .name("quantity")
                        .number(line.quantity());
                out.name("price").number(line.price()).name("gift").bool(line.gift());
                out.name("note").stringOrNull(line.note()).endObject();
            }
            out.endArray().endObject();
        }
    }
}
