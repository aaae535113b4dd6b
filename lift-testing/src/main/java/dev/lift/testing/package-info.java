/** Tests for Lift apps: {@link dev.lift.testing.LiftTest} and {@link dev.lift.testing.RuntimeEmulator}. */
@org.jspecify.annotations.NullMarked
package dev.lift.testing;
