/** What threads may see of pools and resources, for jcstress; run by {@code scripts/stress}. */
package dev.lift.benchmarks.stress;
