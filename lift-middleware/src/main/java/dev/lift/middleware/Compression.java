package dev.lift.middleware;

import dev.lift.Handler;
import dev.lift.http.Attribute;
import dev.lift.http.Request;
import dev.lift.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses replies with gzip (RFC 9110 section 8.4) for clients that take it: text of 1,024 bytes or more that gets smaller. Replies
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

    private final int leastBytes;

    private Compression(int leastBytes) {
        this.leastBytes = leastBytes;
    }

    /**
     * Makes one.
     *
     * @return the middleware
     */
    public static Compression gzip() {
        return new Compression(1_024);
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
        return new Compression(bytes);
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
        if (!AcceptEncoding.takesGzip(request.headers("Accept-Encoding"))) {
            return varying;
        }
        byte[] body = response.bodyBytes();
        byte[] compressed = compress(body);
        if (compressed.length >= body.length) {
            return varying;
        }
        Response encoded =
                varying.withBody(compressed).header("Content-Encoding", "gzip").withoutHeader("Content-Length");
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

    private static byte[] compress(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException never) {
            throw new UncheckedIOException("Memory can be written to", never);
        }
        return bytes.toByteArray();
    }

    @Override
    public Place place() {
        return Place.COMPRESSION;
    }

    /** The size from which it compresses. */
    @Override
    public String toString() {
        return "Compression[gzip from " + leastBytes + " bytes]";
    }
}
