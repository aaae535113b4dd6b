/** The application: {@link dev.lift.Lift}, its {@link dev.lift.Routes} and the two functions everything is composed of, {@link dev.lift.Handler} and {@link dev.lift.Middleware}. */
@org.jspecify.annotations.NullMarked
package dev.lift;
