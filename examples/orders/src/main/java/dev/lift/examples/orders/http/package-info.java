/** The API: requests and messages in, replies out. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.http;
