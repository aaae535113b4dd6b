package dev.lift.events;

/**
 * Where a message comes from.
 *
 * <pre>{@code
 * boolean queued = message.source() == MessageSource.SQS;
 * }</pre>
 */
public enum MessageSource {
    /** A queue of Amazon SQS. */
    SQS,
    /** A topic of Amazon SNS. */
    SNS,
    /** A bus of Amazon EventBridge. */
    EVENT_BRIDGE,
    /** A rule with a schedule, or a schedule of EventBridge Scheduler. */
    SCHEDULE,
    /** A bucket of Amazon S3. */
    S3,
    /** A stream of an Amazon DynamoDB table. */
    DYNAMODB,
    /** A stream of Amazon Kinesis. */
    KINESIS
}
