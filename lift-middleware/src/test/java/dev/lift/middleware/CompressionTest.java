package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Cookie;
import dev.lift.http.MediaType;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed replies. Ids are those of the fault catalogue. */
class CompressionTest extends MiddlewareContract {
    private static final String LONG = "Lift ".repeat(1_000);

    @Override
    Middleware middleware() {
        return Compression.gzip();
    }

    private static Lift app(Compression compression) {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        return Lift.of(routes -> routes.use(compression)
                .get("/long", request -> Response.text(LONG))
                .get("/short", request -> Response.text("short"))
                .get("/picture", request -> Response.bytes(noise, MediaType.parse("image/png")))
                .get("/noise", request -> Response.bytes(noise, MediaType.parse("application/json")))
                .get("/problem", request -> Response.text(LONG).header("Content-Type", "application/problem+json"))
                .get("/encoded", request -> Response.text(LONG).header("Content-Encoding", "br"))
                .get("/cookie", request -> Response.text(LONG).cookie(Cookie.of("session", "secret")))
                .get("/private", request -> Response.text(LONG).header("Cache-Control", "private, max-age=5"))
                .get("/no-transform", request -> Response.text(LONG).header("Cache-Control", "No-Transform"))
                .get("/never", request -> {
                    Compression.never(request);
                    return Response.text(LONG);
                })
                .get("/tagged", request -> Response.text(LONG).header("ETag", "\"1\""))
                .get("/part", request -> Response.text(LONG).withStatus(206)));
    }

    private static Response get(String path, String... accepted) {
        Request.Builder request = Request.get(path);
        for (String each : accepted) {
            request.header("Accept-Encoding", each);
        }
        return app(Compression.gzip()).handle(request.build());
    }

    private static String gunzip(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void CA04_longText_isSmaller_andTheSame() throws Exception {
        Response response = get("/long", "gzip, br");
        assertThat(response.headers().all("Content-Encoding")).containsExactly("gzip");
        assertThat(response.headers().all("Vary")).containsExactly("Accept-Encoding");
        assertThat(response.bodyLength()).isLessThan(LONG.length() / 10);
        assertThat(gunzip(response.bodyBytes())).isEqualTo(LONG);
        assertThat(get("/problem", "gzip").headers().contains("Content-Encoding"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "GZIP|true",
                "x-gzip|true",
                "br, gzip;q=0.5|true",
                "*|true",
                "gzip;q=1.000|true",
                " gzip ; q=0.1 |true",
                "gzip;q=0|false",
                "gzip;q=0.000|false",
                "*;q=0|false",
                "gzip;q=0, *|false",
                "identity|false",
                "br|false",
                "identity;q=1, gzip;q=0.5|false",
                "gzip;q=0.5, identity;q=0.5|true",
                "gzip;q=2|false",
                "gzip;q=-1|false",
                "gzip;q=x|false",
                "gzip;q=0.12345|false",
                "gzip;q=|false",
                "gzipped|false",
                "gzip;level=9|false",
                ",,,|false"
            })
    void CA04_acceptedEncodings_areReadAsTheyAre(String accepted, boolean compressed) {
        Response response = get("/long", accepted);
        assertThat(response.headers().contains("Content-Encoding")).isEqualTo(compressed);
        assertThat(response.headers().all("Vary")).containsExactly("Accept-Encoding");
    }

    @Test
    void CA04_severalFields_areOneList_andNoneWantsNothing() {
        assertThat(get("/long", "br", "gzip").headers().contains("Content-Encoding"))
                .isTrue();
        assertThat(get("/long").headers().contains("Content-Encoding")).isFalse();
        assertThat(get("/long").headers().all("Vary")).containsExactly("Accept-Encoding");
    }

    /** A list without an end costs no more than its beginning. */
    @Test
    void CA04_endlessList_isCutOff() {
        assertThat(get("/long", "x,".repeat(3_000) + "gzip").headers().contains("Content-Encoding"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/short",
                "/picture",
                "/encoded",
                "/cookie",
                "/private",
                "/no-transform",
                "/never",
                "/part",
                "/absent"
            })
    void CA04_DO08_whatIsNotToBeCompressed_staysAsItIs(String path) {
        Response response = get(path, "gzip");
        assertThat(response.headers().all("Content-Encoding")).doesNotContain("gzip");
        assertThat(response.bodyBytes()).isEqualTo(get(path).bodyBytes());
    }

    @Test
    void CA04_noise_staysAsItIs() {
        Response response = get("/noise", "gzip");
        assertThat(response.headers().contains("Content-Encoding")).isFalse();
        assertThat(response.bodyLength()).isEqualTo(5_000);
    }

    @Test
    void RS15_CA04_strongTag_isWeakBehindIt_andMatchesAllTheSame() {
        assertThat(get("/tagged", "gzip").headers().all("ETag")).containsExactly("W/\"1\"");
        assertThat(get("/tagged").headers().all("ETag")).containsExactly("\"1\"");
        Lift app = Lift.of(routes -> routes.use(Compression.gzip(), ConditionalRequests.withETags())
                .get("/", request -> Response.text(LONG)));
        String tag = app.handle(
                        Request.get("/").header("Accept-Encoding", "gzip").build())
                .headers()
                .get("ETag")
                .orElse("");
        assertThat(tag).startsWith("W/");
        assertThat(app.handle(Request.get("/")
                                .header("Accept-Encoding", "gzip")
                                .header("If-None-Match", tag)
                                .build())
                        .status())
                .isEqualTo(304);
    }

    @Test
    void size_canBeSet() {
        assertThat(app(Compression.gzip().from(10_000))
                        .handle(Request.get("/long")
                                .header("Accept-Encoding", "gzip")
                                .build())
                        .headers()
                        .contains("Content-Encoding"))
                .isFalse();
        assertThatThrownBy(() -> Compression.gzip().from(0)).hasMessageContaining("1 byte");
    }

    private static final class Function extends LiftHandler {
        Function() {
            super(CompressionTest.app(Compression.gzip()));
        }
    }

    /** What is compressed is binary, and each source has its own way to carry that. */
    @Test
    void CA04_everySource_carriesTheBytes() {
        LiftTest.of(new Function()).everySource(source -> {
            byte[] body = source.get("/long")
                    .header("Accept-Encoding", "gzip")
                    .send()
                    .expectStatus(200)
                    .reply()
                    .body();
            try {
                assertThat(gunzip(body)).isEqualTo(LONG);
            } catch (IOException broken) {
                throw new AssertionError(broken);
            }
        });
    }
}
