/** What AWS's services are used for: stores in DynamoDB, metrics for CloudWatch, parameters and secrets, messages to connections. */
@org.jspecify.annotations.NullMarked
module dev.lift.aws {
    requires transitive dev.lift.middleware;
    requires org.slf4j;
    requires static transitive dev.lift.events;
    requires static transitive dev.lift.resources;
    requires static transitive software.amazon.awssdk.auth;
    requires static transitive software.amazon.awssdk.http;
    requires static transitive software.amazon.awssdk.services.dynamodb;
    requires static transitive software.amazon.awssdk.services.secretsmanager;
    requires static transitive software.amazon.awssdk.services.ssm;
    requires static software.amazon.awssdk.awscore;
    requires static software.amazon.awssdk.core;
    requires static software.amazon.awssdk.http.auth.aws;
    requires static software.amazon.awssdk.http.auth.spi;
    requires static software.amazon.awssdk.http.urlconnection;
    requires static software.amazon.awssdk.identity.spi;
    requires static software.amazon.awssdk.utils;
    requires static org.jspecify;

    exports dev.lift.aws.dynamodb;
    exports dev.lift.aws.metrics;
    exports dev.lift.aws.parameters;
    exports dev.lift.aws.websocket;
}
