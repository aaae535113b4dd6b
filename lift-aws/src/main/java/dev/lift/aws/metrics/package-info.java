/**
 * Metrics for CloudWatch, written as lines of the log in its embedded metric format: no call, no client, no SDK.
 *
 * <p>{@link dev.lift.aws.metrics.EmfMetrics} is all of it.
 */
@NullMarked
package dev.lift.aws.metrics;

import org.jspecify.annotations.NullMarked;
