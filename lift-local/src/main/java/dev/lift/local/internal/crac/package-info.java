/** What {@code org.crac} registers with on a laptop, so that the console can play a restore. Nothing else is to use it. */
@org.jspecify.annotations.NullMarked
package dev.lift.local.internal.crac;
