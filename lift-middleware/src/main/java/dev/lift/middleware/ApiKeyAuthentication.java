package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Headers;
import dev.lift.http.HttpException;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows callers by a key in a header. The app has only hashes of the keys, which are compared in constant time, each of them for each
 * request. Keys are to be random, of 128 bits at least: a plain hash protects nothing that could be guessed.
 *
 * <p>Whoever has no key, two of them, or another one gets 401. Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(ApiKeyAuthentication.ofHashes(Map.of("billing", ApiKeyAuthentication.hash("a key from the store of secrets"))));
 * }</pre>
 */
public final class ApiKeyAuthentication implements Placed {
    private static final int LONGEST_KEY = 1_024;
    private static final int HASH_BYTES = 32;

    private final List<Key> keys;
    private final String header;
    private final Function<String, Principal> principals;

    /** A key's name and the hash of its text. */
    private static final class Key {
        final String name;
        final byte[] hash;

        Key(String name, byte[] hash) {
            this.name = name;
            this.hash = hash;
        }
    }

    /** The name of a key is its principal's. A class, as a method reference would cost a start more. */
    private static final class OwnName implements Function<String, Principal> {
        @Override
        public Principal apply(String name) {
            return Principal.of(name);
        }
    }

    private ApiKeyAuthentication(List<Key> keys, String header, Function<String, Principal> principals) {
        this.keys = keys;
        this.header = header;
        this.principals = principals;
    }

    /**
     * Makes one of the hashes of the keys, in the header {@code X-Api-Key}.
     *
     * @param hashes for each caller its name and what {@link #hash} says of its key; several names may be one caller's, to rotate keys
     * @return the middleware
     * @throws IllegalArgumentException when there is none, one is not 64 hexadecimal digits, or it is the hash of nothing
     */
    public static ApiKeyAuthentication ofHashes(Map<String, String> hashes) {
        if (hashes.isEmpty()) {
            throw new IllegalArgumentException("At least one API key is needed, or nobody would be let through");
        }
        List<Key> keys = new ArrayList<>();
        for (Map.Entry<String, String> each : hashes.entrySet()) {
            keys.add(new Key(each.getKey(), parse(each.getKey(), each.getValue())));
        }
        return new ApiKeyAuthentication(List.copyOf(keys), "X-Api-Key", new OwnName());
    }

    private static byte[] parse(String name, String hash) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(hash);
        } catch (IllegalArgumentException malformed) {
            bytes = new byte[0];
        }
        if (bytes.length != HASH_BYTES) {
            throw new IllegalArgumentException("The hash of the API key " + name + " must be the 64 hexadecimal digits"
                    + " that ApiKeyAuthentication.hash returns");
        }
        if (MessageDigest.isEqual(bytes, Sha256.of(new byte[0]))) {
            throw new IllegalArgumentException("The API key " + name + " is empty");
        }
        return bytes;
    }

    /**
     * Returns what the app keeps of a key.
     *
     * @param key the key
     * @return its SHA-256 hash as hexadecimal digits
     * @throws IllegalArgumentException when the key is blank, or longer than 1,024 characters
     */
    public static String hash(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("An API key has 1 to 1,024 characters, and not only blanks");
        }
        return HexFormat.of().formatHex(Sha256.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sets the header.
     *
     * @param name its name
     * @return the middleware with it
     * @throws IllegalArgumentException when it is no name
     */
    public ApiKeyAuthentication header(String name) {
        return new ApiKeyAuthentication(keys, HeaderNames.check(name), principals);
    }

    /**
     * Sets who a key stands for.
     *
     * @param of makes the principal of the name of a key; its id is that name unless set
     * @return the middleware with it
     */
    public ApiKeyAuthentication principals(Function<String, Principal> of) {
        return new ApiKeyAuthentication(keys, header, of);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        String name = find(request.headers(header));
        if (name == null) {
            throw new HttpException(
                    401,
                    "A known API key is needed in the header " + header,
                    Headers.of("WWW-Authenticate", "ApiKey header=\"" + header + "\""));
        }
        principals.apply(name).authenticate(request);
        return next.handle(request);
    }

    /** Looks at each key, whether one has been found or not, so that the time says nothing. */
    private @Nullable String find(List<String> sent) {
        if (sent.size() != 1 || sent.get(0).isBlank() || sent.get(0).length() > LONGEST_KEY) {
            return null;
        }
        byte[] hash = Sha256.of(sent.get(0).getBytes(StandardCharsets.UTF_8));
        String found = null;
        for (Key key : keys) {
            if (MessageDigest.isEqual(key.hash, hash)) {
                found = key.name;
            }
        }
        return found;
    }

    @Override
    public Place place() {
        return Place.AUTHENTICATION;
    }

    /** The header. */
    @Override
    public String toString() {
        return "ApiKeyAuthentication[" + header + "]";
    }
}
