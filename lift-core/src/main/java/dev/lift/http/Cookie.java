package dev.lift.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cookie for a reply (RFC 6265 section 4.1), secure unless told otherwise: {@code Path=/; Secure; HttpOnly;
 * SameSite=Lax}. Every part is checked, so no value can become another attribute.
 *
 * <p>Immutable and thread-safe; {@code with...} returns copies. {@code toString} does not show the value.
 *
 * <pre>{@code
 * Response.ok().cookie(Cookie.of("session", token).withMaxAge(Duration.ofHours(1)));
 * Response.ok().cookie(Cookie.of("session", "").withMaxAge(Duration.ZERO)); // removes it
 * }</pre>
 */
public final class Cookie {
    /** When a browser sends a cookie with requests that another site causes. */
    public enum SameSite {
        /** Never. */
        STRICT("Strict"),
        /** When a link is followed. */
        LAX("Lax"),
        /** Always; asks for {@code Secure}. */
        NONE("None");

        private final String value;

        SameSite(String value) {
            this.value = value;
        }
    }

    private final String name;
    private final String value;
    private final @Nullable String path;
    private final @Nullable String domain;
    private final @Nullable Duration maxAge;
    private final boolean secure;
    private final boolean httpOnly;
    private final SameSite sameSite;

    private Cookie(
            String name,
            String value,
            @Nullable String path,
            @Nullable String domain,
            @Nullable Duration maxAge,
            boolean secure,
            boolean httpOnly,
            SameSite sameSite) {
        this.name = name;
        this.value = value;
        this.path = path;
        this.domain = domain;
        this.maxAge = maxAge;
        this.secure = secure;
        this.httpOnly = httpOnly;
        this.sameSite = sameSite;
    }

    /**
     * Makes a cookie with the secure attributes, for the session of the browser.
     *
     * @param name a token (RFC 9110 section 5.6.2)
     * @param value visible ASCII without blank, quote, comma, semicolon and backslash; encode anything else yourself
     * @return the cookie
     * @throws IllegalArgumentException when a character is not allowed
     */
    public static Cookie of(String name, String value) {
        if (!Headers.isName(name)) {
            throw new IllegalArgumentException("A cookie name must be a token of RFC 9110 section 5.6.2");
        }
        if (!isOctets(value, " \",;\\")) {
            throw new IllegalArgumentException("The value of the cookie " + name
                    + " must be visible ASCII without blank, quote, comma, semicolon and backslash; encode it first");
        }
        return new Cookie(name, value, "/", null, null, true, true, SameSite.LAX);
    }

    /**
     * Returns a copy for another path.
     *
     * @param path the path prefix the cookie is sent to
     * @return the copy
     * @throws IllegalArgumentException when it does not begin with a slash or has a character that is not allowed
     */
    public Cookie withPath(String path) {
        if (!path.startsWith("/") || !isOctets(path, ";")) {
            throw new IllegalArgumentException("A cookie path begins with '/' and is visible ASCII without ';'");
        }
        return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * Returns a copy for a domain and those below it.
     *
     * @param domain such as {@code example.com}
     * @return the copy
     * @throws IllegalArgumentException when it has a character that no host name has
     */
    public Cookie withDomain(String domain) {
        for (int i = 0; i < domain.length(); i++) {
            char c = Headers.lower(domain.charAt(i));
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.')) {
                throw new IllegalArgumentException("A cookie domain is a host name of letters, digits, '-' and '.'");
            }
        }
        if (domain.isEmpty()) {
            throw new IllegalArgumentException("A cookie domain is not empty; leave it out for this host alone");
        }
        return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * Returns a copy that a browser keeps this long.
     *
     * @param maxAge from zero, which removes the cookie, to 400 days, the most that browsers keep
     * @return the copy
     * @throws IllegalArgumentException when it is outside this range
     */
    public Cookie withMaxAge(Duration maxAge) {
        if (maxAge.isNegative() || maxAge.compareTo(Duration.ofDays(400)) > 0) {
            throw new IllegalArgumentException("A cookie's max age is from zero to 400 days, not " + maxAge);
        }
        return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * Returns a copy with another {@code SameSite}.
     *
     * @param sameSite when the cookie is sent with requests that another site causes
     * @return the copy
     */
    public Cookie withSameSite(SameSite sameSite) {
        return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * Returns a copy that scripts in the page can read.
     *
     * @return the copy
     */
    public Cookie withoutHttpOnly() {
        return new Cookie(name, value, path, domain, maxAge, secure, /* httpOnly= */ false, sameSite);
    }

    /**
     * Returns a copy that is also sent over plain HTTP.
     *
     * @return the copy
     */
    public Cookie withoutSecure() {
        return new Cookie(name, value, path, domain, maxAge, /* secure= */ false, httpOnly, sameSite);
    }

    /**
     * Returns the name.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the value of the {@code Set-Cookie} header.
     *
     * @return the header value
     * @throws IllegalStateException when the attributes contradict each other or the prefix of the name (RFC 6265bis section
     *     4.1.3): a browser would drop the cookie
     */
    public String toHeader() {
        checkAttributes();
        StringBuilder header = new StringBuilder(name).append('=').append(value);
        append(header, "; Path=", path);
        append(header, "; Domain=", domain);
        append(header, "; Max-Age=", maxAge == null ? null : Long.toString(maxAge.toSeconds()));
        append(header, "; Secure", secure ? "" : null);
        append(header, "; HttpOnly", httpOnly ? "" : null);
        append(header, "; SameSite=", sameSite.value);
        return header.toString();
    }

    private void checkAttributes() {
        boolean host = name.regionMatches(true, 0, "__Host-", 0, 7);
        if (host && (domain != null || !"/".equals(path))) {
            throw new IllegalStateException("A __Host- cookie has Path=/ and no Domain");
        }
        if (!secure && (host || name.regionMatches(true, 0, "__Secure-", 0, 9))) {
            throw new IllegalStateException("A __Host- or __Secure- cookie must be Secure");
        }
        if (!secure && sameSite == SameSite.NONE) {
            throw new IllegalStateException("A SameSite=None cookie must be Secure");
        }
    }

    private static void append(StringBuilder header, String attribute, @Nullable String value) {
        if (value != null) {
            header.append(attribute).append(value);
        }
    }

    private static boolean isOctets(String text, String forbidden) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E || forbidden.indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** The name without the value, which may be secret. */
    @Override
    public String toString() {
        return "Cookie[" + name + "]";
    }
}
