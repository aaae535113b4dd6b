/**
 * Writes {@code JsonCodec}s when records are compiled. It belongs on the path of annotation processors and is not there when the
 * function runs.
 */
@org.jspecify.annotations.NullMarked
module dev.lift.codec {
    requires com.palantir.javapoet;
    requires dev.lift.core;
    requires java.compiler;
    requires static org.jspecify;

    exports dev.lift.codec;

    provides javax.annotation.processing.Processor with
            dev.lift.codec.CodecProcessor;
}
