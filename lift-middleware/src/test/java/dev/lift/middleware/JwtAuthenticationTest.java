package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed tokens. Ids are those of the fault catalogue. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JwtAuthenticationTest extends MiddlewareContract {
    private static final String ISSUER = "https://login.example.com/";
    private static final String AUDIENCE = "https://api.example.com";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final RSAKey RSA = rsa("rsa-1");
    private static final RSAKey OTHER_RSA = rsa("rsa-2");
    private static final ECKey EC = ec("ec-1", Curve.P_256);
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final TestClock clock = TestClock.at(NOW);

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException never) {
            throw new IllegalStateException(never);
        }
    }

    private static ECKey ec(String id, Curve curve) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException never) {
            throw new IllegalStateException(never);
        }
    }

    private static String jwks(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(/* publicKeysOnly= */ true);
    }

    private JwtAuthentication fixed(JWK... keys) {
        return JwtAuthentication.ofKeys(jwks(keys), ISSUER, AUDIENCE).clock(clock);
    }

    @Override
    Middleware middleware() {
        return fixed(RSA, EC);
    }

    @Override
    TestRequest prepared(TestRequest request) {
        return request.header("Authorization", "Bearer " + token(EC));
    }

    /** Claims that are believed; a member given here comes in the place of one of the same name, and null leaves it out. */
    private static String claims(String... members) {
        StringBuilder json = new StringBuilder("{");
        List<String> defaults = new ArrayList<>(List.of(
                "sub",
                "\"ada\"",
                "iss",
                "\"" + ISSUER + "\"",
                "aud",
                "\"" + AUDIENCE + "\"",
                "exp",
                Long.toString(NOW.getEpochSecond() + 300)));
        for (int i = 0; i < members.length; i += 2) {
            int at = defaults.indexOf(members[i]);
            if (at >= 0) {
                defaults.remove(at);
                defaults.remove(at);
            }
        }
        defaults.addAll(Arrays.asList(members));
        for (int i = 0; i < defaults.size(); i += 2) {
            if (!defaults.get(i + 1).equals("absent")) {
                json.append(json.length() > 1 ? "," : "")
                        .append('"')
                        .append(defaults.get(i))
                        .append("\":")
                        .append(defaults.get(i + 1));
            }
        }
        return json.append('}').toString();
    }

    private static String encode(String json) {
        return Base64URL.encode(json).toString();
    }

    private static String sign(String header, String payload, JWK key) {
        try {
            JWSSigner signer = key instanceof RSAKey rsa
                    ? new RSASSASigner(rsa)
                    : key instanceof ECKey ec ? new ECDSASigner(ec) : new MACSigner((OctetSequenceKey) key);
            String input = encode(header) + "." + encode(payload);
            // The signer wants a header that it understands; what is sent may be another.
            JWSHeader understood = JWSHeader.parse("{\"alg\":\"" + algorithm(key) + "\"}");
            return input + "." + signer.sign(understood, input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException | ParseException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String algorithm(JWK key) {
        return key instanceof RSAKey
                ? "RS256"
                : key instanceof ECKey ec ? ec.getCurve().equals(Curve.P_256) ? "ES256" : "ES512" : "HS256";
    }

    private static String header(JWK key, String... more) {
        String extra = String.join(",", more);
        return "{\"alg\":\"" + algorithm(key) + "\",\"kid\":\"" + key.getKeyID() + "\""
                + (extra.isEmpty() ? "" : "," + extra) + "}";
    }

    private static String token(JWK key, String... members) {
        return sign(header(key), claims(members), key);
    }

    private static Response send(Middleware middleware, String... authorizations) {
        Request.Builder request = Request.get("/");
        for (String each : authorizations) {
            request.header("Authorization", each);
        }
        return Lift.of(routes -> routes.use(middleware)
                        .get(
                                "/",
                                handled -> Response.text(Principal.of(handled)
                                        .map(principal ->
                                                principal.id() + " " + new java.util.TreeSet<>(principal.roles()) + " "
                                                        + new java.util.TreeSet<>(principal.scopes()))
                                        .orElse("nobody"))))
                .handle(request.build());
    }

    private void assertBelieved(Middleware middleware, String token) {
        Response response = send(middleware, "Bearer " + token);
        assertThat(response.status()).as(token).isEqualTo(200);
        assertThat(response.bodyBytes()).asString().startsWith("ada ");
    }

    private void assertRefused(Middleware middleware, String token) {
        Response response = send(middleware, "Bearer " + token);
        assertThat(response.status()).as(token).isEqualTo(401);
        // JW-21: always the same, whatever is wrong.
        assertThat(response.bodyBytes())
                .asString()
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,"
                        + "\"detail\":\"The bearer token is not valid here\",\"requestId\":\"-\"}");
        assertThat(response.headers().all("WWW-Authenticate")).containsExactly("Bearer error=\"invalid_token\"");
    }

    @Test
    void tokens_ofEachKindOfKey_areBelieved() {
        ECKey large = ec("ec-2", Curve.P_521);
        JwtAuthentication keys = fixed(RSA, EC, large);
        for (JWK key : List.of(RSA, EC, large)) {
            assertBelieved(keys, token(key));
        }
        OctetSequenceKey secret = new OctetSequenceKey.Builder(SECRET).build();
        assertBelieved(
                JwtAuthentication.ofSecret(SECRET, ISSUER, AUDIENCE).clock(clock),
                sign("{\"alg\":\"HS256\"}", claims(), secret));
    }

    @Test
    void JW23_ed25519_isBelieved() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        String x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))
                .toString();
        JwtAuthentication keys = JwtAuthentication.ofKeys(
                        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + x + "\"}]}", ISSUER, AUDIENCE)
                .clock(clock);
        String input = encode("{\"alg\":\"EdDSA\"}") + "." + encode(claims());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(input.getBytes(StandardCharsets.US_ASCII));
        byte[] signature = signer.sign();
        assertBelieved(keys, input + "." + Base64URL.encode(signature));
        signature[0] ^= 1;
        assertRefused(keys, input + "." + Base64URL.encode(signature));
        assertRefused(keys, input + "." + Base64URL.encode(new byte[64]));
        assertRefused(keys, input + "." + Base64URL.encode(new byte[3]));
    }

    /**
     * RFC 7515 appendices A.1 to A.3, of which the first is RFC 7519 section 3.1 too, RFC 8037 appendix A.4, RFC 7520 sections 4.1 to
     * 4.4, and RFC 7515 appendix A.4.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
                        + "|{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}",
                "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"
                        + "|{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}",
                "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
                        + "|{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
                "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
                        + "|{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                "eyJhbGciOiJSUzI1NiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.MRjdkly7_-oTPTS3AXP41iQIGKa80A0ZmTuV5MEaHoxnW2e5CZ5NlKtainoFmKZopdHM1O2U4mwzJdQx996ivp83xuglII7PNDi84wnB-BDkoBwA78185hX-Es4JIwmDLJK3lfWRa-XtL0RnltuYv746iYTh_qHRD68BNt1uSNCrUCTJDt5aAE6x8wW1Kt9eRo4QPocSadnHXFxnt8Is9UzpERV0ePPQdLuW3IS_de3xyIrDaLGdjluPxUAhb6L2aXic1U12podGU0KLUQSE_oI-ZnmKJ3F4uOZDnd6QZWJushZ41Axf_fcIe8u9ipH84ogoree7vjbU5y18kDquDg"
                        + "|{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw\"}",
                "eyJhbGciOiJQUzM4NCIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.cu22eBqkYDKgIlTpzDXGvaFfz6WGoz7fUDcfT0kkOy42miAh2qyBzk1xEsnk2IpN6-tPid6VrklHkqsGqDqHCdP6O8TTB5dDDItllVo6_1OLPpcbUrhiUSMxbbXUvdvWXzg-UD8biiReQFlfz28zGWVsdiNAUf8ZnyPEgVFn442ZdNqiVJRmBqrYRXe8P_ijQ7p8Vdz0TTrxUeT3lm8d9shnr2lfJT8ImUjvAA2Xez2Mlp8cBE5awDzT0qI0n6uiP1aCN_2_jLAeQTlqRHtfa64QQSUmFAAjVKPbByi7xho0uTOcbH510a6GYmJUAfmWjwZ6oD4ifKo8DYM-X72Eaw"
                        + "|{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw\"}",
                "eyJhbGciOiJFUzUxMiIsImtpZCI6ImJpbGJvLmJhZ2dpbnNAaG9iYml0b24uZXhhbXBsZSJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.AE_R_YZCChjn4791jSQCrdPZCNYqHXCTZH0-JZGYNlaAjP2kqaluUIIUnC9qvbu9Plon7KRTzoNEuT4Va2cmL1eJAQy3mtPBu_u_sDDyYjnAMDxXPn7XrT0lw-kvAD890jl8e2puQens_IEKBpHABlsbEPX6sFY8OcGDqoRuBomu9xQ2"
                        + "|{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt\",\"y\":\"AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1\"}",
                "eyJhbGciOiJIUzI1NiIsImtpZCI6IjAxOGMwYWU1LTRkOWItNDcxYi1iZmQ2LWVlZjMxNGJjNzAzNyJ9.SXTigJlzIGEgZGFuZ2Vyb3VzIGJ1c2luZXNzLCBGcm9kbywgZ29pbmcgb3V0IHlvdXIgZG9vci4gWW91IHN0ZXAgb250byB0aGUgcm9hZCwgYW5kIGlmIHlvdSBkb24ndCBrZWVwIHlvdXIgZmVldCwgdGhlcmXigJlzIG5vIGtub3dpbmcgd2hlcmUgeW91IG1pZ2h0IGJlIHN3ZXB0IG9mZiB0by4.s0h6KThzkfBBBkLspW1h84VsJZFTsPPqMDA7g1Md7p0"
                        + "|{\"kty\":\"oct\",\"k\":\"hJtXIZ2uSN5kbQfbtTNWbpdmhkV8FJG-Onbc6mxCcYg\"}",
                "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"
                        + "|{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk\",\"y\":\"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2\"}"
            })
    void JW23_publishedVectors_areSigned(String token, String key) throws Exception {
        String[] parts = token.split("\\.", -1);
        JWSHeader header = JWSHeader.parse(new Base64URL(parts[0]));
        byte[] input = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        byte[] signature = new Base64URL(parts[2]).decode();
        assertThat(JwtVerifier.isSigned(header, JWK.parse(key), input, signature))
                .isTrue();
        signature[5] ^= 1;
        assertThat(JwtVerifier.isSigned(header, JWK.parse(key), input, signature))
                .isFalse();
        // None of them says for whom it was made.
        assertRefused(middleware(), token);
    }

    /** RFC 7515 appendix A.5 and RFC 7519 section 6.1, then RFC 7797 sections 4.1 and 4.2, whose payload is not in base64, detached and not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.",
                "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY",
                "eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19.$.02.A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY",
                "eyJhbGciOiJIUzI1NiJ9.JC4wMg.5mvfOroL-g7HyqJoozehmsaqmvTYGEq5jTI1gVvoEoQ"
            })
    void JW23_publishedVectorsOfWhatIsUnsupported_areRefused(String token) {
        byte[] secret = new Base64URL(
                        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
                .decode();
        assertRefused(JwtAuthentication.ofSecret(secret, ISSUER, AUDIENCE).clock(clock), token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "None", "nOnE", "NONE", "", "HS256", "RS1", "RS256 ", "rs256", "A128KW", "RSA-OAEP"})
    void JW01_algorithmThatIsNone_isRefused(String algorithm) {
        String head = encode("{\"alg\":\"" + algorithm + "\"}") + "." + encode(claims()) + ".";
        assertRefused(middleware(), head);
        assertRefused(middleware(), head + token(RSA).split("\\.", -1)[2]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"alg\":null}",
                "{\"alg\":7}",
                "{\"alg\":[\"RS256\"]}",
                "{\"typ\":\"JWT\"}",
                "[]",
                "null",
                "\"RS256\""
            })
    void JW01_headerWithoutAnAlgorithm_isRefused(String header) {
        assertRefused(middleware(), sign(header, claims(), RSA));
    }

    /** What an attacker has is the public key, in some form; with it as a secret of HS256 nothing is signed. */
    @Test
    void JW02_publicKeyAsASecret_isRefused() throws Exception {
        PublicKey key = RSA.toPublicKey();
        byte[] der = key.getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END PUBLIC KEY-----\n";
        List<byte[]> secrets = List.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                pem.trim().getBytes(StandardCharsets.US_ASCII),
                RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.US_ASCII),
                jwks(RSA).getBytes(StandardCharsets.US_ASCII),
                ((RSAPublicKey) key).getModulus().toByteArray(),
                EC.toPublicKey().getEncoded());
        for (byte[] secret : secrets) {
            OctetSequenceKey attacker = new OctetSequenceKey.Builder(secret).build();
            assertRefused(fixed(RSA, EC), sign("{\"alg\":\"HS256\"}", claims(), attacker));
            assertRefused(fixed(RSA, EC), sign("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}", claims(), attacker));
        }
    }

    @Test
    void JW02_otherKindOfKey_isRefused() {
        String body = encode(claims());
        assertRefused(fixed(RSA), token(EC));
        assertRefused(
                fixed(RSA, EC),
                encode("{\"alg\":\"RS256\",\"kid\":\"ec-1\"}") + "." + body + "."
                        + token(EC).split("\\.", -1)[2]);
        assertRefused(
                fixed(RSA, EC),
                encode("{\"alg\":\"ES256\",\"kid\":\"rsa-1\"}") + "." + body + "."
                        + token(RSA).split("\\.", -1)[2]);
        assertRefused(JwtAuthentication.ofSecret(SECRET, ISSUER, AUDIENCE).clock(clock), token(RSA));
    }

    /** The numbers of a signature are from 1 to below the order of the curve; zeros verify anything where that is not checked. */
    @Test
    void JW03_signaturesOutsideTheirRange_areRefused() throws Exception {
        String input = token(EC).substring(0, token(EC).lastIndexOf('.'));
        byte[] order = unsigned(Curve.P_256.toECParameterSpec().getOrder());
        byte[] one = new byte[32];
        one[31] = 1;
        byte[] zero = new byte[32];
        for (byte[] r : List.of(zero, order, one)) {
            for (byte[] s : List.of(zero, order, one)) {
                byte[] both = Arrays.copyOf(r, 64);
                System.arraycopy(s, 0, both, 32, 32);
                assertRefused(fixed(EC), input + "." + Base64URL.encode(both));
            }
        }
        byte[] good = new Base64URL(token(EC).split("\\.", -1)[2]).decode();
        for (int length : new int[] {0, 1, 63, 65, 128}) {
            assertRefused(fixed(EC), input + "." + Base64URL.encode(Arrays.copyOf(good, length)));
        }
        Signature der = Signature.getInstance("SHA256withECDSA");
        der.initSign(EC.toPrivateKey());
        der.update(input.getBytes(StandardCharsets.US_ASCII));
        assertRefused(fixed(EC), input + "." + Base64URL.encode(der.sign()));
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length);
    }

    /** Signs whatever it is given, as nobody who follows PKCS #1 does. */
    private static String signedRaw(String input, byte[] encoded) {
        BigInteger signature = new BigInteger(1, encoded)
                .modPow(
                        RSA.getPrivateExponent().decodeToBigInteger(),
                        RSA.getModulus().decodeToBigInteger());
        byte[] bytes = signature.toByteArray();
        byte[] fixed = new byte[256];
        int length = Math.min(256, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 256 - length, length);
        return input + "." + Base64URL.encode(fixed);
    }

    /** The padding of RFC 8017 section 9.2, with a hash in an algorithm's frame, and a place to change it. */
    private static byte[] padded(String frame, byte[] hash, int paddingBytes, byte[] behind) {
        byte[] framed = HexFormat.of().parseHex(frame);
        byte[] encoded = new byte[256];
        encoded[1] = 1;
        Arrays.fill(encoded, 2, 2 + paddingBytes, (byte) 0xFF);
        System.arraycopy(framed, 0, encoded, 3 + paddingBytes, framed.length);
        System.arraycopy(hash, 0, encoded, 3 + paddingBytes + framed.length, hash.length);
        System.arraycopy(behind, 0, encoded, 3 + paddingBytes + framed.length + hash.length, behind.length);
        return encoded;
    }

    private static byte[] changed(byte[] encoded, int index, int value) {
        byte[] copy = encoded.clone();
        copy[index] = (byte) value;
        return copy;
    }

    /**
     * The ways in which verifiers have been too kind: each is signed with the right key over the right hash. A frame without the null is not
     * among them: RFC 8017 appendix A.2.4 has verifiers take both, and nobody but the owner of the key can make it.
     */
    @Test
    void JW04_paddingThatIsNotTheStandards_isRefused() throws Exception {
        String token = token(RSA);
        String input = token.substring(0, token.lastIndexOf('.'));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.US_ASCII));
        String frame = "3031300d060960864801650304020105000420";
        byte[] good = padded(frame, hash, 202, new byte[0]);
        assertBelieved(fixed(RSA), signedRaw(input, good));
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("long lengths", padded("308131300d060960864801650304020105000420", hash, 201, new byte[0]));
        bad.put("bytes behind the hash", padded(frame, hash, 8, new byte[194]));
        bad.put("garbage behind the hash", padded(frame, hash, 194, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
        bad.put(
                "the frame of SHA-1",
                padded("3021300906052b0e03021a05000414", Arrays.copyOf(hash, 20), 218, new byte[0]));
        bad.put("the frame of SHA-512", padded("3051300d060960864801650304020305000440", hash, 202, new byte[0]));
        bad.put("no frame", padded("", hash, 221, new byte[0]));
        bad.put("type 2", changed(good, 1, 2));
        bad.put("type 0", changed(good, 1, 0));
        bad.put("padding of zeros", changed(good, 100, 0));
        bad.put("padding of others", changed(good, 203, 0xFE));
        bad.put("no separator", changed(good, 204, 0xFF));
        bad.put("hash", changed(good, 255, good[255] ^ 1));
        bad.forEach((name, encoded) -> assertRefused(fixed(RSA), signedRaw(input, encoded)));
        String signature = token.substring(token.lastIndexOf('.') + 1);
        byte[] bytes = new Base64URL(signature).decode();
        assertRefused(fixed(RSA), input + "." + Base64URL.encode(Arrays.copyOf(bytes, 255)));
        assertRefused(fixed(RSA), input + "." + Base64URL.encode(Arrays.copyOf(bytes, 257)));
        BigInteger beyond = new BigInteger(1, bytes).add(RSA.getModulus().decodeToBigInteger());
        assertRefused(fixed(RSA), input + "." + Base64URL.encode(beyond.toByteArray()));
        assertRefused(fixed(RSA), input + "." + Base64URL.encode(new byte[256]));
    }

    @Test
    void JW04_weakKeys_areRefusedWhenConfigured() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1_024);
        JWK weak = new RSAKey.Builder((RSAPublicKey) generator.generateKeyPair().getPublic()).build();
        assertThatThrownBy(() -> fixed(weak)).hasMessageContaining("too weak");
        RSAKey smallExponent = new RSAKey.Builder(RSA.getModulus(), Base64URL.encode(BigInteger.valueOf(3))).build();
        assertThatThrownBy(() -> fixed(smallExponent)).hasMessageContaining("too weak");
        JWK encrypting = new RSAKey.Builder(RSA.toRSAPublicKey())
                .keyUse(KeyUse.ENCRYPTION)
                .build();
        assertThatThrownBy(() -> fixed(encrypting)).hasMessageContaining("not for signatures");
        assertThatThrownBy(() ->
                        JwtAuthentication.ofKeys("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}", ISSUER, AUDIENCE))
                .hasMessageContaining("no public one");
        for (String none : List.of("{\"keys\":[]}", "{}", "[]", "", "<html>")) {
            assertThatThrownBy(() -> JwtAuthentication.ofKeys(none, ISSUER, AUDIENCE))
                    .as(none)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void JW05_shortSecret_isRefusedWhenConfigured() {
        assertThatThrownBy(() -> JwtAuthentication.ofSecret(new byte[31], ISSUER, AUDIENCE))
                .hasMessageContaining("32 bytes");
    }

    static Stream<String> keyIds() {
        return Stream.of(
                "rsa-2",
                "RSA-1",
                "../../dev/null",
                "' OR 1=1 --",
                "https://evil.example.com/key",
                "x".repeat(300),
                "",
                "rsa-1\\u0000",
                "rsa-1\\r\\n");
    }

    @ParameterizedTest
    @MethodSource("keyIds")
    void JW06_keyIdThatIsNotKnown_isRefused(String id) {
        assertRefused(middleware(), sign("{\"alg\":\"RS256\",\"kid\":\"" + id + "\"}", claims(), RSA));
    }

    @Test
    void JW06_tokenWithoutAKeyId_isTriedWithEachKey_andTwoKeysOfAnIdToo() throws Exception {
        assertBelieved(fixed(OTHER_RSA, RSA), sign("{\"alg\":\"RS256\"}", claims(), RSA));
        RSAKey sameId = new RSAKey.Builder(OTHER_RSA).keyID("rsa-1").build();
        assertBelieved(fixed(sameId, RSA), token(RSA));
        assertRefused(fixed(OTHER_RSA), sign("{\"alg\":\"RS256\"}", claims(), RSA));
    }

    @Test
    void JW07_keysThatATokenBrings_areIgnored() throws Exception {
        RSAKey attacker = rsa("rsa-1");
        String jwk = attacker.toPublicJWK().toJSONString();
        for (String parameter : List.of(
                "\"jwk\":" + jwk,
                "\"jku\":\"http://127.0.0.1:1/jwks\"",
                "\"x5u\":\"http://127.0.0.1:1/cert\"",
                "\"x5c\":[\""
                        + Base64.getEncoder()
                                .encodeToString(attacker.toPublicKey().getEncoded()) + "\"]")) {
            assertRefused(fixed(RSA), sign(header(attacker, parameter), claims(), attacker));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"]",
                "\"crit\":[]",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":false",
                "\"b64\":true",
                "\"crit\":[1]",
                "\"crit\":\"x\"",
                "\"zip\":\"DEF\"",
                "\"enc\":\"A128GCM\""
            })
    void JW08_parametersThatChangeTheMeaning_areRefused(String parameter) {
        assertRefused(fixed(RSA), sign(header(RSA, parameter), claims(), RSA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exp|absent|401",
                "exp|1800000300|200",
                "exp|1799999971|200",
                "exp|1799999970|401",
                "exp|1800000000|200",
                "exp|0|401",
                "exp|-1|401",
                "exp|\"1800000300\"|401",
                "exp|1.8000003e9|200",
                "exp|1e3|401",
                "exp|1e400|401",
                "exp|99999999999999|401",
                "exp|[1800000300]|401",
                "exp|true|401",
                "exp|null|401",
                "exp|{}|401",
                "nbf|1800000000|200",
                "nbf|1800000030|200",
                "nbf|1800000031|401",
                "nbf|\"0\"|401",
                "nbf|null|401",
                "nbf|0|200",
                "iat|1800000030|200",
                "iat|1800000031|401",
                "iat|\"x\"|401",
                "iat|-5|200"
            })
    void JW09_times_areNumbers_andCompared(String claim, String value, int status) {
        String token = token(RSA, claim, value);
        if (status == 200) {
            assertBelieved(fixed(RSA), token);
        } else {
            assertRefused(fixed(RSA), token);
        }
    }

    /** JW-18: the time of now counts, whatever the process has slept through. */
    @Test
    void JW18_expiry_isByTheWallClock() {
        JwtAuthentication keys = fixed(RSA);
        String token = token(RSA);
        assertBelieved(keys, token);
        clock.advance(Duration.ofMinutes(5).plusSeconds(29));
        assertBelieved(keys, token);
        clock.advance(Duration.ofSeconds(1));
        assertRefused(keys, token);
        clock.advance(Duration.ofHours(-2));
        assertBelieved(keys, token);
        assertRefused(
                keys.leeway(Duration.ZERO),
                token(RSA, "nbf", Long.toString(clock.instant().getEpochSecond() + 1)));
        assertThatThrownBy(() -> keys.leeway(Duration.ofMinutes(6))).hasMessageContaining("5 minutes");
        assertThatThrownBy(() -> keys.leeway(Duration.ofSeconds(-1))).hasMessageContaining("leeway");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aud|absent|401",
                "aud|\"https://api.example.com\"|200",
                "aud|[\"https://api.example.com\"]|200",
                "aud|[\"other\",\"https://api.example.com\"]|200",
                "aud|[]|401",
                "aud|[\"other\"]|401",
                "aud|\"https://api.example.com/\"|401",
                "aud|\"https://api.example\"|401",
                "aud|\"HTTPS://api.example.com\"|401",
                "aud|[\"https://api.example.com\",7]|401",
                "aud|{\"https://api.example.com\":1}|401",
                "aud|null|401",
                "aud|\"https://api.example.com https://other\"|401",
                "iss|absent|401",
                "iss|\"https://login.example.com\"|401",
                "iss|[\"https://login.example.com/\"]|401",
                "iss|null|401",
                "iss|\"https://LOGIN.example.com/\"|401",
                "sub|absent|401",
                "sub|\"\"|401",
                "sub|\" \"|401",
                "sub|7|401",
                "sub|null|401"
            })
    void JW10_parties_areComparedAsTheyStand(String claim, String value, int status) {
        String token = token(RSA, claim, value);
        if (status == 200) {
            assertBelieved(fixed(RSA), token);
        } else {
            assertRefused(fixed(RSA), token);
        }
    }

    @Test
    void JW10_withoutIssuerOrAudience_nothingIsBuilt() {
        assertThatThrownBy(() -> JwtAuthentication.ofSecret(SECRET, " ", AUDIENCE))
                .hasMessageContaining("Issuer and audience");
        assertThatThrownBy(() -> JwtAuthentication.ofKeys(jwks(RSA), ISSUER, ""))
                .hasMessageContaining("Issuer and audience");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"typ\":\"at+jwt\"|200",
                "\"typ\":\"AT+JWT\"|200",
                "\"typ\":\"application/at+jwt\"|200",
                "\"typ\":\"JWT\"|401",
                "\"typ\":\"logout+jwt\"|401",
                "\"cty\":\"at+jwt\"|401",
                "\"typ\":[\"at+jwt\"]|401"
            })
    void JW11_type_canBeAskedFor(String parameter, int status) {
        JwtAuthentication access = fixed(RSA).type("at+jwt");
        String token = sign(header(RSA, parameter), claims(), RSA);
        if (status == 200) {
            assertBelieved(access, token);
        } else {
            assertRefused(access, token);
        }
    }

    @Test
    void JW12_namesThatComeTwice_areRefused() {
        assertRefused(fixed(RSA), sign("{\"alg\":\"RS256\",\"kid\":\"rsa-1\",\"alg\":\"none\"}", claims(), RSA));
        assertRefused(fixed(RSA), sign(header(RSA, "\"kid\":\"rsa-1\""), claims(), RSA));
        String twice = claims().replace("{", "{\"sub\":\"bob\",");
        assertRefused(fixed(RSA), sign(header(RSA), twice, RSA));
        assertRefused(fixed(RSA), token(RSA, "nested", "{\"a\":1,\"a\":2}"));
        assertRefused(fixed(RSA), token(RSA, "nested", "[{\"a\":1,\"\\u0061\":2}]"));
    }

    static Stream<String> oddForms() {
        String good = token(RSA);
        String[] parts = good.split("\\.", -1);
        char last = parts[2].charAt(parts[2].length() - 1);
        // The last character of 256 bytes has four bits that mean nothing: another spelling of the same bytes.
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        String sameBytes = parts[2].substring(0, parts[2].length() - 1) + alphabet.charAt(alphabet.indexOf(last) ^ 1);
        return Stream.of(
                parts[0] + "." + parts[1],
                good + ".",
                good + "." + parts[2],
                good + ".a.b",
                "." + parts[1] + "." + parts[2],
                parts[0] + ".." + parts[2],
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1] + "." + parts[2] + "==",
                parts[0] + "." + parts[1] + "." + sameBytes,
                good.replace('.', ' '),
                good.replace("-", "+").replace("_", "/") + "+",
                ".".repeat(5_000),
                "x".repeat(9_000),
                "{\"payload\":\"" + parts[1] + "\"}",
                good + " ",
                "\"" + good + "\"");
    }

    @ParameterizedTest
    @MethodSource("oddForms")
    void JW13_otherForms_areRefused(String token) {
        // Blanks around the value of a header are none of it.
        if (token.equals(token.trim())) {
            assertRefused(fixed(RSA), token);
        }
    }

    /** The parts of a token that are no bytes of UTF-8, or nested too deeply, or too many. */
    @Test
    void JW14_JW15_payloadsOfOtherKinds_areRefused() throws Exception {
        String nested = "[".repeat(1_000) + "]".repeat(1_000);
        assertRefused(fixed(RSA), token(RSA, "deep", nested));
        assertRefused(fixed(RSA), token(RSA, "many", "\"" + "x".repeat(10_000) + "\""));
        assertRefused(fixed(RSA), sign(header(RSA), "\uFEFF" + claims(), RSA));
        assertRefused(fixed(RSA), token(RSA, "lone", "\"\\ud800\""));
        assertRefused(fixed(RSA), sign(header(RSA), claims() + " x", RSA));
        assertRefused(fixed(RSA), sign(header(RSA), "[1]", RSA));
        byte[] notUtf8 = claims().replace("ada", "?da").getBytes(StandardCharsets.UTF_8);
        notUtf8[new String(notUtf8, StandardCharsets.UTF_8).indexOf('?')] = (byte) 0xff;
        String input = encode(header(RSA)) + "." + Base64URL.encode(notUtf8);
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(RSA.toPrivateKey());
        signer.update(input.getBytes(StandardCharsets.US_ASCII));
        assertRefused(fixed(RSA), input + "." + Base64URL.encode(signer.sign()));
    }

    @Test
    void JW16_scheme_isBearer_withoutRegardToCase() {
        String token = token(RSA);
        for (String scheme : List.of("Bearer ", "bearer ", "BEARER ")) {
            assertThat(send(fixed(RSA), scheme + token).status()).isEqualTo(200);
        }
        for (String other : List.of(
                "Basic " + token,
                "Bearer  " + token,
                "Bearer\t" + token,
                "Bearer" + token,
                token,
                "Bearer",
                "Bearer " + token + ", Bearer " + token,
                "Bearer \"" + token + "\"",
                "Bearer " + token + " x",
                "Bearer token=" + token,
                "JWT " + token)) {
            assertThat(send(fixed(RSA), other).status()).as(other).isEqualTo(401);
            assertThat(send(fixed(RSA).optional(), other).status()).as(other).isEqualTo(401);
        }
        assertThat(send(fixed(RSA), "Bearer " + token, "Bearer " + token).status())
                .isEqualTo(401);
    }

    @Test
    void JW16_tokenElsewhere_isNone() {
        Request request = Request.get("/?access_token=" + token(RSA))
                .header("Cookie", "Authorization=" + token(RSA) + "; access_token=" + token(RSA))
                .header("X-Authorization", "Bearer " + token(RSA))
                .build();
        Response response = Lift.of(routes -> routes.use(fixed(RSA)).get("/", handled -> Response.ok()))
                .handle(request);
        assertThat(response.status()).isEqualTo(401);
        assertThat(response.headers().all("WWW-Authenticate")).containsExactly("Bearer");
    }

    @Test
    void optional_letsThoseThroughWhoSendNone() {
        assertThat(send(fixed(RSA).optional()).bodyBytes()).asString().isEqualTo("nobody");
        assertThat(send(fixed(RSA)).status()).isEqualTo(401);
        assertRefused(fixed(RSA).optional(), token(OTHER_RSA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"admin\"|[admin]",
                "[\"admin\",\"ops\"]|[admin, ops]",
                "\"admin ops\"|[admin ops]",
                "[\"admin\",7]|[]",
                "7|[]",
                "{\"admin\":true}|[]",
                "null|[]"
            })
    void JW20_roles_areStringsOrNothing(String claim, String roles) {
        assertThat(send(fixed(RSA).roles("groups"), "Bearer " + token(RSA, "groups", claim))
                        .bodyBytes())
                .asString()
                .isEqualTo("ada " + roles + " []");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scope|\"read write\"|[read, write]", "scp|[\"read\",\"write\"]|[read, write]",
                        "scp|\"read write\"|[read, write]",
                "scope|\" read  \"|[read]", "scope|7|[]", "scope|null|[]"
            })
    void JW20_scopes_areWords(String claim, String value, String scopes) {
        assertThat(send(fixed(RSA), "Bearer " + token(RSA, claim, value)).bodyBytes())
                .asString()
                .isEqualTo("ada [] " + scopes);
    }

    @Test
    void id_canBeAnotherClaim() {
        assertThat(send(fixed(RSA).id("client_id"), "Bearer " + token(RSA, "client_id", "\"shop\""))
                        .bodyBytes())
                .asString()
                .startsWith("shop ");
        assertRefused(fixed(RSA).id("client_id"), token(RSA));
    }

    // Keys from a URL

    /** An issuer whose keys and moods can change. */
    private static final class Issuer implements AutoCloseable {
        final HttpServer server;
        final AtomicInteger fetched = new AtomicInteger();
        volatile String keys = "{\"keys\":[]}";
        volatile int status = 200;
        volatile String location = "";

        Issuer() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool());
            server.createContext("/", exchange -> {
                try (exchange) {
                    fetched.incrementAndGet();
                    byte[] bytes = keys.getBytes(StandardCharsets.UTF_8);
                    if (!location.isEmpty()) {
                        exchange.getResponseHeaders().add("Location", location);
                    }
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                }
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private JwtAuthentication remote(Issuer issuer, Duration keep, Duration atMostEach) {
        return JwtAuthentication.of(
                        JwtKeys.remote(issuer.url(), new JwtKeys.Fetching(keep, atMostEach, Duration.ofHours(4))),
                        ISSUER,
                        AUDIENCE)
                .clock(clock);
    }

    @Test
    void JW17_keys_areFetchedOnce_andAgainForOneThatIsNew() throws Exception {
        try (Issuer issuer = new Issuer()) {
            issuer.keys = jwks(RSA);
            JwtAuthentication keys = remote(issuer, Duration.ofMinutes(15), Duration.ofMillis(1));
            assertThat(issuer.fetched).hasValue(0);
            for (int i = 0; i < 10; i++) {
                assertBelieved(keys, token(RSA));
            }
            assertThat(issuer.fetched).hasValue(1);
            issuer.keys = jwks(OTHER_RSA, EC);
            assertBelieved(keys, token(OTHER_RSA));
            assertBelieved(keys, token(EC));
            // The one that was rotated away is believed no more.
            assertRefused(keys, token(RSA));
        }
    }

    /** JW-06: each token with another key id would else be a request to the issuer. */
    @Test
    void JW06_manyKeyIdsThatAreNotKnown_areNoStormOfFetches() throws Exception {
        try (Issuer issuer = new Issuer()) {
            issuer.keys = jwks(RSA);
            JwtAuthentication keys = remote(issuer, Duration.ofHours(2), Duration.ofHours(1));
            assertBelieved(keys, token(RSA));
            for (int i = 0; i < 200; i++) {
                assertRefused(keys, sign("{\"alg\":\"RS256\",\"kid\":\"unknown-" + i + "\"}", claims(), OTHER_RSA));
            }
            assertThat(issuer.fetched.get()).isLessThanOrEqualTo(3);
            assertBelieved(keys, token(RSA));
        }
    }

    @Test
    void JW17_outage_servesTheKeysThatAreKnown_andIsA503WithoutAny() throws Exception {
        try (Issuer issuer = new Issuer()) {
            issuer.keys = jwks(RSA);
            JwtAuthentication keys = remote(issuer, Duration.ofMillis(2), Duration.ofMillis(1));
            assertBelieved(keys, token(RSA));
            issuer.status = 500;
            for (int i = 0; i < 5; i++) {
                assertBelieved(keys, token(RSA));
            }
            JwtAuthentication late = remote(issuer, Duration.ofMillis(2), Duration.ofMillis(1));
            Response response = send(late, "Bearer " + token(RSA));
            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers().contains("Retry-After")).isTrue();
            issuer.status = 200;
            assertBelieved(late, token(RSA));
        }
    }

    @Test
    void JW17_answersThatAreNoKeys_areNotBelieved() throws Exception {
        try (Issuer issuer = new Issuer()) {
            for (String answer : List.of(
                    "<html>",
                    "",
                    "{}",
                    "[]",
                    "{\"keys\":7}",
                    "{\"keys\":[" + "{\"kty\":\"oct\",\"k\":\"AAAA\"},".repeat(10_000) + "{}]}",
                    "{\"keys\":[]}" + " ".repeat(5_000_000))) {
                issuer.keys = answer;
                assertThat(send(remote(issuer, Duration.ofMinutes(1), Duration.ofMillis(1)), "Bearer " + token(RSA))
                                .status())
                        .as("%.50s", answer)
                        .isEqualTo(503);
            }
        }
    }

    @Test
    void JW17_keysThatAreNotForSignatures_areNotUsed() throws Exception {
        try (Issuer issuer = new Issuer()) {
            OctetSequenceKey secret =
                    new OctetSequenceKey.Builder(SECRET).keyID("oct").build();
            JWK encrypting = new RSAKey.Builder(OTHER_RSA.toRSAPublicKey())
                    .keyID("rsa-2")
                    .keyUse(KeyUse.ENCRYPTION)
                    .build();
            issuer.keys =
                    new JWKSet(List.of(RSA.toPublicJWK(), encrypting, secret)).toString(/* publicKeysOnly= */ false);
            JwtAuthentication keys = remote(issuer, Duration.ofMinutes(15), Duration.ofMillis(1));
            assertBelieved(keys, token(RSA));
            assertRefused(keys, token(OTHER_RSA));
            assertRefused(keys, sign("{\"alg\":\"HS256\",\"kid\":\"oct\"}", claims(), secret));
        }
    }

    @Test
    void JW17_redirects_areNotFollowed() throws Exception {
        try (Issuer issuer = new Issuer();
                Issuer attacker = new Issuer()) {
            attacker.keys = jwks(RSA);
            issuer.status = 302;
            issuer.location = attacker.url();
            assertThat(send(remote(issuer, Duration.ofMinutes(1), Duration.ofMillis(1)), "Bearer " + token(RSA))
                            .status())
                    .isEqualTo(503);
            assertThat(attacker.fetched).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com/jwks",
                "ftp://login.example.com/jwks",
                "file:///etc/passwd",
                "https://user@login.example.com/",
                "login.example.com",
                "",
                "http://localhost.evil.example.com/",
                "http://169.254.169.254/",
                "jar:https://x!/y"
            })
    void JW17_urlThatAnybodyOnTheWayCouldAnswer_isRefusedWhenConfigured(String url) {
        assertThatThrownBy(() -> JwtAuthentication.ofJwks(url, ISSUER, AUDIENCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https URL");
        assertThat(JwtAuthentication.ofJwks("https://login.example.com/jwks", ISSUER, AUDIENCE))
                .hasToString("JwtAuthentication[" + ISSUER + "]");
    }

    /** JW-19: keys change while tokens of both are verified; each answer is the one or the other, and in the end the new one. */
    @Test
    void JW19_rotationUnderLoad_isNeverHalfDone() throws Exception {
        try (Issuer issuer = new Issuer()) {
            issuer.keys = jwks(RSA, EC);
            JwtAuthentication keys = remote(issuer, Duration.ofSeconds(2), Duration.ofMillis(20));
            String always = token(EC);
            String before = token(RSA);
            String after = token(OTHER_RSA);
            List<String> faults = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch half = new CountDownLatch(4 * 20);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> {
                    for (int round = 0; round < 40; round++) {
                        int status = send(keys, "Bearer " + always).status();
                        if (status != 200) {
                            faults.add("always " + status);
                        }
                        for (String each : List.of(before, after)) {
                            int one = send(keys, "Bearer " + each).status();
                            if (one != 200 && one != 401) {
                                faults.add("rotated " + one);
                            }
                        }
                        half.countDown();
                    }
                });
                thread.start();
                threads.add(thread);
            }
            half.await();
            issuer.keys = jwks(OTHER_RSA, EC);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(faults).isEmpty();
            while (send(keys, "Bearer " + before).status() == 200) {
                Thread.onSpinWait(); // Until the keys are kept no longer.
            }
            assertBelieved(keys, after);
            assertRefused(keys, before);
        }
    }

    @Test
    void JW21_sameTokenTwice_isNoOtherAnswer() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] first =
                digest.digest(send(fixed(RSA), "Bearer " + token(OTHER_RSA)).bodyBytes());
        byte[] second = digest.digest(send(fixed(RSA), "Bearer x").bodyBytes());
        assertThat(second).isEqualTo(first);
    }
}
