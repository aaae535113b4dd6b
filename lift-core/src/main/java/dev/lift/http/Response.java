package dev.lift.http;

import java.util.Objects;

/**
 * A reply: status, headers and a body. Immutable and thread-safe; every method that changes something returns a copy.
 * Headers and cookies are checked when they are set, so a reply that could be split can not be made.
 *
 * <p>A value given to {@code json} is written to bytes when the handler has returned, by the codecs of the app and inside
 * the error boundary; middleware sees the bytes.
 *
 * <pre>{@code
 * Response.text("Hello");
 * Response.json(order).header("ETag", "\"7\"");
 * Response.status(202).header("Retry-After", "5").json(progress);
 * Response.noContent();
 * }</pre>
 */
public sealed interface Response permits Response.Bodiless {
    /**
     * Makes a 200 without a body.
     *
     * @return the response, which can be given a body
     */
    static Bodiless ok() {
        return status(200);
    }

    /**
     * Makes a response without a body.
     *
     * @param status the status code, 200 to 599
     * @return the response, which can be given a body
     * @throws IllegalArgumentException when the status is outside its range: Lambda has no interim replies
     */
    static Bodiless status(int status) {
        return HttpResponse.of(status);
    }

    /**
     * Makes a 200 of {@code text/plain} in UTF-8.
     *
     * @param text the body
     * @return the response
     * @throws IllegalArgumentException when the text has half of a surrogate pair
     */
    static Response text(String text) {
        return ok().text(text);
    }

    /**
     * Makes a 200 of {@code text/html} in UTF-8.
     *
     * @param html the body
     * @return the response
     * @throws IllegalArgumentException when the text has half of a surrogate pair
     */
    static Response html(String html) {
        return ok().html(html);
    }

    /**
     * Makes a 200 of {@code application/json}.
     *
     * @param value the value to write
     * @return the response
     */
    static Response json(Object value) {
        return ok().json(value);
    }

    /**
     * Makes a 200 of bytes.
     *
     * @param body the bytes; copied
     * @param type their media type
     * @return the response
     */
    static Response bytes(byte[] body, MediaType type) {
        return ok().bytes(body, type);
    }

    /**
     * Makes a 201 that names what was created.
     *
     * @param location a path or URL for the {@code Location} header
     * @return the response, which can be given a body
     * @throws IllegalArgumentException when the location has a character that no header may have
     */
    static Bodiless created(String location) {
        return status(201).header("Location", location);
    }

    /**
     * Makes a 204.
     *
     * @return the response
     */
    static Response noContent() {
        return status(204);
    }

    /**
     * Makes a 303 to a path of the same origin, for the browser to {@code GET}.
     *
     * @param path a path that begins with one slash
     * @return the response
     * @throws IllegalArgumentException when it could lead to another origin; use {@link #redirect(int, String)} for a location
     *     that no client can influence
     */
    static Response redirect(String path) {
        boolean sameOrigin = path.startsWith("/") && !path.startsWith("//") && path.indexOf('\\') < 0;
        if (!sameOrigin) {
            throw new IllegalArgumentException("A redirect leads to a path that begins with one '/'; "
                    + "for another origin use redirect(status, location), and never with what a client sent");
        }
        return redirect(303, path);
    }

    /**
     * Makes a redirect to any location. Never pass on what a client sent.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location a path or URL
     * @return the response
     * @throws IllegalArgumentException when the status is no redirect, or the location has a character that no header may have
     */
    static Response redirect(int status, String location) {
        if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
            throw new IllegalArgumentException("A redirect is 301, 302, 303, 307 or 308, not " + status);
        }
        return status(status).header("Location", location);
    }

    /**
     * Returns the status.
     *
     * @return the status code, 200 to 599
     */
    int status();

    /**
     * Returns the headers, {@code Set-Cookie} included.
     *
     * @return the headers
     */
    Headers headers();

    /**
     * Returns the body.
     *
     * @return a copy of the bytes; empty without a body
     * @throws IllegalStateException when the body is a value that the app's codecs have not written yet
     */
    byte[] bodyBytes();

    /**
     * Returns the body as UTF-8.
     *
     * @return the text; empty without a body
     * @throws IllegalStateException when the body is a value that the app's codecs have not written yet
     */
    String bodyText();

    /**
     * Returns the size of the body.
     *
     * @return the size in bytes
     * @throws IllegalStateException when the body is a value that the app's codecs have not written yet
     */
    int bodyLength();

    /**
     * Tells whether the body can travel as text: its type is text in UTF-8, its bytes are, and no {@code Content-Encoding}
     * says otherwise.
     *
     * @return whether it can; an event adapter sends it as base64 if not
     */
    boolean isText();

    /**
     * Returns a copy with another status.
     *
     * @param status the status code, 200 to 599
     * @return the copy
     * @throws IllegalArgumentException when the status is outside its range
     */
    Response withStatus(int status);

    /**
     * Returns a copy where a header has this one value.
     *
     * @param name the name
     * @param value the value
     * @return the copy
     * @throws IllegalArgumentException when a character is not allowed
     */
    Response header(String name, String value);

    /**
     * Returns a copy with one more header field.
     *
     * @param name the name
     * @param value the value
     * @return the copy
     * @throws IllegalArgumentException when a character is not allowed
     */
    Response addHeader(String name, String value);

    /**
     * Returns a copy with those headers whose names it does not have yet; the others stay as they are.
     *
     * @param defaults the headers
     * @return the copy
     */
    Response defaultHeaders(Headers defaults);

    /**
     * Returns a copy without a header.
     *
     * @param name the name; ASCII case does not matter
     * @return the copy
     */
    Response withoutHeader(String name);

    /**
     * Returns a copy that sets a cookie.
     *
     * @param cookie the cookie
     * @return the copy
     * @throws IllegalStateException when a browser would drop the cookie
     */
    Response cookie(Cookie cookie);

    /**
     * Returns a copy with other bytes as the body.
     *
     * @param body the bytes; copied
     * @return the copy
     */
    Response withBody(byte[] body);

    /** A response that has no body yet. Immutable and thread-safe. {@code Response.status(201).json(order)} */
    sealed interface Bodiless extends Response permits HttpResponse {
        /**
         * Returns a copy with a body of {@code text/plain} in UTF-8.
         *
         * @param text the body
         * @return the copy
         * @throws IllegalArgumentException when the text has half of a surrogate pair
         */
        Response text(String text);

        /**
         * Returns a copy with a body of {@code text/html} in UTF-8.
         *
         * @param html the body
         * @return the copy
         * @throws IllegalArgumentException when the text has half of a surrogate pair
         */
        Response html(String html);

        /**
         * Returns a copy with a body of {@code application/json}.
         *
         * @param value the value to write
         * @return the copy
         */
        default Response json(Object value) {
            return value(
                    Objects.requireNonNull(value, "A JSON body needs a value; noContent() has none"), MediaType.JSON);
        }

        /**
         * Returns a copy with a body that the app's codec for a media type writes.
         *
         * @param value the value to write
         * @param type the media type
         * @return the copy
         */
        Response value(Object value, MediaType type);

        /**
         * Returns a copy with a body of bytes.
         *
         * @param body the bytes; copied
         * @param type their media type
         * @return the copy
         */
        Response bytes(byte[] body, MediaType type);

        @Override
        Bodiless header(String name, String value);

        @Override
        Bodiless addHeader(String name, String value);

        @Override
        Bodiless defaultHeaders(Headers defaults);

        @Override
        Bodiless cookie(Cookie cookie);
    }
}
