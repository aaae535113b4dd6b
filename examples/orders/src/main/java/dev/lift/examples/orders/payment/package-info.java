/** The payment provider, over HTTP. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.payment;
