/** Middleware that production APIs need: one class for each. */
package dev.lift.middleware;
