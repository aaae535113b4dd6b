package dev.lift.examples.orders.cdk;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexPropsV2;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.events.EventBus;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Permission;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** What {@code template.yaml} has behind an HTTP API, in Java. */
public final class OrdersStack extends Stack {
    private static final int TIMEOUT_SECONDS = 15;

    /** What differs between deployments. */
    public record Settings(
            String archive,
            String jwtIssuer,
            String jwtAudience,
            String jwksUrl,
            String paymentsUrl,
            String webhookSecretArn) {
        /** Reads them of environment variables, or says which is missing. */
        static Settings of(Map<String, String> environment) {
            return new Settings(
                    environment.getOrDefault("ARCHIVE", "../../target/orders-0.1.0-SNAPSHOT-function.zip"),
                    required(environment, "JWT_ISSUER"),
                    required(environment, "JWT_AUDIENCE"),
                    required(environment, "JWKS_URL"),
                    required(environment, "PAYMENTS_URL"),
                    required(environment, "WEBHOOK_SECRET_ARN"));
        }

        private static String required(Map<String, String> environment, String name) {
            String value = environment.get(name);
            if (value == null) {
                throw new IllegalArgumentException("The environment variable " + name + " is missing");
            }
            return value;
        }
    }

    /** Makes the stack. */
    public OrdersStack(Construct scope, String id, Settings settings) {
        super(scope, id);
        TableV2 orders = TableV2.Builder.create(this, "OrdersTable")
                .partitionKey(text("pk"))
                .sortKey(text("sk"))
                .billing(Billing.onDemand())
                .globalSecondaryIndexes(List.of(index("tenants", "tk"), index("customers", "ck")))
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        TableV2 lift = TableV2.Builder.create(this, "LiftTable")
                .partitionKey(text("id"))
                .billing(Billing.onDemand())
                .timeToLiveAttribute("expires")
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        EventBus bus = EventBus.Builder.create(this, "EventBus").build();
        Queue deadLetters = Queue.Builder.create(this, "ShipmentsDeadLetters")
                .retentionPeriod(Duration.days(14))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .build();
        Queue shipments = Queue.Builder.create(this, "Shipments")
                .queueName("shipments") // The function knows the queue by this name.
                .visibilityTimeout(Duration.seconds(6 * TIMEOUT_SECONDS))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(deadLetters)
                        .maxReceiveCount(5)
                        .build())
                .build();
        Function function = Function.Builder.create(this, "OrdersFunction")
                .code(Code.fromAsset(settings.archive()))
                .handler("dev.lift.examples.orders.OrdersFunction")
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .memorySize(1024)
                .timeout(Duration.seconds(TIMEOUT_SECONDS))
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .tracing(Tracing.ACTIVE)
                .logGroup(LogGroup.Builder.create(this, "Logs")
                        .retention(RetentionDays.ONE_MONTH)
                        .build())
                .environment(Map.of(
                        "STORE", "dynamodb",
                        "ORDERS_TABLE", orders.getTableName(),
                        "LIFT_TABLE", lift.getTableName(),
                        "PAYMENTS_URL", settings.paymentsUrl(),
                        "WEBHOOK_SECRET",
                                SecretValue.secretsManager(settings.webhookSecretArn()).unsafeUnwrap(),
                        "JWT_ISSUER", settings.jwtIssuer(),
                        "JWT_AUDIENCE", settings.jwtAudience(),
                        "JWKS_URL", settings.jwksUrl(),
                        "EVENT_BUS", bus.getEventBusName()))
                .build();
        orders.grant(
                function,
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:UpdateItem",
                "dynamodb:DeleteItem",
                "dynamodb:ConditionCheckItem",
                "dynamodb:Query");
        lift.grant(function, "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem");
        bus.grantPutEventsTo(function);

        Alias live = Alias.Builder.create(this, "Live")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build();
        live.addEventSource(SqsEventSource.Builder.create(shipments)
                .batchSize(10)
                .reportBatchItemFailures(true)
                .maxConcurrency(10)
                .build());
        schedule(live);
        HttpApi api = HttpApi.Builder.create(this, "HttpApi")
                .defaultIntegration(new HttpLambdaIntegration("Integration", live))
                .build();

        Alarm errors = alarm("ErrorsAlarm", "The function failed, or ran into its timeout.", function.metricErrors(), 0, 1);
        Alarm serverErrors =
                alarm("ServerErrorsAlarm", "Requests were answered with 5xx.", metric("Errors", "Sum"), 5, 3);
        alarm("LatencyAlarm", "One request in a hundred takes longer than three seconds.", metric("Latency", "p99"), 3_000, 5);
        alarm("ThrottlesAlarm", "Lambda had no environment for an invocation.", function.metricThrottles(), 0, 1);
        alarm(
                "DeadLettersAlarm",
                "A shipment could not be handled five times.",
                deadLetters.metricApproximateNumberOfMessagesVisible(),
                0,
                1);
        alarm(
                "ShipmentsAgeAlarm",
                "A shipment has waited for ten minutes.",
                shipments.metricApproximateAgeOfOldestMessage(),
                600,
                5);
        // A tenth of the requests for five minutes; an alarm takes them back.
        LambdaDeploymentGroup.Builder.create(this, "Canary")
                .alias(live)
                .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES)
                .alarms(List.of(errors, serverErrors))
                .build();
        CfnOutput.Builder.create(this, "Url").value(api.getApiEndpoint()).build();
    }

    /** By its name, which the function knows it by. */
    private void schedule(Alias live) {
        CfnRule rule = CfnRule.Builder.create(this, "Outbox")
                .name("outbox")
                .scheduleExpression("rate(1 minute)")
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("function")
                        .arn(live.getFunctionArn())
                        .build()))
                .build();
        live.addPermission(
                "Outbox",
                Permission.builder()
                        .principal(new ServicePrincipal("events.amazonaws.com"))
                        .sourceArn(rule.getAttrArn())
                        .build());
    }

    private Alarm alarm(String id, String description, IMetric metric, double threshold, int periods) {
        return Alarm.Builder.create(this, id)
                .alarmDescription(description)
                .metric(metric)
                .threshold(threshold)
                .evaluationPeriods(periods)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }

    private static Metric metric(String name, String statistic) {
        return Metric.Builder.create()
                .namespace("Orders")
                .metricName(name)
                .dimensionsMap(Map.of("service", "orders"))
                .statistic(statistic)
                .period(Duration.minutes(1))
                .build();
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    private static GlobalSecondaryIndexPropsV2 index(String name, String key) {
        return GlobalSecondaryIndexPropsV2.builder()
                .indexName(name)
                .partitionKey(text(key))
                .sortKey(text("placed"))
                .build();
    }
}
