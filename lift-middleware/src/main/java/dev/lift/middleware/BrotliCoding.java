package dev.lift.middleware;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.aayushatharva.brotli4j.encoder.Encoder.Parameters;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Brotli (RFC 7932), for {@link Compression}. It needs {@code
 * com.aayushatharva.brotli4j:brotli4j} and its native library for the function's architecture, such as {@code native-linux-aarch64}.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * app.use(Compression.of(BrotliCoding.quality(4), Compression.GZIP));
 * }</pre>
 */
public final class BrotliCoding implements ContentCoding {
    private final Parameters parameters;

    private BrotliCoding(Parameters parameters) {
        this.parameters = parameters;
    }

    /**
     * Makes one, and loads the native library, so that it is missing when the app is built and not when a client asks.
     *
     * @param quality from 0, the fastest, to 11, the smallest
     * @return the coding
     * @throws IllegalArgumentException when the quality is outside its range
     * @throws IllegalStateException when there is no native library for this system
     */
    public static BrotliCoding quality(int quality) {
        if (quality < 0 || quality > 11) {
            throw new IllegalArgumentException("The quality of brotli is from 0 to 11, was " + quality);
        }
        if (!Brotli4jLoader.isAvailable()) {
            throw new IllegalStateException(
                    "The native library of brotli can not be loaded; add com.aayushatharva.brotli4j:native-linux-x86_64 or the one of "
                            + System.getProperty("os.name") + " on " + System.getProperty("os.arch"),
                    Brotli4jLoader.getUnavailabilityCause());
        }
        return new BrotliCoding(new Parameters().setQuality(quality).setMode(Encoder.Mode.TEXT));
    }

    @Override
    public String name() {
        return "br";
    }

    @Override
    public byte[] encode(byte[] body) {
        try {
            return Encoder.compress(body, parameters);
        } catch (IOException failed) {
            throw new UncheckedIOException("brotli failed", failed);
        }
    }

    @Override
    public String toString() {
        return "br";
    }
}
