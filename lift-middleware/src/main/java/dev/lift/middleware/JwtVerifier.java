package dev.lift.middleware;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a signed token (RFC 7519, RFC 7515 section 3.1) and believes it or not, as RFC 8725 has it. */
final class JwtVerifier {
    private static final int LONGEST_TOKEN = 8_192;
    private static final int LONGEST_KEY_ID = 256;

    /** The end of the year 9999: what is later was never meant as a time. */
    private static final double LATEST = 253_402_300_799d;

    /** What changes the meaning of a token, and is not supported: RFC 7515 section 4.1.11, RFC 7797, RFC 7516 section 4.1.3. */
    private static final Set<String> UNSUPPORTED = Set.of("crit", "b64", "zip", "enc");

    private final JwtKeys keys;
    private final String issuer;
    private final String audience;
    private final String type;
    private final long leewaySeconds;

    JwtVerifier(JwtKeys keys, String issuer, String audience, String type, long leewaySeconds) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.type = type;
        this.leewaySeconds = leewaySeconds;
    }

    /**
     * Returns the claims of a token.
     *
     * @throws InvalidToken when it is not to be believed
     * @throws KeySourceException when the keys are not to be had, so that nobody knows
     */
    Map<String, Object> verify(String token, Instant now) throws InvalidToken, KeySourceException {
        if (token.length() > LONGEST_TOKEN) {
            throw new InvalidToken("more than " + LONGEST_TOKEN + " characters");
        }
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            throw new InvalidToken(parts.length + " parts instead of 3");
        }
        JWSHeader header = header(parts[0]);
        byte[] payload = decode(parts[1]);
        byte[] signature = decode(parts[2]);
        byte[] input = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        checkSignature(header, input, signature);
        Map<String, Object> claims = object(payload);
        checkTimes(claims, now);
        checkParties(claims);
        return claims;
    }

    private JWSHeader header(String part) throws InvalidToken {
        Map<String, Object> members = object(decode(part));
        for (String name : UNSUPPORTED) {
            if (members.containsKey(name)) {
                throw new InvalidToken("the header parameter " + name);
            }
        }
        if (members.get("kid") instanceof String id && id.length() > LONGEST_KEY_ID) {
            throw new InvalidToken("a key id of " + id.length() + " characters");
        }
        if (!type.isEmpty() && !isType(members.get("typ"))) {
            throw new InvalidToken("another type than " + type);
        }
        try {
            return JWSHeader.parse(new Base64URL(part));
        } catch (ParseException | RuntimeException malformed) {
            throw new InvalidToken("a header that is none");
        }
    }

    /** Without regard to case, and to the prefix that may be left out (RFC 7515 section 4.1.9). */
    private boolean isType(@Nullable Object typ) {
        if (!(typ instanceof String text)) {
            return false;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals(type) || lower.equals("application/" + type);
    }

    /** Decodes base64url with the one spelling that each sequence of bytes has: others would be other tokens to a deny-list. */
    private static byte[] decode(String part) throws InvalidToken {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(part);
            if (bytes.length > 0
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(part)) {
                return bytes;
            }
        } catch (IllegalArgumentException malformed) {
            // As below.
        }
        throw new InvalidToken("a part that is empty or no base64url");
    }

    private static Map<String, Object> object(byte[] json) throws InvalidToken {
        try {
            if (StrictJson.isObject(json)) {
                return JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8));
            }
        } catch (ParseException malformed) {
            // As below.
        }
        throw new InvalidToken("a part that is no JSON object with one meaning");
    }

    private void checkSignature(JWSHeader header, byte[] input, byte[] signature)
            throws InvalidToken, KeySourceException {
        for (JWK key : keys.candidates(header)) {
            if (isSigned(header, key, input, signature)) {
                return;
            }
        }
        throw new InvalidToken("a signature that is wrong");
    }

    static boolean isSigned(JWSHeader header, JWK jwk, byte[] input, byte[] signature) {
        if (jwk instanceof OctetKeyPair pair) {
            return Ed25519.isSigned(pair, input, signature);
        }
        try {
            Key key =
                    jwk instanceof OctetSequenceKey secret ? secret.toSecretKey() : ((AsymmetricJWK) jwk).toPublicKey();
            return new DefaultJWSVerifierFactory()
                    .createJWSVerifier(header, key)
                    .verify(header, input, Base64URL.encode(signature));
        } catch (JOSEException notForThisKey) {
            return false;
        }
    }

    private void checkTimes(Map<String, Object> claims, Instant now) throws InvalidToken {
        double seconds = now.getEpochSecond() + now.getNano() / 1e9;
        Double expires = time(claims, "exp");
        if (expires == null) {
            throw new InvalidToken("no exp");
        }
        if (expires <= seconds - leewaySeconds) {
            throw new InvalidToken("expired");
        }
        for (String name : new String[] {"nbf", "iat"}) {
            Double from = time(claims, name);
            if (from != null && from > seconds + leewaySeconds) {
                throw new InvalidToken(name + " in the future");
            }
        }
    }

    private static @Nullable Double time(Map<String, Object> claims, String name) throws InvalidToken {
        if (!claims.containsKey(name)) {
            return null;
        }
        if (claims.get(name) instanceof Number number && Math.abs(number.doubleValue()) <= LATEST) {
            return number.doubleValue();
        }
        throw new InvalidToken(name + " that is no time");
    }

    private void checkParties(Map<String, Object> claims) throws InvalidToken {
        if (!issuer.equals(claims.get("iss"))) {
            throw new InvalidToken("another issuer");
        }
        Object audiences = claims.get("aud");
        boolean meant = audiences instanceof List<?> list
                ? list.contains(audience) && list.stream().allMatch(String.class::isInstance)
                : audience.equals(audiences);
        if (!meant) {
            throw new InvalidToken("another audience");
        }
    }
}
