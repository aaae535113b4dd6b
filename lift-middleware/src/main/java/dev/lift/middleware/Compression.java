package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Attribute;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Compresses replies with gzip (RFC 9110 section 8.4), or what else it is given, for clients that take it: text of 1,024 bytes or more
 * that gets smaller. Replies
 * that have an encoding, ask for no transformation, or may hold a secret are left as they are.
 *
 * <p>A reply in which a secret stands beside something that a caller chose can be guessed from its length, however it is encrypted (the
 * attack is known as BREACH). So one that sets a cookie, or says {@code private} or {@code no-store} in {@code Cache-Control}, is not
 * compressed; for others {@link #never} says so.
 *
 * <p>Immutable and thread-safe; each method returns a changed copy.
 *
 * <pre>{@code
 * app.use(Compression.gzip());
 * }</pre>
 */
public final class Compression implements Placed {
    private static final Attribute<Boolean> NEVER = Attribute.of("not compressed");

    /** The gzip that the JDK has. */
    public static final ContentCoding GZIP = new GzipCoding();

    private final List<ContentCoding> codings;
    private final int leastBytes;

    private Compression(List<ContentCoding> codings, int leastBytes) {
        this.codings = codings;
        this.leastBytes = leastBytes;
    }

    /**
     * Makes one that knows gzip.
     *
     * @return the middleware
     */
    public static Compression gzip() {
        return of(GZIP);
    }

    /**
     * Makes one.
     *
     * @param codings what it knows, at least one; the client decides, and where it does not mind, the first is taken
     * @return the middleware
     * @throws IllegalArgumentException when there is none, or a name is no token in lower case or comes twice
     */
    public static Compression of(ContentCoding... codings) {
        Set<String> names = new HashSet<>();
        for (ContentCoding each : codings) {
            HeaderNames.check(each.name());
            if (!each.name().equals(each.name().toLowerCase(Locale.ROOT)) || !names.add(each.name())) {
                throw new IllegalArgumentException("Codings have different names in lower case, was " + each.name());
            }
        }
        if (names.isEmpty()) {
            throw new IllegalArgumentException("Compression needs a coding, such as Compression.GZIP");
        }
        return new Compression(List.of(codings), 1_024);
    }

    /**
     * Sets from what size replies are compressed.
     *
     * @param bytes from 1; 1,024 unless set
     * @return the middleware with it
     * @throws IllegalArgumentException when it is below 1
     */
    public Compression from(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("Replies are compressed from a size of 1 byte at least, was " + bytes);
        }
        return new Compression(codings, bytes);
    }

    /**
     * Leaves the reply to a request as it is, because it holds a secret beside something that the caller chose.
     *
     * @param request the request
     */
    public static void never(Request request) {
        request.set(NEVER, true);
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        Response response = next.handle(request);
        if (!isWorthIt(request, response)) {
            return response;
        }
        Response varying = Vary.add(response, "Accept-Encoding");
        ContentCoding coding = AcceptEncoding.choose(request.headers("Accept-Encoding"), codings);
        if (coding == null) {
            return varying;
        }
        byte[] body = response.bodyBytes();
        byte[] compressed = coding.encode(body);
        if (compressed.length >= body.length) {
            return varying;
        }
        Response encoded = varying.withBody(compressed)
                .header("Content-Encoding", coding.name())
                .withoutHeader("Content-Length");
        return encoded.headers()
                .get("ETag")
                .map(tag -> encoded.header("ETag", EntityTags.weak(tag)))
                .orElse(encoded);
    }

    private boolean isWorthIt(Request request, Response response) {
        return response.bodyLength() >= leastBytes
                && response.status() != 206
                && !response.headers().contains("Content-Encoding")
                && !response.headers().contains("Set-Cookie")
                && isCompressible(response.headers().get("Content-Type").orElse(""))
                && mayBeTransformed(response)
                && request.get(NEVER).isEmpty();
    }

    private static boolean mayBeTransformed(Response response) {
        for (String each : response.headers().all("Cache-Control")) {
            String value = each.toLowerCase(Locale.ROOT);
            if (value.contains("no-transform") || value.contains("private") || value.contains("no-store")) {
                return false;
            }
        }
        return true;
    }

    /** Pictures, films and archives are compressed already. */
    private static boolean isCompressible(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.endsWith("+json")
                || type.endsWith("+xml")
                || type.equals("application/json")
                || type.equals("application/xml")
                || type.equals("application/javascript")
                || type.equals("application/x-ndjson")
                || type.equals("application/wasm");
    }

    @Override
    public Place place() {
        return Place.COMPRESSION;
    }

    /** What it knows, and the size from which it compresses. */
    @Override
    public String toString() {
        StringJoiner names = new StringJoiner(", ", "Compression[", " from " + leastBytes + " bytes]");
        codings.forEach(coding -> names.add(coding.name()));
        return names.toString();
    }
}
