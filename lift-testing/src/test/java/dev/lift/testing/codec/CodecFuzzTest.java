package dev.lift.testing.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.lift.Lift;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Bytes that a fuzzer makes, through generated codecs and through databind: whatever one answers, the other does. As a test it runs the
 * inputs that are kept; {@code scripts/fuzz} looks for more.
 */
class CodecFuzzTest {
    /** Those in which the two differ, as the guide on JSON says, and one that has a bug. */
    private static final Set<String> DIFFERENT = Set.of("Aliased", "OfSet", "Priced", "Broken");

    private static final List<Class<?>> TYPES = Arrays.stream(Shapes.class.getDeclaredClasses())
            .filter(type -> Arrays.stream(AppCodecs.all()).anyMatch(codec -> codec.type() == type))
            .filter(type -> !DIFFERENT.contains(type.getSimpleName()))
            .sorted(Comparator.comparing(Class::getSimpleName))
            .toList();

    private static final Lift CODED = app(AppCodecs.all());
    private static final Lift BOUND = app();

    private static Lift app(JsonCodec<?>... codecs) {
        return Lift.of(app -> {
            app.codecs(codecs);
            for (Class<?> type : TYPES) {
                app.post("/" + type.getSimpleName(), request -> Response.json(request.body(type)));
            }
        });
    }

    @FuzzTest(maxDuration = "60s")
    void bytes_byCodecAndByDatabind_areAnsweredAlike(byte[] typeAndJson) {
        if (typeAndJson.length == 0) {
            return;
        }
        Class<?> type = TYPES.get((typeAndJson[0] & 0xFF) % TYPES.size());
        byte[] json = Arrays.copyOfRange(typeAndJson, 1, typeAndJson.length);
        Response coded = send(CODED, type, json);
        Response bound = send(BOUND, type, json);
        String input = type.getSimpleName() + " " + new String(json, StandardCharsets.UTF_8);
        assertThat(coded.status()).as(input).isEqualTo(bound.status()).isNotEqualTo(500);
        if (coded.status() == 200) {
            assertThat(new String(coded.bodyBytes(), StandardCharsets.UTF_8))
                    .as(input)
                    .isEqualTo(new String(bound.bodyBytes(), StandardCharsets.UTF_8));
        }
    }

    /** The kept inputs begin with the index of their type: each must still be what its file says. */
    @Test
    void seeds_areOfTheTypesThatTheirNamesSay() throws IOException {
        Path folder = Path.of("src/test/resources/dev/lift/testing/codec/CodecFuzzTestInputs");
        int checked = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("seed-"))
                    .toList()) {
                String type = TYPES.get(Files.readAllBytes(file)[0] & 0xFF).getSimpleName();
                assertThat(file.getFileName().toString()).startsWith("seed-" + type + "-");
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(50);
    }

    private static Response send(Lift app, Class<?> type, byte[] json) {
        return app.handle(Request.post("/" + type.getSimpleName())
                .header("Content-Type", "application/json")
                .body(json)
                .build());
    }
}
