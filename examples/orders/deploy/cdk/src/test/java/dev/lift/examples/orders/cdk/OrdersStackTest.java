package dev.lift.examples.orders.cdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.cloudformation.include.CfnInclude;

/** What the CDK makes of the stack, and what it thinks of the template of SAM. */
class OrdersStackTest {
    private static final String SECRET =
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:webhooks-AbCdEf";

    /** Of SAM's specification the CDK has an old edition. */
    private static final Set<String> YOUNGER_THAN_THE_CDK_KNOWS = Set.of("SnapStart", "LoggingConfig");

    @TempDir
    private Path folder;

    private Template template() throws Exception {
        Path archive = Files.write(folder.resolve("function.zip"), new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        OrdersStack.Settings settings = OrdersStack.Settings.of(Map.of(
                "ARCHIVE", archive.toString(),
                "JWT_ISSUER", "https://login.example.com/",
                "JWT_AUDIENCE", "https://api.example.com",
                "JWKS_URL", "https://login.example.com/jwks.json",
                "PAYMENTS_URL", "https://payments.example.com",
                "WEBHOOK_SECRET_ARN", SECRET));
        return Template.fromStack(new OrdersStack(new App(), "orders", settings));
    }

    @Test
    void stack_isSynthesized() throws Exception {
        Template template = template();
        template.hasResourceProperties(
                "AWS::Lambda::Function",
                Map.of(
                        "Handler", "dev.lift.examples.orders.OrdersFunction",
                        "Runtime", "java25",
                        "SnapStart", Map.of("ApplyOn", "PublishedVersions"),
                        "Environment", Match.objectLike(Map.of("Variables", Match.objectLike(Map.of(
                                "STORE", "dynamodb",
                                "WEBHOOK_SECRET", "{{resolve:secretsmanager:" + SECRET + ":SecretString:::}}"))))));
        template.hasResourceProperties(
                "AWS::Lambda::EventSourceMapping",
                Map.of("FunctionResponseTypes", List.of("ReportBatchItemFailures"), "BatchSize", 10));
        template.hasResourceProperties(
                "AWS::SQS::Queue", Map.of("QueueName", "shipments", "VisibilityTimeout", 90));
        template.hasResourceProperties("AWS::Events::Rule", Map.of("Name", "outbox"));
        template.resourceCountIs("AWS::CloudWatch::Alarm", 6);
        template.resourceCountIs("AWS::DynamoDB::GlobalTable", 2);
        template.resourceCountIs("AWS::CodeDeploy::DeploymentGroup", 1);
        template.resourceCountIs("AWS::ApiGatewayV2::Route", 1);
    }

    /** No statement allows all actions of a service, or an action on everything but traces, which have no resources. */
    @Test
    void policies_allowWhatIsNeeded() throws Exception {
        template().findResources("AWS::IAM::Policy").values().forEach(policy -> {
            Map<?, ?> properties = (Map<?, ?>) policy.get("Properties");
            List<?> statements = (List<?>) ((Map<?, ?>) properties.get("PolicyDocument")).get("Statement");
            for (Object statement : statements) {
                String actions = String.valueOf(((Map<?, ?>) statement).get("Action"));
                boolean everything = "*".equals(((Map<?, ?>) statement).get("Resource"));
                assertTrue(!actions.contains("*"), actions);
                assertTrue(!everything || actions.contains("xray:") && !actions.contains("dynamodb"), actions);
            }
        });
    }

    @Test
    void settingThatIsMissing_isNamed() {
        IllegalArgumentException missing =
                assertThrows(IllegalArgumentException.class, () -> OrdersStack.Settings.of(Map.of()));
        assertEquals("The environment variable JWT_ISSUER is missing", missing.getMessage());
    }

    /** The CDK checks names and types of all properties, those of SAM's function among them. */
    @Test
    void templateOfSam_isOneThatTheCdkUnderstands() throws Exception {
        // SAM gives these alarms to a deployment group, and the function does not depend on them. Here there is but the function.
        String template = Files.readString(Path.of("../template.yaml"))
                .replace("- !Ref ErrorsAlarm", "- errors")
                .replace("- !Ref ServerErrorsAlarm", "- server-errors")
                .replace("OrdersFunction.Alias", "OrdersFunction")
                .replace("OrdersFunctionAliaslive", "OrdersFunction");
        Stack stack = new Stack(new App(), "sam");
        CfnInclude included = CfnInclude.Builder.create(stack, "Template")
                .templateFile(Files.writeString(folder.resolve("template.yaml"), template).toString())
                .build();
        assertTrue(included.getResource("OrdersFunction").getCfnResourceType().equals("AWS::Serverless::Function"));
        Template understood = Template.fromStack(stack);
        understood.resourceCountIs("AWS::CloudWatch::Alarm", 6);
        // What it does not know it lets pass, a misspelled name too.
        List<String> unknown = new ArrayList<>();
        Map<?, ?> resources = (Map<?, ?>) understood.toJSON().get("Resources");
        for (Map.Entry<?, ?> each : resources.entrySet()) {
            String type = (String) ((Map<?, ?>) each.getValue()).get("Type");
            Set<String> known = propertiesOf(type);
            Object properties = ((Map<?, ?>) each.getValue()).get("Properties");
            for (Object name : properties == null ? Set.of() : ((Map<?, ?>) properties).keySet()) {
                if (!known.contains(lower((String) name))) {
                    unknown.add(each.getKey() + "." + name);
                }
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(resources.size() > 20);
    }

    /** {@code SSESpecification} is {@code getSseSpecification} in Java. */
    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The CDK has a class for the properties of each type, with a method for each. */
    private static Set<String> propertiesOf(String type) throws ClassNotFoundException {
        String[] parts = type.split("::", -1);
        String service = parts[1].equals("Serverless") ? "sam" : parts[1].toLowerCase(Locale.ROOT);
        Class<?> properties = Class.forName("software.amazon.awscdk.services." + service + ".Cfn" + parts[2] + "Props");
        Set<String> names = new TreeSet<>();
        for (Method each : properties.getMethods()) {
            if (each.getName().startsWith("get")) {
                names.add(lower(each.getName().substring("get".length())));
            }
        }
        if (type.equals("AWS::Serverless::Function")) {
            YOUNGER_THAN_THE_CDK_KNOWS.forEach(each -> names.add(lower(each)));
        }
        return names;
    }
}
