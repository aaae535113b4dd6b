package dev.lift.http;

import com.amazonaws.services.lambda.runtime.Context;

/**
 * Marks the Lambda context of an invocation that only warms the app up. {@link Invocation#isDryRun} tells handlers and middleware.
 *
 * <pre>{@code
 * if (!request.invocation().isDryRun()) {
 *     payments.charge(order);
 * }
 * }</pre>
 */
public interface DryRun extends Context {}
