/**
 * Stores in DynamoDB that all processes of a function share: idempotency keys, rate limits and WebSocket connections, in one table.
 *
 * <p>{@link dev.lift.aws.dynamodb.LiftTable} says what the table has to be.
 */
@NullMarked
package dev.lift.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
