/** What a client is told of an error: problems, the exceptions that carry them, the catalogue of codes, and the mapping. */
@org.jspecify.annotations.NullMarked
package dev.lift.errors;
