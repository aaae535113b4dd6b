package dev.lift.http;

import dev.lift.json.JsonCodec;
import dev.lift.json.JsonReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reads and writes the bodies of one app: its codecs, and the limits of structured bodies. The app's builder makes it;
 * requests and responses use it through their route.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * BodyCodecs codecs = BodyCodecs.of(Map.of(Echo.class.getName(), new EchoCodec()), List.of(), 1_000, 1_000_000, 100_000, 1_000);
 * Response written = codecs.write(Response.json(new Echo("hi")));
 * }</pre>
 */
public final class BodyCodecs {
    /** No codecs but databind, and the default limits. */
    public static final BodyCodecs DEFAULT =
            of(Map.of(), List.of(), JsonReader.DEFAULT_MAX_DEPTH, Integer.MAX_VALUE, 100_000, 1_000);

    private final Map<String, JsonCodec<?>> jsonCodecs;
    private final List<BodyCodec> others;
    private final int maxJsonDepth;
    private final int maxJsonStringBytes;
    private final int maxJsonItems;
    private final int maxFormFields;

    /** Made at the first use; two threads may make two, which are equal. */
    private @Nullable BodyCodec json;

    private BodyCodecs(
            Map<String, JsonCodec<?>> jsonCodecs,
            List<BodyCodec> others,
            int maxJsonDepth,
            int maxJsonStringBytes,
            int maxJsonItems,
            int maxFormFields) {
        this.jsonCodecs = jsonCodecs;
        this.others = others;
        this.maxJsonDepth = maxJsonDepth;
        this.maxJsonStringBytes = maxJsonStringBytes;
        this.maxJsonItems = maxJsonItems;
        this.maxFormFields = maxFormFields;
    }

    /**
     * Makes the codecs of an app.
     *
     * @param jsonCodecs JSON codecs by the name of the class they serve
     * @param others codecs of further media types, or of JSON in place of the default one; the first that fits is used
     * @param maxJsonDepth the deepest nesting of a JSON body, from 1
     * @param maxJsonStringBytes the most bytes of a string in a JSON body, from 1
     * @param maxJsonItems the most elements of an array and members of an object in a JSON body, from 1
     * @param maxFormFields the most fields of a form and parts of a multipart body, from 1
     * @return the codecs
     */
    public static BodyCodecs of(
            Map<String, JsonCodec<?>> jsonCodecs,
            List<BodyCodec> others,
            int maxJsonDepth,
            int maxJsonStringBytes,
            int maxJsonItems,
            int maxFormFields) {
        return new BodyCodecs(
                new HashMap<>(jsonCodecs),
                List.copyOf(others),
                maxJsonDepth,
                maxJsonStringBytes,
                maxJsonItems,
                maxFormFields);
    }

    /**
     * Does once what reading or writing a type would do at its first use.
     *
     * @param type a body type
     * @throws IllegalStateException when nothing can read it: it has no codec, and databind is not there
     */
    public void prepare(Class<?> type) {
        if (!jsonCodecs.containsKey(type.getName())) {
            forType(MediaType.JSON).prepare(type);
        }
    }

    /**
     * Writes a response's value to bytes.
     *
     * @param response a response
     * @return a response with bytes; the same one when it had no value
     * @throws IOException when the value can not be written
     * @throws IllegalStateException when no codec writes its media type
     */
    public Response write(Response response) throws IOException {
        HttpResponse unwritten = (HttpResponse) response;
        Object value = unwritten.value();
        MediaType type = unwritten.valueType();
        if (value == null || type == null) {
            return response;
        }
        BodyCodec codec = forType(type);
        return unwritten.written(codec.write(value), /* text= */ codec == json);
    }

    /**
     * Reads bytes that no request brought, such as the body of a message.
     *
     * @param body the bytes
     * @param mediaType their media type
     * @param type the class of the value
     * @param <T> the type of the value
     * @return the value
     * @throws IOException when they are malformed, or not of that type
     * @throws IllegalStateException when no codec reads the media type
     */
    public <T> T read(byte[] body, MediaType mediaType, Class<T> type) throws IOException {
        return forType(mediaType).read(body, type);
    }

    <T> T read(Request request, Class<T> type) {
        MediaType mediaType = request.contentType();
        BodyCodec codec = find(mediaType);
        if (codec == null || mediaType.isJson() && !isUtf8(mediaType)) {
            throw HttpException.refusal(415, "The Content-Type of the body must be " + supported());
        }
        if (request.body().length == 0) {
            throw HttpException.refusal(400, "A body is required");
        }
        try {
            return codec.read(request.body(), type);
        } catch (IOException malformed) {
            RuntimeException problem = HttpException.refusal(400, "The body is malformed");
            problem.initCause(malformed);
            throw problem;
        }
    }

    int maxFormFields() {
        return maxFormFields;
    }

    private static boolean isUtf8(MediaType type) {
        return Headers.sameName(type.parameter("charset").orElse("utf-8"), "utf-8");
    }

    private String supported() {
        StringBuilder types = new StringBuilder("application/json");
        for (BodyCodec codec : others) {
            String essence = codec.mediaType().essence();
            types.append(essence.equals("application/json") ? "" : " or " + essence);
        }
        return types.toString();
    }

    private BodyCodec forType(MediaType type) {
        BodyCodec codec = find(type);
        if (codec == null) {
            throw new IllegalStateException("No codec for " + type.essence() + "; add one with Routes.codec(...)");
        }
        return codec;
    }

    private @Nullable BodyCodec find(MediaType type) {
        for (BodyCodec codec : others) {
            MediaType own = codec.mediaType();
            if (own.includes(type) || own.isJson() && type.isJson()) {
                return codec;
            }
        }
        return type.isJson() ? json() : null;
    }

    private BodyCodec json() {
        BodyCodec codec = json;
        if (codec == null) {
            codec = JsonBodyCodec.of(jsonCodecs, maxJsonDepth, maxJsonStringBytes, maxJsonItems);
            json = codec;
        }
        return codec;
    }
}
