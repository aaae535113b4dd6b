package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed webhooks. */
class WebhookSignatureTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static int status(Middleware middleware, byte[] body, String header, String... values) {
        Request.Builder request = Request.post("/").body(body);
        for (String value : values) {
            request.header(header, value);
        }
        return Lift.of(routes -> routes.use(middleware)
                        .post(
                                "/",
                                handled -> Response.bytes(
                                        handled.bodyBytes(),
                                        dev.lift.http.MediaType.parse("application/octet-stream"))))
                .handle(request.build())
                .status();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sign(String secret, byte[] bytes) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(utf8(secret), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(bytes));
    }

    /** The example of GitHub's documentation. */
    @Test
    void github_publishedExample_isSigned() {
        assertThat(status(
                        WebhookSignature.github(SECRET),
                        utf8("Hello, World!"),
                        "X-Hub-Signature-256",
                        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"))
                .isEqualTo(200);
    }

    @Test
    void github_otherBytesOrSignatures_are401() throws Exception {
        WebhookSignature github = WebhookSignature.github(SECRET);
        byte[] body = utf8("Hello, World!");
        String good = sign(SECRET, body);
        assertThat(status(github, utf8("Hello, World?"), "X-Hub-Signature-256", "sha256=" + good))
                .isEqualTo(401);
        assertThat(status(github, body, "X-Hub-Signature-256")).isEqualTo(401);
        assertThat(status(github, body, "X-Hub-Signature-256", "sha256=" + good, "sha256=" + good))
                .isEqualTo(401);
        for (String wrong : List.of(
                good,
                "sha256=",
                "sha1=" + good,
                "SHA256=" + good,
                "sha256=" + good.substring(2),
                "sha256=" + good + "00",
                "sha256=" + good.replace(good.charAt(0), good.charAt(0) == '0' ? '1' : '0'),
                "sha256=" + sign("another secret, as long", body),
                "sha256=" + "g".repeat(64),
                "sha256=" + "0".repeat(5_000))) {
            assertThat(status(github, body, "X-Hub-Signature-256", wrong))
                    .as(wrong)
                    .isEqualTo(401);
        }
        assertThat(status(github, body, "X-Hub-Signature-256", "sha256=" + good.toUpperCase(Locale.ROOT)))
                .isEqualTo(200);
    }

    @Test
    void secrets_canBeRotated() throws Exception {
        WebhookSignature both =
                WebhookSignature.github("the secret before", SECRET).header("X-Signature");
        byte[] body = new byte[] {0, (byte) 0xff, 10};
        assertThat(status(both, body, "X-Signature", "sha256=" + sign(SECRET, body)))
                .isEqualTo(200);
        assertThat(status(both, body, "X-Signature", "sha256=" + sign("the secret before", body)))
                .isEqualTo(200);
    }

    @Test
    void stripe_timeAndBody_areSigned() throws Exception {
        TestClock clock = TestClock.at(NOW);
        WebhookSignature stripe = WebhookSignature.stripe(SECRET).clock(clock);
        byte[] body = utf8("{\"id\":1}");
        String time = Long.toString(NOW.getEpochSecond());
        String good = sign(SECRET, utf8(time + ".{\"id\":1}"));
        String header = "t=" + time + ",v1=" + good + ",v0=abc";
        assertThat(status(stripe, body, "Stripe-Signature", header)).isEqualTo(200);
        assertThat(status(stripe, body, "Stripe-Signature", "t=" + time + ",v1=" + "0".repeat(64) + ",v1=" + good))
                .isEqualTo(200);
        clock.advance(Duration.ofMinutes(5));
        assertThat(status(stripe, body, "Stripe-Signature", header)).isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(status(stripe, body, "Stripe-Signature", header)).isEqualTo(401);
        clock.advance(Duration.ofMinutes(-11));
        assertThat(status(stripe, body, "Stripe-Signature", header)).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1=%s",
                "t=,v1=%s",
                "t=-1,v1=%s",
                "t=99999999999999999999,v1=%s",
                "t=%s",
                "t=1767225600,v0=%s",
                "t=1767225601,v1=%s",
                "t=1,t=1767225600,v1=%s",
                ""
            })
    void stripe_otherHeaders_are401(String header) throws Exception {
        WebhookSignature stripe = WebhookSignature.stripe(SECRET).clock(TestClock.at(NOW));
        byte[] body = utf8("{\"id\":1}");
        String good = sign(SECRET, utf8(NOW.getEpochSecond() + ".{\"id\":1}"));
        assertThat(status(stripe, body, "Stripe-Signature", header.replace("%s", good)))
                .isEqualTo(401);
    }

    @Test
    void secretsThatAreNone_areRefused_andNotPrinted() {
        assertThatThrownBy(WebhookSignature::github).hasMessageContaining("At least one");
        assertThatThrownBy(() -> WebhookSignature.stripe("short"))
                .hasMessageContaining("16 bytes")
                .hasMessageNotContaining("short ");
        assertThatThrownBy(() -> WebhookSignature.github(" ".repeat(20))).isInstanceOf(IllegalArgumentException.class);
        assertThat(WebhookSignature.github(SECRET)).asString().doesNotContain(SECRET);
        assertThat(WebhookSignature.github(SECRET).place()).isEqualTo(Place.AUTHENTICATION);
    }
}
