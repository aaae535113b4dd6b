/** What is done about an error before a client hears of it: retries, time limits, circuit breakers, bulkheads, fallbacks. */
@org.jspecify.annotations.NullMarked
package dev.lift.recovery;
