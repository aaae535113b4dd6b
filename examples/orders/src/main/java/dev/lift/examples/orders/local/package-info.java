/** What makes a laptop do for the service: a database, a payment provider and an issuer of tokens. No part of what is deployed. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.local;
