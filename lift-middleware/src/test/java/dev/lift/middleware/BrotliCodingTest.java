package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.Decoder;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Brotli beside gzip. Ids are those of the fault catalogue. */
class BrotliCodingTest extends MiddlewareContract {
    private static final String LONG = "Lift ".repeat(1_000);

    @BeforeAll
    static void library() {
        Assumptions.assumeTrue(Brotli4jLoader.isAvailable(), "The tests have the native library for x86_64 alone");
    }

    @Override
    Middleware middleware() {
        return both();
    }

    private static Compression both() {
        return Compression.of(BrotliCoding.quality(4), Compression.GZIP);
    }

    private static Response get(Compression compression, String accepted) {
        return Lift.of(routes -> routes.use(compression).get("/", request -> Response.text(LONG)))
                .handle(Request.get("/").header("Accept-Encoding", accepted).build());
    }

    /** The client decides by weights; where it does not mind, the app does by its order. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "br|br",
                "gzip|gzip",
                "gzip, br|br",
                "gzip, deflate, br, zstd|br",
                "br;q=0.5, gzip|gzip",
                "br;q=0.5, *|gzip",
                "*|br",
                "br;q=0, *;q=0.1|gzip",
                "br;q=0, gzip;q=0|",
                "identity, br;q=0.9|",
                "brotli|"
            })
    void CA04_coding_isTheOneThatTheClientWantsMost(String accepted, String coding) {
        Response response = get(both(), accepted);
        assertThat(response.headers().get("Content-Encoding").orElse(null)).isEqualTo(coding);
        assertThat(response.headers().all("Vary")).containsExactly("Accept-Encoding");
    }

    @Test
    void CA04_brotli_isSmaller_andTheSame() throws Exception {
        for (int quality = 0; quality <= 11; quality++) {
            Response response = get(Compression.of(BrotliCoding.quality(quality)), "br");
            assertThat(response.bodyLength()).isLessThan(LONG.length() / 10);
            assertThat(Decoder.decompress(response.bodyBytes()).getDecompressedData())
                    .isEqualTo(LONG.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void settings_thatCanNotBe_areRefused() {
        assertThatThrownBy(() -> BrotliCoding.quality(12)).hasMessageContaining("0 to 11");
        assertThatThrownBy(() -> BrotliCoding.quality(-1)).hasMessageContaining("0 to 11");
        assertThatThrownBy(Compression::of).hasMessageContaining("needs a coding");
        assertThatThrownBy(() -> Compression.of(Compression.GZIP, Compression.GZIP))
                .hasMessageContaining("different names");
    }
}
