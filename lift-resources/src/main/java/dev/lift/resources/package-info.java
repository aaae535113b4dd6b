/** Resources that are made once and used by many requests. */
@org.jspecify.annotations.NullMarked
package dev.lift.resources;
