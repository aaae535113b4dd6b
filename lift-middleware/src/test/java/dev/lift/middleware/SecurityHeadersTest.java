package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are those of the fault catalogue. */
class SecurityHeadersTest extends MiddlewareContract {
    @Override
    Middleware middleware() {
        return SecurityHeaders.forApis();
    }

    @Override
    void assertApplied(TestResponse response) {
        response.expectHeader("X-Content-Type-Options", "nosniff")
                .expectHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .expectHeader("X-Frame-Options", "DENY")
                .expectHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
                .expectHeader("Referrer-Policy", "no-referrer")
                .expectHeader("Cross-Origin-Opener-Policy", "same-origin")
                .expectHeader("Cross-Origin-Resource-Policy", "same-origin")
                .expectHeader("Cache-Control", "no-store")
                .expectNoHeader("Server")
                .expectNoHeader("X-Powered-By");
    }

    private static Response get(SecurityHeaders headers, Response reply) {
        return Lift.of(routes -> routes.use(headers).get("/", request -> reply))
                .handle(Request.get("/").build());
    }

    @Test
    void CA06_handlersOwn_stay() {
        Response response = get(SecurityHeaders.forApis(), Response.text("x").header("cache-control", "max-age=60"));
        assertThat(response.headers().all("Cache-Control")).containsExactly("max-age=60");
    }

    @Test
    void with_replacesWhateverTheCaseOfTheName() {
        SecurityHeaders headers = SecurityHeaders.forApis().with("x-frame-options", "SAMEORIGIN");
        assertThat(get(headers, Response.text("x")).headers().all("X-Frame-Options"))
                .containsExactly("SAMEORIGIN");
        assertThat(get(headers.without("X-Frame-Options"), Response.text("x"))
                        .headers()
                        .contains("X-Frame-Options"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\r\nSet-Cookie: x", "a\0", "ä", "\u2028"})
    void CA05_CA07_valuesThatCouldNotBeSent_areRefusedWhenBuilt(String value) {
        assertThatThrownBy(() -> SecurityHeaders.forApis().with("Content-Security-Policy", value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void CA07_nonsense_isRefusedWhenBuilt() {
        SecurityHeaders headers = SecurityHeaders.forApis();
        assertThatThrownBy(() -> headers.with("a b", "c")).hasMessageContaining("a b");
        assertThatThrownBy(() -> headers.without("X-Absent")).hasMessageContaining("There is no X-Absent");
        assertThatThrownBy(() -> headers.strictTransport(Duration.ofHours(23), true))
                .hasMessageContaining("730 days");
        assertThatThrownBy(() -> headers.strictTransport(Duration.ofDays(731), true))
                .hasMessageContaining("730 days");
        assertThat(get(headers.strictTransport(Duration.ofDays(1), false), Response.text("x"))
                        .headers()
                        .all("Strict-Transport-Security"))
                .containsExactly("max-age=86400");
    }

    /** CA-05: each reply has a nonce of its own, which the page and the policy have in common. */
    @Test
    void CA05_nonce_isAnotherForEachReply() {
        Lift app = Lift.of(routes -> routes.use(SecurityHeaders.forPages())
                .get("/", request -> Response.text(SecurityHeaders.nonce(request))));
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Response response = app.handle(Request.get("/").build());
            String nonce = new String(response.bodyBytes(), StandardCharsets.US_ASCII);
            assertThat(nonce).matches("[A-Za-z0-9+/]{22}==");
            assertThat(response.headers().get("Content-Security-Policy").orElse(""))
                    .contains("script-src 'self' 'nonce-" + nonce + "';")
                    .contains("style-src 'self' 'nonce-" + nonce + "';")
                    .doesNotContain("{nonce}");
            nonces.add(nonce);
        }
        assertThat(nonces).hasSize(1_000);
        assertThatThrownBy(() -> SecurityHeaders.nonce(Request.get("/").build()))
                .hasMessageContaining("No SecurityHeaders with {nonce}");
    }
}
