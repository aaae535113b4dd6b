/** What orders are and may become. It knows nothing of HTTP, JSON or databases. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.domain;
