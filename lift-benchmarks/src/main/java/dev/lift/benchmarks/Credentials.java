package dev.lift.benchmarks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What clients send so that middleware lets them through. */
final class Credentials {
    private Credentials() {}

    /** The value of {@code Authorization} that a stack asks for; empty where it asks for none. */
    static String of(Stack stack) {
        try {
            return switch (stack) {
                case JWT_SECRET -> "Bearer " + token(JWSAlgorithm.HS256, new MACSigner(Stacks.SECRET));
                case JWT_KEY -> "Bearer " + token(JWSAlgorithm.ES256, new ECDSASigner(ECKey.parse(Stacks.PRIVATE_KEY)));
                case BASIC_AUTHENTICATION ->
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(("ada:" + Stacks.KEY).getBytes(StandardCharsets.UTF_8));
                default -> "";
            };
        } catch (JOSEException | ParseException wrong) {
            throw new IllegalStateException(stack.label, wrong);
        }
    }

    private static String token(JWSAlgorithm algorithm, JWSSigner signer) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(algorithm),
                new JWTClaimsSet.Builder()
                        .issuer(Stacks.ISSUER)
                        .audience(Stacks.AUDIENCE)
                        .subject("ada")
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1))))
                        .build());
        token.sign(signer);
        return token.serialize();
    }

    /** What GitHub would send of a body. */
    static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Stacks.SECRET, "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
