package dev.lift.json;

import java.io.IOException;

/**
 * Reads and writes one type as JSON, without reflection. Register codecs with {@code Routes.codecs(...)}; types
 * without one are served by databind.
 *
 * <p>Implementations must be stateless or thread-safe: one instance serves every request of an app.
 *
 * <pre>{@code
 * final class EchoCodec implements JsonCodec<Echo> {
 *     public Class<Echo> type() {
 *         return Echo.class;
 *     }
 *
 *     public Echo read(JsonReader in) throws IOException {
 *         String message = null;
 *         in.beginObject();
 *         while (in.nextMember()) {
 *             if (in.nameIs("message")) {
 *                 message = in.readString();
 *             } else {
 *                 in.skipValue();
 *             }
 *         }
 *         return new Echo(in.required(message, "message"));
 *     }
 *
 *     public void write(Echo echo, JsonWriter out) {
 *         out.beginObject();
 *         out.name("message").string(echo.message());
 *         out.endObject();
 *     }
 * }
 * }</pre>
 *
 * @param <T> the type that is read and written
 */
public interface JsonCodec<T> {
    /**
     * Returns the class this codec serves. A value is written by the codec of its exact class.
     *
     * @return the class, the same at every call
     */
    Class<T> type();

    /**
     * Returns the name of {@link #type()}, by which codecs are kept. A codec that knows it keeps an app from loading all the
     * types that it could read when it starts; generated codecs do.
     *
     * @return what {@link Class#getName()} returns for the class, the same at every call
     */
    default String typeName() {
        return type().getName();
    }

    /**
     * Reads exactly one JSON value.
     *
     * @param in a reader that stands before the value
     * @return the value
     * @throws JsonException when the value is malformed or of the wrong JSON type; answered as 400 with the position
     * @throws IOException never for another reason in Lift's own reader
     */
    T read(JsonReader in) throws IOException;

    /**
     * Writes exactly one JSON value.
     *
     * @param value the value
     * @param out a writer that stands where the value belongs
     * @throws IOException when the value can not be written; answered as 500
     */
    void write(T value, JsonWriter out) throws IOException;
}
