@org.jspecify.annotations.NullMarked
package dev.lift.openapi;
