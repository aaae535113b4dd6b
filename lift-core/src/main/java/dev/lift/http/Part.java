package dev.lift.http;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a multipart form (RFC 7578).
 *
 * <p>Immutable and thread-safe. {@code toString} shows the name and the size.
 *
 * <pre>{@code
 * for (Part part : request.parts()) {
 *     part.filename().ifPresent(name -> store(part.bytes()));
 * }
 * }</pre>
 */
public final class Part {
    private final String name;
    private final @Nullable String filename;
    private final Headers headers;
    private final byte[] body;

    Part(String name, @Nullable String filename, Headers headers, byte[] body) {
        this.name = name;
        this.filename = filename;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Returns the name of the form field.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the name that the client gives the file. It is a client's text, never a path to write to.
     *
     * @return the name, or empty for a field that is no file
     */
    public Optional<String> filename() {
        return Optional.ofNullable(filename);
    }

    /**
     * Returns the headers of the part.
     *
     * @return the headers
     */
    public Headers headers() {
        return headers;
    }

    /**
     * Returns the content.
     *
     * @return a copy of the bytes
     */
    public byte[] bytes() {
        return body.clone();
    }

    /**
     * Returns the content as UTF-8.
     *
     * @return the text
     * @throws HttpException 400, when it is not UTF-8
     */
    public String text() {
        if (!PercentCoding.isUtf8(body, body.length)) {
            throw new HttpException(400, "A form field must be UTF-8");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Part[" + name + ", " + body.length + " bytes]";
    }
}
