package dev.lift.examples.orders.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Issues tokens that {@link LocalSettings} accept. */
public final class Tokens {
    private Tokens() {}

    /** Returns a token that is good for a day. */
    public static String of(String tenant, String customer, String... roles) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.HS256),
                new JWTClaimsSet.Builder()
                        .issuer(LocalSettings.ISSUER)
                        .audience(LocalSettings.AUDIENCE)
                        .subject(customer)
                        .claim("tenant", tenant)
                        .claim("roles", List.of(roles))
                        .expirationTime(Date.from(Instant.now().plus(Duration.ofDays(1))))
                        .build());
        try {
            token.sign(new MACSigner(LocalSettings.JWT_SECRET.getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException wrong) {
            throw new IllegalStateException("The secret of this machine does not sign", wrong);
        }
        return token.serialize();
    }
}
