/** The smallest function. What is not {@code @Nullable} in it is required, in Java and in JSON. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.hello;
