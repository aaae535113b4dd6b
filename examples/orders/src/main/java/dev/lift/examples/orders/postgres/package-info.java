/** Orders in PostgreSQL. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.postgres;
