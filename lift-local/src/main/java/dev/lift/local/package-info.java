/** The app behind a real HTTP server: {@link dev.lift.local.LocalGateway}. */
@org.jspecify.annotations.NullMarked
package dev.lift.local;
