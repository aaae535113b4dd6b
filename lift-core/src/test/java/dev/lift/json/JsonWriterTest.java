package dev.lift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
    private final JsonMapper mapper = new JsonMapper();

    @Test
    void allKinds_readBack_areTheSame() throws IOException {
        JsonWriter out = new JsonWriter(1);
        out.beginObject();
        out.name("s").string("a\"\\\n\r\t\u0000\u001fé€😀\u2028");
        out.name("n")
                .number(-42L)
                .name("d")
                .number(1.5)
                .name("b")
                .bool(true)
                .name("z")
                .nullValue();
        out.name("m").number(new BigDecimal("12345678901234567890.123"));
        out.name("l")
                .beginArray()
                .string("x")
                .beginObject()
                .endObject()
                .beginArray()
                .endArray()
                .endArray();
        out.name("u").utf8("\"é\n".getBytes(StandardCharsets.UTF_8)).name("6").base64(new byte[] {(byte) 255, 0});
        out.name("r")
                .raw("[1]".getBytes(StandardCharsets.UTF_8))
                .name("o")
                .stringOrNull(null)
                .name("p")
                .stringOrNull("p");
        out.endObject();
        var tree = mapper.readTree(out.toByteArray());
        assertThat(tree.get("s").textValue()).isEqualTo("a\"\\\n\r\t\u0000\u001fé€😀\u2028");
        assertThat(tree.get("n").longValue()).isEqualTo(-42);
        assertThat(tree.get("d").doubleValue()).isEqualTo(1.5);
        assertThat(out.toString()).contains("\"m\":12345678901234567890.123,");
        assertThat(tree.get("l").size()).isEqualTo(3);
        assertThat(tree.get("u").textValue()).isEqualTo("\"é\n");
        assertThat(tree.get("6").binaryValue()).containsExactly(255, 0);
        assertThat(tree.get("r").get(0).intValue()).isEqualTo(1);
        assertThat(tree.get("o").isNull()).isTrue();
        assertThat(tree.get("p").textValue()).isEqualTo("p");
        assertThat(out.size()).isEqualTo(out.toByteArray().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud83d\ud83d\ude00"})
    void RS06_halfSurrogatePair_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonWriter().string(text));
    }

    @Test
    void number_notANumber_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonWriter().number(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonWriter().number(Double.POSITIVE_INFINITY));
    }

    @Test
    void randomStrings_readBack_areTheSame() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
                text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? '?' : codePoint);
            }
            JsonWriter out = new JsonWriter(1);
            out.string(text.toString());
            assertThat(new JsonReader(out.toByteArray()).readString())
                    .as("seed %d", seed)
                    .isEqualTo(text.toString());
            assertThat(mapper.readTree(out.toByteArray()).textValue())
                    .as("seed %d", seed)
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void reset_writer_isAsNew() {
        JsonWriter out = new JsonWriter();
        out.beginArray().number(1);
        out.reset();
        assertThat(out.string("x").toString()).isEqualTo("\"x\"");
    }

    @Test
    void wholeNumbers_atRandom_areWrittenAsTheJdkDoes() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        long[] edges = {
            0,
            9,
            10,
            -1,
            -10,
            99,
            100,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE + 1L,
            Integer.MIN_VALUE - 1L,
            Long.MAX_VALUE,
            Long.MIN_VALUE
        };
        for (int round = 0; round < 100_000; round++) {
            long value = round < edges.length ? edges[round] : random.nextLong() >> random.nextInt(64);
            assertThat(new JsonWriter(1).number(value).toString())
                    .as("seed %d", seed)
                    .isEqualTo(Long.toString(value));
        }
    }

    @Test
    void floats_areWrittenAsFloats() {
        assertThat(new JsonWriter().number(0.1f).toString()).isEqualTo("0.1");
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonWriter().number(Float.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new JsonWriter().number(Float.POSITIVE_INFINITY));
    }

    @Test
    void depth_isBounded() {
        JsonWriter out = new JsonWriter();
        for (int i = 0; i < 1_000; i++) {
            out.beginArray();
        }
        assertThatIllegalStateException().isThrownBy(out::beginArray).withMessageContaining("does it hold itself?");
        out.reset();
        assertThat(out.beginArray().endArray().toString()).isEqualTo("[]");
    }

    @Test
    void EV19_strings_atRandom_areReadBack() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                int codePoint = random.nextInt(3) == 0 ? random.nextInt(0x110000) : random.nextInt(0x90);
                if (codePoint < 0xD800 || codePoint > 0xDFFF) {
                    text.appendCodePoint(codePoint);
                }
            }
            byte[] json = new JsonWriter(1 + random.nextInt(8))
                    .string(text.toString())
                    .toByteArray();
            assertThat(new JsonReader(json).readString()).as("seed %d", seed).isEqualTo(text.toString());
            assertThat(mapper.readValue(json, String.class)).as("seed %d", seed).isEqualTo(text.toString());
        }
    }
}
