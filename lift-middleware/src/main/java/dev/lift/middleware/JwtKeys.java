package dev.lift.middleware;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys that tokens may be signed with. Which algorithms a key is for is said here and never by a token. */
final class JwtKeys {
    private static final Set<JWSAlgorithm> ASYMMETRIC = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.EdDSA,
            JWSAlgorithm.Ed25519);

    private static final int LEAST_RSA_BITS = 2_048;
    private static final BigInteger LEAST_RSA_EXPONENT = BigInteger.valueOf(65_537);
    private static final int LEAST_SECRET_BYTES = 32;

    /** Of one id there are two while they are rotated; without an id, as many as an issuer signs with. */
    private static final int MOST_CANDIDATES = 10;

    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 2_000;
    private static final int MOST_BYTES = 64 * 1024;

    private final JWKSource<SecurityContext> source;
    private final Set<JWSAlgorithm> algorithms;

    private JwtKeys(JWKSource<SecurityContext> source, Set<JWSAlgorithm> algorithms) {
        this.source = source;
        this.algorithms = algorithms;
    }

    /** How a set of keys is fetched. */
    record Fetching(Duration keep, Duration atMostEach, Duration outage) {
        static final Fetching DEFAULT =
                new Fetching(Duration.ofMinutes(15), Duration.ofSeconds(30), Duration.ofHours(4));
    }

    /** The keys at a URL: fetched at first use, kept, and fetched again for a key that is not known, but not each time. */
    static JwtKeys remote(String url, Fetching fetching) {
        JWKSource<SecurityContext> source = JWKSourceBuilder.<SecurityContext>create(
                        checked(url), new Retriever(CONNECT_MILLIS, READ_MILLIS, MOST_BYTES))
                .cache(fetching.keep.toMillis(), CONNECT_MILLIS + READ_MILLIS)
                .refreshAheadCache(false) // It would need a thread.
                .rateLimited(fetching.atMostEach.toMillis())
                .outageTolerant(fetching.outage.toMillis())
                .build();
        return new JwtKeys(source, ASYMMETRIC);
    }

    /** Anybody on the way could put keys of their own into a reply over HTTP; this machine's own is nobody else's. */
    private static URL checked(String url) {
        try {
            URI uri = URI.create(url);
            boolean local = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
            if (uri.getUserInfo() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()) && local)) {
                return uri.toURL();
            }
        } catch (IllegalArgumentException | IOException malformed) {
            // As below.
        }
        throw new IllegalArgumentException("The keys must be at an https URL, was '" + url + "'");
    }

    /** Follows nothing: who may say where the keys are is the app. */
    private static final class Retriever extends DefaultResourceRetriever {
        Retriever(int connectMillis, int readMillis, int mostBytes) {
            super(connectMillis, readMillis, mostBytes);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }

    /** Some public keys. */
    static JwtKeys fixed(String jwks) {
        JWKSet keys;
        try {
            keys = JWKSet.parse(jwks);
        } catch (ParseException malformed) {
            throw new IllegalArgumentException(
                    "The keys are no JSON Web Key Set: " + malformed.getMessage(), malformed);
        }
        List<JWK> usable = new ArrayList<>();
        for (JWK key : keys.getKeys()) {
            if (!isStrongPublicKey(key)) {
                throw new IllegalArgumentException("The key '" + key.getKeyID() + "' of type " + key.getKeyType()
                        + " is not for signatures, too weak, or no public one");
            }
            usable.add(key.toPublicJWK());
        }
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("At least one key is needed, or nobody would be let through");
        }
        return new JwtKeys(new ImmutableJWKSet<>(new JWKSet(usable)), ASYMMETRIC);
    }

    /** A secret that the issuer has too. */
    static JwtKeys secret(byte[] secret) {
        if (secret.length < LEAST_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "The secret of HS256 has 32 bytes at least (RFC 7518 section 3.2), was " + secret.length);
        }
        OctetSequenceKey key = new OctetSequenceKey.Builder(secret).build();
        return new JwtKeys(new ImmutableJWKSet<>(new JWKSet(key)), Set.of(JWSAlgorithm.HS256));
    }

    /**
     * Returns the keys that a token may be signed with.
     *
     * @throws InvalidToken when there is none
     * @throws KeySourceException when the keys are not to be had
     */
    List<JWK> candidates(JWSHeader header) throws InvalidToken, KeySourceException {
        if (!algorithms.contains(header.getAlgorithm())) {
            throw new InvalidToken("an algorithm that is not allowed");
        }
        List<JWK> found;
        try {
            found = source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null);
        } catch (RateLimitReachedException notAgain) {
            throw new InvalidToken("a key that is not known, and was not long ago");
        }
        List<JWK> candidates = new ArrayList<>();
        for (JWK key : found) {
            if (candidates.size() < MOST_CANDIDATES
                    && (key instanceof OctetSequenceKey ? isOurSecret() : isStrongPublicKey(key))) {
                candidates.add(key);
            }
        }
        if (candidates.isEmpty()) {
            throw new InvalidToken("a key that is not known");
        }
        return candidates;
    }

    /** A set of public keys has none that is a secret; one that has is not believed. */
    private boolean isOurSecret() {
        return algorithms.contains(JWSAlgorithm.HS256);
    }

    private static boolean isStrongPublicKey(JWK key) {
        if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
            return false;
        }
        if (key instanceof RSAKey rsa) {
            try {
                return rsa.size() >= LEAST_RSA_BITS
                        && rsa.toRSAPublicKey().getPublicExponent().compareTo(LEAST_RSA_EXPONENT) >= 0;
            } catch (JOSEException malformed) {
                return false;
            }
        }
        return key instanceof ECKey
                || key instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519);
    }
}
