package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Attribute;
import dev.lift.http.Headers;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adds the headers that keep a browser from misusing replies of an API, to each reply, errors included: the set of the OWASP REST
 * security cheat sheet. A header that the handler has set stays as it is.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(SecurityHeaders.forApis().with("Permissions-Policy", "geolocation=()"));
 * }</pre>
 */
public final class SecurityHeaders implements Placed {
    private final Map<String, String> headers;
    private final boolean withNonce;

    /** The headers as they are sent, where no nonce makes them others each time. */
    private final Headers fields;

    /** The nonce of a request, for those that put one into their policy. */
    private static final Attribute<String> NONCE = Attribute.of("nonce");

    private static final String PLACEHOLDER = "{nonce}";
    private static final int NONCE_BYTES = 16;

    /** Loaded with the first request that needs one: making it takes tens of milliseconds. */
    private static final class Random {
        static final SecureRandom SECURE = new SecureRandom();
    }

    private SecurityHeaders(Map<String, String> headers) {
        this.headers = headers;
        this.withNonce = String.join(" ", headers.values()).contains(PLACEHOLDER);
        this.fields = fields(headers, "");
    }

    /**
     * Returns those of an API, whose replies are data and no pages.
     *
     * @return the middleware
     */
    public static SecurityHeaders forApis() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.put("X-Frame-Options", "DENY");
        headers.put("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put(
                "Permissions-Policy", "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        headers.put("Cache-Control", "no-store");
        return new SecurityHeaders(headers);
    }

    /**
     * Returns those of pages: scripts and styles of this origin alone, or with the nonce of the reply, which templates get by {@link
     * #nonce}.
     *
     * @return the middleware
     */
    public static SecurityHeaders forPages() {
        return forApis()
                .with(
                        "Content-Security-Policy",
                        "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}';"
                                + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
                .with("Referrer-Policy", "strict-origin-when-cross-origin");
    }

    /**
     * Returns the nonce that the reply to a request has in its policy (CSP 3 section 2.3.1).
     *
     * @param request the request
     * @return 128 random bits in base64, other ones for each request
     * @throws IllegalStateException where no policy has the placeholder <code>{nonce}</code>
     */
    public static String nonce(Request request) {
        return request.get(NONCE)
                .orElseThrow(() -> new IllegalStateException("No SecurityHeaders with {nonce} is used on this route"));
    }

    /**
     * Sets one. Where the value has <code>{nonce}</code>, each reply has another nonce in its place.
     *
     * @param name its name
     * @param value its value
     * @return the middleware with it
     * @throws IllegalArgumentException when the name is none, or the value could not be sent
     */
    public SecurityHeaders with(String name, String value) {
        HeaderNames.check(name);
        if (value.isBlank() || !isSendable(value)) {
            throw new IllegalArgumentException("The value of " + name + " must be visible ASCII, blanks included");
        }
        Map<String, String> changed = new LinkedHashMap<>(headers);
        changed.keySet().removeIf(name::equalsIgnoreCase);
        changed.put(name, value);
        return new SecurityHeaders(changed);
    }

    private static boolean isSendable(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /**
     * Leaves one out.
     *
     * @param name its name
     * @return the middleware without it
     * @throws IllegalArgumentException when there is none of that name, which would be a mistake
     */
    public SecurityHeaders without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(headers);
        if (!changed.keySet().removeIf(name::equalsIgnoreCase)) {
            throw new IllegalArgumentException("There is no " + name + " among " + headers.keySet());
        }
        return new SecurityHeaders(changed);
    }

    /**
     * Sets for how long browsers use nothing but HTTPS for this host (RFC 6797).
     *
     * @param age whole seconds from a day to two years; two years unless set
     * @param includeSubDomains whether the same goes for all hosts below
     * @return the middleware with it
     * @throws IllegalArgumentException when it is outside its range
     */
    public SecurityHeaders strictTransport(Duration age, boolean includeSubDomains) {
        if (age.compareTo(Duration.ofDays(1)) < 0 || age.compareTo(Duration.ofDays(730)) > 0) {
            throw new IllegalArgumentException("The time of strict transport must be from 1 to 730 days, was " + age);
        }
        String value = "max-age=" + age.toSeconds();
        return with("Strict-Transport-Security", includeSubDomains ? value + "; includeSubDomains" : value);
    }

    private static String newNonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        Random.SECURE.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        String nonce = withNonce ? newNonce() : "";
        if (withNonce) {
            request.set(NONCE, nonce);
        }
        return next.handle(request).defaultHeaders(withNonce ? fields(headers, nonce) : fields);
    }

    private static Headers fields(Map<String, String> headers, String nonce) {
        String[] fields = new String[2 * headers.size()];
        int next = 0;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            fields[next++] = header.getKey();
            fields[next++] = header.getValue().replace(PLACEHOLDER, nonce);
        }
        return Headers.of(fields);
    }

    @Override
    public Place place() {
        return Place.SECURITY_HEADERS;
    }

    /** The names. */
    @Override
    public String toString() {
        return "SecurityHeaders" + headers.keySet();
    }
}
