/** Orders and payments of a shop with several tenants: the function, and what it is made of. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders;
