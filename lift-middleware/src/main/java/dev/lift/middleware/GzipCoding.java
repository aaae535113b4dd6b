package dev.lift.middleware;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** The JDK's gzip. */
final class GzipCoding implements ContentCoding {
    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public byte[] encode(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        } catch (IOException never) {
            throw new UncheckedIOException("Memory can be written to", never);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return "gzip";
    }
}
