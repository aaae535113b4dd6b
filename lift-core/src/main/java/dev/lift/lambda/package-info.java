/** The way in and out of AWS Lambda: {@link dev.lift.lambda.LiftHandler} and one {@link dev.lift.lambda.EventAdapter} per event format. */
@org.jspecify.annotations.NullMarked
package dev.lift.lambda;
