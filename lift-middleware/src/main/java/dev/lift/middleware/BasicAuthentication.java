package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Knows callers by user and password, as RFC 7617 has it, in UTF-8. For a few users that the app has the passwords' hashes of, or for
 * whatever a predicate asks.
 *
 * <p>Whoever sends none, malformed or wrong ones gets 401 with a challenge. A user that is not known takes as much work as a wrong
 * password. Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(BasicAuthentication.ofHashes(Map.of("ada", BasicAuthentication.hash("a password".toCharArray()))));
 * }</pre>
 */
public final class BasicAuthentication implements Placed {
    private static final int LONGEST = 4_096;

    private final BiPredicate<String, String> users;
    private final String realm;

    private BasicAuthentication(BiPredicate<String, String> users, String realm) {
        this.users = users;
        this.realm = realm;
    }

    /**
     * Knows some users.
     *
     * @param hashes for each user what {@link #hash} says of the password
     * @return the middleware
     * @throws IllegalArgumentException when there is none, a name is empty or has a colon, or a hash is none
     */
    public static BasicAuthentication ofHashes(Map<String, String> hashes) {
        return matching(new PasswordHashes(hashes));
    }

    /**
     * Knows the users that a predicate accepts. It is to take as long for a user that is not known as for a wrong password.
     *
     * @param accepted gets the user and the password; it must be thread-safe
     * @return the middleware
     */
    public static BasicAuthentication matching(BiPredicate<String, String> accepted) {
        return new BasicAuthentication(accepted, "api");
    }

    /**
     * Returns what the app keeps of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018), 600,000 rounds and 16 random bytes of salt. It
     * takes some tenths of a second of a processor, here and for each request.
     *
     * @param password the password, not empty
     * @return rounds, salt and hash as text
     * @throws IllegalArgumentException when it is empty
     */
    public static String hash(char[] password) {
        return PasswordHashes.hash(password);
    }

    /**
     * Sets the realm, which browsers show.
     *
     * @param name visible ASCII without quotes and backslashes; {@code api} unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it has others
     */
    public BasicAuthentication realm(String name) {
        if (name.isEmpty() || !name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\')) {
            throw new IllegalArgumentException("A realm is visible ASCII without quotes and backslashes");
        }
        return new BasicAuthentication(users, name);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        String[] credentials = credentials(request.headers("Authorization"));
        if (credentials == null || !users.test(credentials[0], credentials[1])) {
            throw new HttpException(
                    401,
                    "A known user and password are needed",
                    Headers.of("WWW-Authenticate", "Basic realm=\"" + realm + "\", charset=\"UTF-8\""));
        }
        Principal.of(credentials[0]).authenticate(request);
        return next.handle(request);
    }

    /** Returns user and password, or null where there are none; a user is never blank. */
    private static String @Nullable [] credentials(List<String> sent) {
        if (sent.size() != 1 || sent.get(0).length() > LONGEST || !sent.get(0).regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(
                            Base64.getDecoder().decode(sent.get(0).substring(6).trim())))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException malformed) {
            return null;
        }
        int colon = decoded.indexOf(':');
        boolean wellFormed = colon > 0
                && colon < decoded.length() - 1
                && decoded.chars().noneMatch(Character::isISOControl)
                && !decoded.substring(0, colon).isBlank();
        return wellFormed ? new String[] {decoded.substring(0, colon), decoded.substring(colon + 1)} : null;
    }

    @Override
    public Place place() {
        return Place.AUTHENTICATION;
    }

    /** The realm. */
    @Override
    public String toString() {
        return "BasicAuthentication[" + realm + "]";
    }
}
