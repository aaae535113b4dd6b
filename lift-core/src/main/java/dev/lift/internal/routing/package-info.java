/** The hash trie that finds a route. Generic, knows no HTTP, exported to nobody. */
@org.jspecify.annotations.NullMarked
package dev.lift.internal.routing;
