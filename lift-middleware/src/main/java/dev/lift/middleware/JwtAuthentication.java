package dev.lift.middleware;

import com.nimbusds.jose.KeySourceException;
import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Knows callers by a signed token (JWT, RFC 7519) in {@code Authorization: Bearer} (RFC 6750), such as those of OpenID Connect and OAuth
 * 2. Needs {@code com.nimbusds:nimbus-jose-jwt} on the class path.
 *
 * <p>A token is believed when its signature is one of the issuer's keys for an algorithm of that key, issuer and audience are the
 * configured ones, it has not expired, and it says who the caller is (RFC 8725). Keys are the app's choice and are never taken from, or
 * fetched for, what a token says; nothing unsigned or encrypted is taken. Otherwise the client gets 401, and the log the reason at level
 * DEBUG, without the token. While the keys are not to be had and none are known, clients get 503.
 *
 * <p>Keys from a URL are fetched at first use, kept for 15 minutes, and used for 4 hours more while they cannot be fetched. A key that is
 * not known makes them be fetched at once, at most twice in 30 seconds.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(JwtAuthentication.ofJwks(
 *                 "https://login.example.com/.well-known/jwks.json", "https://login.example.com/", "https://api.example.com")
 *         .roles("cognito:groups"));
 * }</pre>
 */
public final class JwtAuthentication implements Placed {
    private static final Duration LONGEST_LEEWAY = Duration.ofMinutes(5);
    private static final String SCHEME = "Bearer ";

    private final JwtKeys keys;
    private final Settings settings;
    private final JwtVerifier verifier;

    /** What is asked of a token, and made of it. Changed in copies alone. */
    private static final class Settings {
        String issuer = "";
        String audience = "";
        String type = "";
        Duration leeway = Duration.ofSeconds(30);
        String id = "sub";
        String roles = "";
        boolean optional;
        Clock clock = Clock.systemUTC();

        Settings copy() {
            Settings copy = new Settings();
            copy.issuer = issuer;
            copy.audience = audience;
            copy.type = type;
            copy.leeway = leeway;
            copy.id = id;
            copy.roles = roles;
            copy.optional = optional;
            copy.clock = clock;
            return copy;
        }
    }

    private JwtAuthentication(JwtKeys keys, Settings settings) {
        this.keys = keys;
        this.settings = settings;
        this.verifier =
                new JwtVerifier(keys, settings.issuer, settings.audience, settings.type, settings.leeway.toSeconds());
    }

    /**
     * Takes tokens of an issuer whose public keys are at a URL.
     *
     * @param url where its JSON Web Key Set is (RFC 7517), over https; http for this machine alone
     * @param issuer the {@code iss} of its tokens, as it stands
     * @param audience what has to be among the {@code aud} of a token
     * @return the middleware
     * @throws IllegalArgumentException when the URL is another, or something is blank
     */
    public static JwtAuthentication ofJwks(String url, String issuer, String audience) {
        return of(JwtKeys.remote(url, JwtKeys.Fetching.DEFAULT), issuer, audience);
    }

    /**
     * Takes tokens of an issuer whose public keys are known.
     *
     * @param jwks a JSON Web Key Set (RFC 7517) of RSA keys from 2,048 bits, EC keys or Ed25519 keys
     * @param issuer the {@code iss} of its tokens, as it stands
     * @param audience what has to be among the {@code aud} of a token
     * @return the middleware
     * @throws IllegalArgumentException when a key is none of those, or something is blank
     */
    public static JwtAuthentication ofKeys(String jwks, String issuer, String audience) {
        return of(JwtKeys.fixed(jwks), issuer, audience);
    }

    /**
     * Takes tokens that are signed by HS256 with a secret.
     *
     * @param secret the secret, of 32 bytes at least; whoever has it can make tokens
     * @param issuer the {@code iss} of its tokens, as it stands
     * @param audience what has to be among the {@code aud} of a token
     * @return the middleware
     * @throws IllegalArgumentException when the secret is shorter, or something is blank
     */
    public static JwtAuthentication ofSecret(byte[] secret, String issuer, String audience) {
        return of(JwtKeys.secret(secret), issuer, audience);
    }

    static JwtAuthentication of(JwtKeys keys, String issuer, String audience) {
        if (issuer.isBlank() || audience.isBlank()) {
            throw new IllegalArgumentException("Issuer and audience are needed:"
                    + " without them a token that was made for somebody else would be believed (RFC 8725 section 3.8)");
        }
        Settings settings = new Settings();
        settings.issuer = issuer;
        settings.audience = audience;
        return new JwtAuthentication(keys, settings);
    }

    private JwtAuthentication changed(Consumer<Settings> change) {
        Settings copy = settings.copy();
        change.accept(copy);
        return new JwtAuthentication(keys, copy);
    }

    /**
     * Sets by how much the clocks of issuer and app may differ.
     *
     * @param time whole seconds from 0 to 5 minutes; 30 seconds unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it is outside its range
     */
    public JwtAuthentication leeway(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST_LEEWAY) > 0) {
            throw new IllegalArgumentException("The leeway must be from 0 seconds to 5 minutes, was " + time);
        }
        return changed(copy -> copy.leeway = time);
    }

    /**
     * Asks for a {@code typ}, so that a token of another kind by the same issuer is not taken (RFC 8725 section 3.11).
     *
     * @param name such as {@code at+jwt} for access tokens (RFC 9068); any unless set
     * @return the middleware with it
     */
    public JwtAuthentication type(String name) {
        return changed(copy -> copy.type = name.toLowerCase(Locale.ROOT));
    }

    /**
     * Sets which claim says who the caller is.
     *
     * @param claim its name; {@code sub} unless set
     * @return the middleware with it
     */
    public JwtAuthentication id(String claim) {
        return changed(copy -> copy.id = claim);
    }

    /**
     * Sets which claim has the roles: a string, which is one, or an array of them.
     *
     * @param claim its name; none unless set
     * @return the middleware with it
     */
    public JwtAuthentication roles(String claim) {
        return changed(copy -> copy.roles = claim);
    }

    /**
     * Lets those through who send no {@code Authorization}; handlers find no {@link Principal} then. A token that is not believed is
     * refused all the same.
     *
     * @return the middleware with it
     */
    public JwtAuthentication optional() {
        return changed(copy -> copy.optional = true);
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall the clock
     * @return the middleware with it
     */
    public JwtAuthentication clock(Clock wall) {
        return changed(copy -> copy.clock = wall);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        List<String> sent = request.headers("Authorization");
        if (sent.isEmpty()) {
            if (settings.optional) {
                return next.handle(request);
            }
            throw new HttpException(401, "A bearer token is needed", Headers.of("WWW-Authenticate", "Bearer"));
        }
        principal(sent).authenticate(request);
        return next.handle(request);
    }

    private Principal principal(List<String> sent) {
        try {
            if (sent.size() != 1 || !sent.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                throw new InvalidToken("no bearer token, or more than one");
            }
            return principal(verifier.verify(sent.get(0).substring(SCHEME.length()), settings.clock.instant()));
        } catch (InvalidToken refused) {
            LoggerFactory.getLogger(JwtAuthentication.class).debug("A token was refused: {}", refused.getMessage());
            throw new HttpException(
                    401,
                    "The bearer token is not valid here",
                    Headers.of("WWW-Authenticate", "Bearer error=\"invalid_token\""));
        } catch (KeySourceException unavailable) {
            LoggerFactory.getLogger(JwtAuthentication.class)
                    .warn("The keys of {} are not to be had", settings.issuer, unavailable);
            throw new HttpException(
                    503, "Whether the token is valid could not be found out", Headers.of("Retry-After", "5"));
        }
    }

    private Principal principal(Map<String, Object> claims) throws InvalidToken {
        if (!(claims.get(settings.id) instanceof String id) || id.isBlank()) {
            throw new InvalidToken("no " + settings.id);
        }
        Map<String, Object> present = new HashMap<>(claims);
        present.values().removeIf(Objects::isNull);
        return Principal.of(id)
                .withScopes(scopes(claims))
                .withRoles(strings(claims.get(settings.roles)))
                .withClaims(present);
    }

    /** With blanks between them (RFC 8693 section 4.2), or as an array, which some issuers write. */
    private static List<String> scopes(Map<String, Object> claims) {
        Object scopes = claims.containsKey("scope") ? claims.get("scope") : claims.get("scp");
        List<String> words = new ArrayList<>();
        for (String each : strings(scopes)) {
            for (String word : each.split(" ", -1)) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    /** A claim of another type has none: nothing is guessed of it. */
    private static List<String> strings(@Nullable Object claim) {
        List<String> strings = new ArrayList<>();
        if (claim instanceof String one) {
            strings.add(one);
        } else if (claim instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(each -> strings.add((String) each));
        }
        return strings;
    }

    @Override
    public Place place() {
        return Place.AUTHENTICATION;
    }

    /** The issuer. */
    @Override
    public String toString() {
        return "JwtAuthentication[" + settings.issuer + "]";
    }
}
