package dev.lift.middleware;

/**
 * A way to compress replies (RFC 9110 section 8.4.1), for {@link Compression}. {@link BrotliCoding} is one; another library is a class
 * with two methods.
 *
 * <p>Implementations must be thread-safe.
 *
 * <pre>{@code
 * app.use(Compression.of(BrotliCoding.quality(4), Compression.GZIP));
 * }</pre>
 */
public interface ContentCoding {
    /**
     * Returns its name in {@code Accept-Encoding} and {@code Content-Encoding}.
     *
     * @return a token in lower case, such as {@code gzip}
     */
    String name();

    /**
     * Compresses a body.
     *
     * @param body the bytes, which must not be changed
     * @return the compressed bytes; they are not sent where they are not fewer
     */
    byte[] encode(byte[] body);
}
