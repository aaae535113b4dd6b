package dev.lift.http;

import java.io.IOException;

/**
 * Reads and writes bodies of one media type. Register one with {@code Routes.codec(...)} to add a media type, or to
 * replace the JSON codec.
 *
 * <p>Implementations must be thread-safe: one instance serves every request of an app.
 *
 * <pre>{@code
 * final class PlainTextCodec implements BodyCodec {
 *     public MediaType mediaType() {
 *         return MediaType.TEXT;
 *     }
 *
 *     public <T> T read(byte[] body, Class<T> type) {
 *         return type.cast(new String(body, StandardCharsets.UTF_8));
 *     }
 *
 *     public byte[] write(Object value) {
 *         return value.toString().getBytes(StandardCharsets.UTF_8);
 *     }
 * }
 * }</pre>
 */
public interface BodyCodec {
    /**
     * Returns the media type of the bodies. One that is {@code application/json} also serves the types with the suffix
     * {@code +json}.
     *
     * @return the media type, the same at every call
     */
    MediaType mediaType();

    /**
     * Reads a body.
     *
     * @param body the bytes, not empty
     * @param type the class of the value
     * @param <T> the type of the value
     * @return the value
     * @throws HttpException 400, when the body is malformed
     * @throws IOException when it can not be read for another reason; answered as 400
     */
    <T> T read(byte[] body, Class<T> type) throws IOException;

    /**
     * Writes a value.
     *
     * @param value the value
     * @return the bytes of the body
     * @throws IOException when the value can not be written; answered as 500
     */
    byte[] write(Object value) throws IOException;

    /**
     * Does once, when the app is built, what reading or writing a type would do at its first use.
     *
     * @param type a body type that a route declares
     */
    default void prepare(Class<?> type) {}
}
