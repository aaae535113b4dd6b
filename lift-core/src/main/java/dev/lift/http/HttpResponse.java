package dev.lift.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The one implementation of {@link Response}. */
final class HttpResponse implements Response.Bodiless {
    private static final byte[] NO_BODY = {};
    private static final String CONTENT_TYPE = "Content-Type";

    private final int status;
    private final Headers headers;
    private final byte[] body;

    /** A value that waits for a codec, and its media type; both or neither. */
    private final @Nullable Object value;

    private final @Nullable MediaType valueType;

    /** True where the body was made from a string or by Lift's JSON writer: then it can travel as text, and nobody needs to look. */
    private final boolean madeOfText;

    private HttpResponse(
            int status,
            Headers headers,
            byte[] body,
            @Nullable Object value,
            @Nullable MediaType valueType,
            boolean madeOfText) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.value = value;
        this.valueType = valueType;
        this.madeOfText = madeOfText;
    }

    static HttpResponse of(int status) {
        return new HttpResponse(checkStatus(status), Headers.EMPTY, NO_BODY, null, null, false);
    }

    private static int checkStatus(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("A response has a status of 200 to 599, not " + status);
        }
        return status;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public byte[] bodyBytes() {
        return body().clone();
    }

    @Override
    public String bodyText() {
        return new String(body(), StandardCharsets.UTF_8);
    }

    @Override
    public int bodyLength() {
        return body().length;
    }

    byte[] body() {
        if (value != null) {
            throw new IllegalStateException("The body is a value that no codec has written yet");
        }
        return body;
    }

    @Nullable
    Object value() {
        return value;
    }

    @Nullable
    MediaType valueType() {
        return valueType;
    }

    /**
     * Returns this response with the bytes that a codec made of the value.
     *
     * @param text whether they are sure to be UTF-8
     */
    HttpResponse written(byte[] bytes, boolean text) {
        return new HttpResponse(status, headers, bytes, null, null, text && madeOfText);
    }

    @Override
    public boolean isText() {
        if (madeOfText) {
            return true;
        }
        String encoding = headers.first("Content-Encoding");
        if (encoding != null && !Headers.sameName(encoding, "identity")) {
            return false;
        }
        String type = headers.first(CONTENT_TYPE);
        if (type == null) {
            return body().length == 0;
        }
        MediaType parsed = MediaType.tryParse(type);
        return parsed != null && parsed.isText() && PercentCoding.isUtf8(body(), body().length);
    }

    @Override
    public Response withStatus(int status) {
        return new HttpResponse(checkStatus(status), headers, body, value, valueType, madeOfText);
    }

    @Override
    public HttpResponse header(String name, String text) {
        return withHeaders(headers.with(name, text));
    }

    @Override
    public HttpResponse addHeader(String name, String text) {
        return withHeaders(headers.plus(name, text));
    }

    @Override
    public HttpResponse defaultHeaders(Headers defaults) {
        Headers changed = headers.withDefaults(defaults);
        return changed.size() == headers.size() ? this : withHeaders(changed);
    }

    @Override
    public HttpResponse cookie(Cookie cookie) {
        return withHeaders(headers.plus("Set-Cookie", cookie.toHeader()));
    }

    @Override
    public Response withoutHeader(String name) {
        return withHeaders(headers.without(name));
    }

    HttpResponse withHeaders(Headers changed) {
        return new HttpResponse(
                status, changed, body, value, valueType, madeOfText && changed.sameContentHeaders(headers));
    }

    @Override
    public Response withBody(byte[] bytes) {
        return written(bytes.clone(), /* text= */ false);
    }

    @Override
    public Response text(String text) {
        return textual("text/plain; charset=utf-8", text);
    }

    @Override
    public Response html(String html) {
        return textual("text/html; charset=utf-8", html);
    }

    private Response textual(String type, String text) {
        boolean typeIsOurs = headers.size() == 0;
        return new HttpResponse(status, typed(type).headers, utf8(text), null, null, typeIsOurs);
    }

    @Override
    public Response value(Object bodyValue, MediaType type) {
        boolean typeIsOurs = headers.size() == 0 && type.isText();
        return new HttpResponse(status, typed(type.toString()).headers, NO_BODY, bodyValue, type, typeIsOurs);
    }

    @Override
    public Response bytes(byte[] bytes, MediaType type) {
        return typed(type.toString()).written(bytes.clone(), /* text= */ false);
    }

    /** A content type that was set by hand stays: whoever sets one knows better than the default. */
    private HttpResponse typed(String contentType) {
        return headers.contains(CONTENT_TYPE) ? this : header(CONTENT_TYPE, contentType);
    }

    /** String.getBytes would write a question mark for half of a surrogate pair, and nobody would know. */
    private static byte[] utf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException("The text has half of a surrogate pair");
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The status, the names of the headers and the size of the body; no values. */
    @Override
    public String toString() {
        String size = value == null
                ? body.length + " bytes"
                : "a value of " + value.getClass().getName();
        return "Response[" + status + ", " + headers + ", " + size + "]";
    }
}
