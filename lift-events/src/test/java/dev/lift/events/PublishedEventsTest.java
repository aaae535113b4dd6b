package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lift.Lift;
import dev.lift.http.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What others publish as samples of events: the templates of {@code @serverless/event-mocks}, and the examples in the documentation of
 * {@code @aws-lambda-powertools/parser}. {@code scripts/published-events} fetches them; without them nothing is tested here.
 */
@EnabledIfSystemProperty(named = "published.events", matches = ".+")
class PublishedEventsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

    private final List<String> handled = new ArrayList<>();

    private final class Function extends LiftEventHandler {
        Function() {
            super(
                    Lift.of(app -> app.use((request, next) -> {
                        handled.add(request.source() + " " + request.method() + " " + request.path() + " "
                                + request.bodyLength());
                        return Response.noContent();
                    })),
                    Events.of(events -> events.sqs("*", PublishedEventsTest.this::handle)
                            .sns("*", PublishedEventsTest.this::handle)
                            .eventBridge("*", "*", PublishedEventsTest.this::handle)
                            .schedule("*", PublishedEventsTest.this::handle)
                            .s3("*", "*", PublishedEventsTest.this::handle)
                            .dynamoDb("*", "*", PublishedEventsTest.this::handle)
                            .kinesis("*", PublishedEventsTest.this::handle)
                            .authorizer(request -> {
                                handled.add("authorizer");
                                return AuthorizerReply.allow("x", AuthorizerReply.stageOf(request.arn()));
                            })
                            .other((json, context) -> {
                                handled.add("other");
                                return json;
                            })),
                    WebSocketAdapter.ofApiGateway());
        }
    }

    private void handle(Message message) {
        handled.add((message.source() + " " + message.name() + " " + message.type()).strip());
        assertThat(message.id()).isNotBlank();
        assertThat(message.json()).isNotEmpty();
    }

    private static Path folder() {
        return Path.of(System.getProperty("published.events"));
    }

    private static byte[] template(String name) throws IOException {
        return Files.readAllBytes(folder().resolve("serverless/dist/events/aws/" + name + ".json"));
    }

    /** The examples of a schema that are JSON. */
    private static List<JsonNode> examples(String schema) throws IOException {
        String text = Files.readString(folder().resolve("aws-lambda-powertools/lib/cjs/schemas/" + schema + ".d.ts"));
        List<JsonNode> examples = new ArrayList<>();
        Matcher matcher = EXAMPLE.matcher(text);
        while (matcher.find()) {
            try {
                examples.add(JSON.readTree(matcher.group(1).replaceAll("(?m)^ *\\* ?", "")));
            } catch (IOException shortened) {
                // Some have dots where something was left out.
            }
        }
        return examples;
    }

    private JsonNode send(byte[] event) throws IOException {
        handled.clear();
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        new Function().handleRequest(new ByteArrayInputStream(event), reply, null);
        return JSON.readTree(reply.toByteArray());
    }

    private static String[] lines(String expected) {
        return Arrays.stream(expected.split(";")).map(String::strip).toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sqs-template                     | SQS my-queue
            sns-template                     | SNS service-1474781718017-1
            scheduled-template               | SCHEDULE test-service-rule Scheduled Event
            cloud-watch-event-template       | EVENT_BRIDGE aws.ec2 EC2 Instance State-change Notification
            kinesis-template                 | KINESIS test
            s3-template                      | S3 service-1474780369352-1 ObjectCreated:Put
            dynamo-stream-event-template     | DYNAMODB images INSERT
            api-gateway-event-template       | REST_API GET /test/hello 0
            alexa-skill-event-template       | other
            alexa-smart-home-event-template  | other
            cloud-watch-log-event-template   | other
            cognito-user-pool-event-template | other
            """)
    void templates_goWhereTheyBelong(String name, String expected) throws IOException {
        send(template(name));
        assertThat(handled).as(name).containsExactly(lines(expected));
    }

    /** Some of the published ones have members that change what they are: without those they are what others would send. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sqs                   | 0 |                | SQS my-queue; SQS my-queue
            sns                   | 0 |                | SQS powertools265
            sns                   | 1 |                | SNS sns-lambda TestInvoke
            eventbridge           | 0 |                | EVENT_BRIDGE aws.ec2 EC2 Instance State-change Notification
            s3                    | 0 |                | EVENT_BRIDGE aws.s3 Object Created
            s3                    | 1 |                | S3 lambda-artifacts-deafc19498e3f2df ObjectCreated:Put
            s3                    | 2 |                | SQS SQS
            s3                    | 3 |                | other
            kinesis               | 0 |                | other
            kinesis               | 0 | window         | KINESIS lambda-stream
            dynamodb              | 0 |                | other
            dynamodb              | 0 | window         | DYNAMODB stream-ARN INSERT; DYNAMODB stream-ARN MODIFY; DYNAMODB stream-ARN REMOVE
            alb                   | 0 |                | ALB_MULTI_VALUE GET / 12
            api-gateway           | 0 |                | authorizer
            api-gateway           | 0 | type,methodArn | REST_API GET /request 0
            api-gateway           | 1 |                | authorizer
            api-gateway           | 1 | type,methodArn | REST_API GET /hello/world 0
            api-gateway           | 2 |                | authorizer
            lambda                | 0 |                | FUNCTION_URL GET / 0
            vpc-latticev2         | 0 |                | LATTICE_V2 GET /newpath 33
            api-gateway-websocket | 0 |                | authorizer
            api-gateway-websocket | 0 | type,methodArn | OTHER CONNECT /websocket/connect 0
            kafka                 | 0 |                | other
            kafka                 | 1 |                | other
            kinesis-firehose      | 0 |                | other
            ses                   | 0 |                | other
            cloudwatch            | 0 |                | other
            cognito               | 0 |                | other
            appsync               | 0 |                | other
            """)
    void examples_goWhereTheyBelong(String schema, int index, @Nullable String without, String expected)
            throws IOException {
        ObjectNode event = (ObjectNode) examples(schema).get(index);
        if (without != null) {
            event.remove(List.of(without.split(",")));
        }
        JsonNode reply = send(JSON.writeValueAsBytes(event));
        assertThat(handled).as(schema).containsExactly(lines(expected));
        assertThat(reply.isObject()).isTrue();
    }
}
