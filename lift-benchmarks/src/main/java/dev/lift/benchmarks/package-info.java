/** Benchmarks: whole functions in processes of their own, and JSON bodies in one. */
@org.jspecify.annotations.NullMarked
package dev.lift.benchmarks;
