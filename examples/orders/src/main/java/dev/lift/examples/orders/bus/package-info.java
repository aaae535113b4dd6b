/** Where others hear of orders. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.bus;
