/** What a database does for this service; {@code postgres} is one. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.storage;
