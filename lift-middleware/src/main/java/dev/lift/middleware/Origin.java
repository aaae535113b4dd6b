package dev.lift.middleware;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Origins as browsers write them (RFC 6454 section 6.2). */
final class Origin {
    private Origin() {}

    /** Returns an origin that an app has written, or says what is wrong with it. */
    static String check(String origin) {
        if (!origin.equals("null") && !isOrigin(origin)) {
            throw new IllegalArgumentException(
                    "'" + origin + "' is not an origin as browsers write it: scheme and host in"
                            + " lower case, a port only where it is not the scheme's own, and nothing behind");
        }
        return origin;
    }

    static boolean isOrigin(String text) {
        if (text.length() > 300) {
            return false;
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException malformed) {
            return false;
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        if (scheme == null || host == null || host.endsWith(".") || host.contains("_") || uri.getPort() == 0) {
            return false;
        }
        boolean ownPort =
                uri.getPort() == 443 && scheme.equals("https") || uri.getPort() == 80 && scheme.equals("http");
        String written = scheme + "://" + host + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        // Whatever else a URI may have, such as a user, a path or a leading zero in the port, makes it differ from
        // that.
        return !ownPort && uri.getPort() <= 65_535 && text.equals(written.toLowerCase(Locale.ROOT));
    }

    /** Whether anybody on the way can take the origin. This machine's own is nobody else's. */
    static boolean isInsecure(String origin) {
        URI uri = URI.create(origin);
        boolean local =
                "localhost".equals(uri.getHost()) || "127.0.0.1".equals(uri.getHost()) || "[::1]".equals(uri.getHost());
        return "http".equals(uri.getScheme()) && !local;
    }
}
