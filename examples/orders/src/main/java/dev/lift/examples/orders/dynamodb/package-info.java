/** Orders in DynamoDB. */
@org.jspecify.annotations.NullMarked
package dev.lift.examples.orders.dynamodb;
