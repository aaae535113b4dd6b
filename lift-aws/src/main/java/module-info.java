/** What AWS's services are used for: stores in DynamoDB, and metrics for CloudWatch. */
@org.jspecify.annotations.NullMarked
module dev.lift.aws {
    requires transitive dev.lift.middleware;
    requires static transitive dev.lift.events;
    requires static transitive software.amazon.awssdk.services.dynamodb;
    requires static software.amazon.awssdk.core;
    requires static software.amazon.awssdk.awscore;
    requires static software.amazon.awssdk.utils;
    requires static org.jspecify;

    exports dev.lift.aws.dynamodb;
    exports dev.lift.aws.metrics;
}
