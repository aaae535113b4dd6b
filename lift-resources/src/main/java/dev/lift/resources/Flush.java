package dev.lift.resources;

/**
 * Gets out what must not be lost when the process is ended.
 *
 * <pre>{@code
 * builder.flush("metrics", metrics::flush);
 * }</pre>
 */
@FunctionalInterface
public interface Flush {
    /**
     * Flushes; may be called at any time, also while requests run.
     *
     * @throws Exception any failure, which is logged
     */
    void flush() throws Exception;
}
