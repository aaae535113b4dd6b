/** A strict, bounded, streaming JSON reader and writer (RFC 8259) and the contract of codecs, {@link dev.lift.json.JsonCodec}. */
@org.jspecify.annotations.NullMarked
package dev.lift.json;
