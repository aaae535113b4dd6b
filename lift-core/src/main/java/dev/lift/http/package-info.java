/** The vocabulary of HTTP: {@link dev.lift.http.Request}, {@link dev.lift.http.Response} and their parts. Knows nothing of Lambda events. */
@org.jspecify.annotations.NullMarked
package dev.lift.http;
