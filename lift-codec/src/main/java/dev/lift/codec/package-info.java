/** The annotation processor. */
@org.jspecify.annotations.NullMarked
package dev.lift.codec;
