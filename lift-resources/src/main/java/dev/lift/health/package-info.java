/** Health checks, and the routes that report them. */
package dev.lift.health;
