package dev.lift.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a refused value is said to be, and how reading goes on behind it. */
class FieldErrorsTest {
    private static JsonReader reader(String json) {
        return new JsonReader(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonException refusal(JsonReader in) {
        try {
            in.check(0);
        } catch (JsonException refused) {
            return refused;
        } catch (IOException other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("nothing was refused");
    }

    /** Refuses each value of a random document in turn; its pointer must lead to it in Jackson's tree. */
    @Test
    void randomDocuments_pointers_leadToTheRefusedValue() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            StringBuilder json = new StringBuilder();
            int[] next = {0};
            appendValue(json, random, 4, next);
            JsonNode tree = new JsonMapper().readTree(json.toString());
            JsonReader in = reader(json.toString());
            List<String> refused = new ArrayList<>();
            refuseMarked(in, refused);
            if (refused.isEmpty()) {
                in.end();
            } else {
                List<FieldError> errors = refusal(in).errors();
                assertThat(errors)
                        .as("seed %d, round %d: %s", seed, round, json)
                        .hasSameSizeAs(refused);
                for (int i = 0; i < errors.size(); i++) {
                    assertThat(tree.at(errors.get(i).pointer()).asText())
                            .as("seed %d, round %d: %s at %s", seed, round, json, errors.get(i))
                            .isEqualTo(refused.get(i));
                }
            }
        }
    }

    /** Strings are numbered, so that each can be told; names have every character that a pointer escapes. */
    private static void appendValue(StringBuilder json, Random random, int depth, int[] next) {
        int kind = random.nextInt(depth == 0 ? 2 : 4);
        if (kind < 2) {
            json.append(kind == 0 ? "\"v" + next[0]++ + "\"" : Integer.toString(random.nextInt(99)));
            return;
        }
        json.append(kind == 2 ? '[' : '{');
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            json.append(i == 0 ? "" : ", ");
            if (kind == 3) {
                json.append('"')
                        .append(List.of("a", "~", "/", "é😀", "\\u0022", "").get(random.nextInt(6)))
                        .append(i)
                        .append("\" : ");
            }
            appendValue(json, random, depth - 1, next);
        }
        json.append(kind == 2 ? ']' : '}');
    }

    /** Asks for a number where strings are, and recovers. */
    private static void refuseMarked(JsonReader in, List<String> refused) throws IOException {
        int depth = in.depth();
        switch (in.peek()) {
            case '{' -> {
                in.beginObject();
                while (in.nextMember()) {
                    refuseMarked(in, refused);
                }
            }
            case '[' -> {
                in.beginArray();
                while (in.nextElement()) {
                    refuseMarked(in, refused);
                }
            }
            case '"' -> {
                if (depth == 0) {
                    in.readString();
                    return;
                }
                int from = in.position();
                try {
                    in.readInt();
                } catch (IOException expected) {
                    in.recover(expected, depth);
                }
                assertThat(in.endOfValue()).isGreaterThan(from);
                refused.add("v" + refused.size());
            }
            default -> in.skipValue();
        }
    }

    @Test
    void recover_fromMalformedText_throws() throws IOException {
        JsonReader in = reader("[1, tru]");
        in.beginArray();
        in.nextElement();
        in.readInt();
        in.nextElement();
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> {
                    try {
                        in.readInt();
                    } catch (IOException mistyped) {
                        in.recover(mistyped, 1);
                    }
                })
                .satisfies(fault -> assertThat(fault.errors()).isEmpty())
                .withMessage("expected a value at line 1, column 5");
    }

    @Test
    void recover_fromAnotherException_throwsIt() {
        IOException other = new IOException("the disk");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> reader("1").recover(other, 0))
                .isSameAs(other);
    }

    /** A codec that reads the JSON in a string has another reader, whose positions say nothing here. */
    @Test
    void recover_fromAFaultInAnotherText_pointsToTheValue() throws IOException {
        for (String inner : new String[] {"{\\\"a\\\":x", "[]", "{\\\"b\\\":{}}"}) {
            JsonReader in = reader("[0, {\"x\": \"" + inner + "\", \"y\": 1}]");
            in.beginArray();
            in.nextElement();
            in.skipValue();
            in.nextElement();
            in.beginObject();
            in.nextMember();
            try {
                JsonReader other = reader(in.readString());
                other.beginObject();
                other.nextMember();
                other.readInt();
                other.end();
            } catch (IOException refused) {
                in.recover(refused, 2);
            }
            assertThat(in.nextMember()).isTrue();
            assertThat(refusal(in).errors()).extracting(FieldError::pointer).containsExactly("/1/x");
        }
    }

    @Test
    void refusal_thatNobodyCollects_hasOneError() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> {
                    JsonReader in = reader("{\"a\": {\"b\": [0, \"x\"]}}");
                    in.beginObject();
                    in.nextMember();
                    in.beginObject();
                    in.nextMember();
                    in.beginArray();
                    in.nextElement();
                    in.skipValue();
                    in.nextElement();
                    in.readLong();
                })
                .satisfies(refused -> {
                    assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/a/b/1");
                    assertThat(refused.column()).isEqualTo(17);
                });
    }

    /** A list that lacks the element that was refused is not what was sent: nothing is said of its size. */
    @ParameterizedTest
    @ValueSource(strings = {"[\"x\"]", "[{\"a\": \"x\"}]", "[1, \"x\"]"})
    void VA01_constraintOfAValue_isNotTested_whenSomethingInItWasRefused(String list) throws IOException {
        JsonReader in = reader("{\"list\": " + list + ", \"number\": 1}");
        in.beginObject();
        in.nextMember();
        in.beginArray();
        while (in.nextElement()) {
            try {
                if (in.peek() == '{') {
                    in.beginObject();
                    in.nextMember();
                }
                in.readInt();
            } catch (IOException refused) {
                in.recover(refused, 2);
            }
        }
        in.violation("must have 3 elements");
        in.nextMember();
        in.readInt();
        in.violation("must be 2");
        assertThat(in.nextMember()).isFalse();
        assertThat(refusal(in).errors())
                .extracting(FieldError::detail)
                .containsExactly("expected a number", "must be 2");
    }

    @Test
    void end_withRefusedFields_throws() throws IOException {
        JsonReader in = reader("1");
        in.violation("must be 2");
        in.readInt();
        assertThatExceptionOfType(JsonException.class).isThrownBy(in::end).satisfies(refused -> {
            assertThat(refused.errors()).hasSize(1);
            assertThat(refused.errors().get(0).isViolation()).isTrue();
            assertThat(refused.errors().get(0).pointer()).isEmpty();
        });
    }

    @Test
    void exceptionOfOtherReaders_needsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> JsonException.of(List.of()));
        JsonException made = JsonException.of(List.of(FieldError.at(List.of("a/b", "0", "c~d"), "is odd", false)));
        assertThat(made.errors().get(0)).hasToString("/a~1b/0/c~0d is odd");
        assertThat(made.getMessage()).isEqualTo("is odd");
    }

    @Test
    void VA09_longPointers_areCutWithoutHalvingACharacter() {
        String pointer = FieldError.at(List.of("😀".repeat(200)), "", false).pointer();
        assertThat(pointer).hasSizeLessThanOrEqualTo(256).endsWith("...");
        assertThat(pointer.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000))
                .isTrue();
    }

    @Test
    void discriminator_whereverItStands_isFound() throws IOException {
        for (String json : new String[] {
            "{\"t\":\"x\"}",
            " { \"t\" : \"x\" , \"a\" : 1 } ",
            "{\"a\":{\"t\":\"y\"},\"t\":\"x\"}",
            "{\"a\":[{\"t\":\"y\"},\"}\",\"\\\"t\\\":\"],\"t\":\"x\"}",
            "{\"t2\":\"y\",\"\\u0074\":\"x\"}",
            "{\"a\":tru,\"t\":\"x\"}",
            "{\"a\":{},\"b\":{\"c\":{}},\"t\":\"\\u0078\",\"d\":\"z\"}"
        }) {
            JsonReader in = reader(json);
            assertThat(in.discriminator("t")).as(json).isEqualTo("x");
            assertThat(in.discriminator("t")).as(json).isEqualTo("x");
        }
        for (String json : new String[] {
            "{}",
            "{\"a\":1}",
            "[]",
            "1",
            "{\"t\":1}",
            "{\"t\":null}",
            "{\"a\":{\"t\":\"x\"}}",
            "{",
            "{\"a\"",
            "{\"a\":[",
            "{\"a\":\"",
            "{\"a\":[}",
            "{\"t\"",
            "{\"t\":",
            "{\"t\":\"x"
        }) {
            assertThatExceptionOfType(JsonException.class)
                    .as(json)
                    .isThrownBy(() -> reader(json).discriminator("t"));
        }
    }
}
