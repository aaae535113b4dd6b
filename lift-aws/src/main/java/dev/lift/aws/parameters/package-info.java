/**
 * Parameters and secrets from Systems Manager, Secrets Manager and AppConfig, kept for a while.
 *
 * <p>{@link dev.lift.aws.parameters.Parameters} keeps what a {@link dev.lift.aws.parameters.ParameterSource} fetches.
 */
@NullMarked
package dev.lift.aws.parameters;

import org.jspecify.annotations.NullMarked;
