package dev.lift.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lift.Lift;
import dev.lift.http.EventSource;
import dev.lift.http.Invocation;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonWriter;
import dev.lift.lambda.Event;
import dev.lift.lambda.EventAdapter;
import dev.lift.lambda.LiftHandler;
import dev.lift.lambda.UnsupportedEventException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The class EV of faults: events that are not what they should be. */
class EventFaultsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private final Probe probe = Probe.any();

    private static byte[] reference(EventSource source) {
        return new EventBuilder("POST", "/a/b%20c?x=1&x=2&y=z%26")
                .header("Content-Type", "application/json")
                .header("Cookie", "a=1; b=2")
                .header("X-Tag", "one")
                .body("{\"k\":\"v\"}".getBytes(StandardCharsets.UTF_8))
                .authorizer("{\"jwt\":{\"claims\":{\"sub\":\"me\"}},\"claims\":{\"sub\":\"me\"}}")
                .build(source);
    }

    private ObjectNode tree(EventSource source) throws IOException {
        return (ObjectNode) MAPPER.readTree(reference(source));
    }

    private TestResponse send(EventSource source, JsonNode event) throws IOException {
        return probe.send(source, MAPPER.writeValueAsBytes(event));
    }

    /** A mutation can make another format of an event, or none, which is answered in payload 2.0. */
    private TestResponse sendMutated(EventSource source, byte[] event) {
        AssertionError first = null;
        for (EventSource answered : new EventSource[] {source, EventSource.REST_API, EventSource.HTTP_API}) {
            try {
                return probe.send(answered, event);
            } catch (AssertionError notInThisFormat) {
                first = first == null ? notInThisFormat : first;
            }
        }
        throw first;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "null", "\"\"", "[]", "42", "true", "{}", "{\"a\":1}"})
    void EV01_noEvent_isRefused(String event) {
        probe.send(EventSource.HTTP_API, event).expectProblem(400);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void EV02_truncatedAtEachByte_isRefused(EventSource source) {
        byte[] event = reference(source);
        for (int length = 0; length < event.length; length++) {
            probe.send(EventSource.HTTP_API, Arrays.copyOf(event, length)).expectProblem(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{}", "null", ",", "\u0000"})
    void EV03_trailingGarbage_isRefused(String garbage) {
        for (EventSource source : Probe.SOURCES) {
            String event = new String(reference(source), StandardCharsets.UTF_8);
            probe.send(EventSource.HTTP_API, event + garbage).expectProblem(400);
            probe.send(EventSource.HTTP_API, "\uFEFF" + event).expectProblem(400);
        }
    }

    private static void objects(JsonNode node, Consumer<ObjectNode> visitor) {
        if (node instanceof ObjectNode object) {
            visitor.accept(object);
        }
        node.forEach(child -> objects(child, visitor));
    }

    private interface Mutation {
        void apply(ObjectNode parent, String field);
    }

    /** Applies a mutation to each field of an event at each depth, one at a time. */
    private void mutateEachField(EventSource source, Mutation mutation) throws IOException {
        int count = count(tree(source));
        for (int index = 0; index < count; index++) {
            ObjectNode event = tree(source);
            mutate(event, index, mutation);
            TestResponse response = sendMutated(source, MAPPER.writeValueAsBytes(event));
            assertThat(response.status()).isIn(200, 400, 404, 405, 415);
        }
    }

    private static int count(JsonNode event) {
        List<String> fields = new ArrayList<>();
        objects(event, object -> object.fieldNames().forEachRemaining(fields::add));
        return fields.size();
    }

    private static void mutate(JsonNode event, int index, Mutation mutation) {
        List<Runnable> mutations = new ArrayList<>();
        objects(
                event,
                object -> object.fieldNames()
                        .forEachRemaining(name -> mutations.add(() -> mutation.apply(object, name))));
        mutations.get(index).run();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void EV04_eachFieldMissing_isServedOrRefused(EventSource source) throws IOException {
        mutateEachField(source, ObjectNode::remove);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void EV05_eachFieldNull_isTheSameAsMissing(EventSource source) throws IOException {
        int count = count(tree(source));
        for (int index = 0; index < count; index++) {
            ObjectNode missing = tree(source);
            mutate(missing, index, ObjectNode::remove);
            ObjectNode empty = tree(source);
            mutate(empty, index, ObjectNode::putNull);
            TestResponse one = sendMutated(source, MAPPER.writeValueAsBytes(missing));
            TestResponse other = sendMutated(source, MAPPER.writeValueAsBytes(empty));
            assertThat(other.status()).as("%s", empty).isEqualTo(one.status());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void EV06_eachFieldOfEachWrongType_isServedOrRefused(EventSource source) throws IOException {
        for (String wrong :
                new String[] {"7", "true", "\"text\"", "[]", "[\"x\"]", "{}", "{\"x\":{}}", "1.5", "[[1]]"}) {
            JsonNode value = MAPPER.readTree(wrong);
            mutateEachField(source, (parent, field) -> parent.set(field, value));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REST_API", "ALB", "ALB_MULTI_VALUE"})
    void EV07_emptyOrNullHeaders_areServed(EventSource source) throws IOException {
        for (String headers : new String[] {"null", "{}"}) {
            for (String lists : new String[] {"null", "{}"}) {
                ObjectNode event = (ObjectNode) MAPPER.readTree(new EventBuilder("GET", "/x").build(source));
                event.set("headers", MAPPER.readTree(headers));
                event.set("multiValueHeaders", MAPPER.readTree(lists));
                EventSource answered = source == EventSource.REST_API
                        ? source
                        : lists.equals("null") ? EventSource.ALB : EventSource.ALB_MULTI_VALUE;
                send(answered, event).expectStatus(200);
                assertThat(probe.seen().headers().size()).isZero();
            }
        }
    }

    @Test
    void EV08_disagreeingHeaderMaps_listsWinNameByName() throws IOException {
        ObjectNode event = tree(EventSource.REST_API);
        event.set("headers", MAPPER.readTree("{\"x-a\":\"single\",\"X-B\":\"only\",\"x-list\":\"b\"}"));
        event.set("multiValueHeaders", MAPPER.readTree("{\"X-A\":[\"one\",\"on\"],\"X-List\":[\"a,b\",\"b\",\"b\"]}"));
        send(EventSource.REST_API, event).expectStatus(200);
        assertThat(probe.seen().headers("x-a")).containsExactly("one", "on");
        assertThat(probe.seen().headers("x-b")).containsExactly("only");
        assertThat(probe.seen().headers("x-list")).containsExactly("a,b", "b", "b");
    }

    @Test
    void EV09_headerListsWithOtherTypes_nullIsSkippedAndOthersRefused() throws IOException {
        ObjectNode event = tree(EventSource.REST_API);
        event.set("multiValueHeaders", MAPPER.readTree("{\"X-A\":[\"1\",null,\"2\"]}"));
        send(EventSource.REST_API, event).expectStatus(200);
        assertThat(probe.seen().headers("X-A")).containsExactly("1", "2");
        for (String wrong : new String[] {"[1]", "[{\"a\":1}]", "[true]", "7"}) {
            event.set("multiValueHeaders", MAPPER.readTree("{\"X-A\":" + wrong + "}"));
            send(EventSource.REST_API, event).expectProblem(400);
        }
    }

    @Test
    void EV10_headerInTwoCasings_keepsBothInOrder() throws IOException {
        for (EventSource source :
                new EventSource[] {EventSource.ALB, EventSource.LATTICE_V1, EventSource.FUNCTION_URL}) {
            ObjectNode event = tree(source);
            ((ObjectNode) event.get("headers")).put("X-Two", "first").put("x-two", "second");
            send(source, event).expectStatus(200);
            assertThat(probe.seen().headers("X-TWO")).containsExactly("first", "second");
        }
    }

    @Test
    void EV11_duplicateMembers_areRefused() {
        for (EventSource source : Probe.SOURCES) {
            String event = new String(reference(source), StandardCharsets.UTF_8);
            for (String member : new String[] {
                "\"path\":\"/x\"", "\"body\":\"x\"", "\"isBase64Encoded\":true", "\"p\\u0061th\":\"/x\""
            }) {
                String twice = "{" + member + "," + member.replace("\\u0061", "a") + "," + event.substring(1);
                probe.send(EventSource.HTTP_API, twice).expectProblem(400);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void EV12_unknownMembers_areIgnored(EventSource source) throws IOException {
        ObjectNode event = tree(source);
        List<ObjectNode> found = new ArrayList<>();
        objects(event, found::add);
        for (ObjectNode object : found) {
            object.set("futureMember", MAPPER.createObjectNode().put("x", 1).putNull("y"));
        }
        for (String maps : new String[] {
            "headers",
            "multiValueHeaders",
            "queryStringParameters",
            "multiValueQueryStringParameters",
            "query_string_parameters"
        }) {
            if (event.get(maps) instanceof ObjectNode object) {
                object.remove("futureMember");
            }
        }
        send(source, event).expectStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"3.0\"", "\"1.0\"", "2", "\"\"", "null", "{}"})
    void EV13_anyVersion_structureDecides(String version) throws IOException {
        ObjectNode event = tree(EventSource.HTTP_API);
        event.set("version", MAPPER.readTree(version));
        send(EventSource.HTTP_API, event).expectStatus(200);
        assertThat(probe.seen().source()).isEqualTo(EventSource.HTTP_API);
        ObjectNode rest = tree(EventSource.REST_API);
        rest.set("version", MAPPER.readTree(version));
        send(EventSource.REST_API, rest).expectStatus(200);
    }

    @Test
    void EV14_twoSourcesAtOnce_oneIsTakenWhole() throws IOException {
        ObjectNode alb = tree(EventSource.ALB);
        alb.put("rawPath", "/evil");
        ((ObjectNode) alb.get("requestContext")).putObject("http").put("method", "DELETE");
        send(EventSource.ALB, alb).expectStatus(200);
        assertThat(probe.seen().path()).isEqualTo("/a/b%20c");
        assertThat(probe.seen().method()).isEqualTo("POST");
        ObjectNode http = tree(EventSource.HTTP_API);
        http.put("httpMethod", "DELETE").put("path", "/evil").put("method", "DELETE");
        send(EventSource.HTTP_API, http).expectStatus(200);
        assertThat(probe.seen().path()).isEqualTo("/a/b%20c");
        assertThat(probe.seen().method()).isEqualTo("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"x\"}]}",
                "{\"records\":{\"topic-0\":[]}}",
                "{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\",\"detail\":{}}"
            })
    void EV15_queuesAndStreams_failTheInvocation(String event) {
        assertThatExceptionOfType(UnsupportedEventException.class)
                .isThrownBy(() -> probe.test().sendEvent(EventSource.HTTP_API, event.getBytes(StandardCharsets.UTF_8)));
        probe.test().get("/x").send().expectStatus(200);
    }

    /** What is cut off, or nested more deeply than anybody reads, is still an event that a reply would acknowledge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[{\"eventSource\":",
                "{\"records\":{\"topic-0\":[",
                "{\"detail-type\":\"t\",\"detail\":"
            })
    void EV15_malformedEventsOfQueuesAndStreams_failTheInvocation(String begun) {
        for (String rest : new String[] {"", "[".repeat(2_000), "\u0000"}) {
            byte[] event = (begun + rest).getBytes(StandardCharsets.UTF_8);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            probe.handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), null));
        }
    }

    /** WS-09: a health check of a load balancer has neither a host nor much else. */
    @Test
    void WS09_healthCheckOfAnAlb_isServed() {
        String event =
                "{\"requestContext\":{\"elb\":{\"targetGroupArn\":\"arn:aws:elasticloadbalancing:a:1:targetgroup/b/c\"}},"
                        + "\"httpMethod\":\"GET\",\"path\":\"/health\",\"queryStringParameters\":{},"
                        + "\"headers\":{\"user-agent\":\"ELB-HealthChecker/2.0\"},\"body\":\"\",\"isBase64Encoded\":false}";
        probe.test()
                .sendEvent(EventSource.ALB, event.getBytes(StandardCharsets.UTF_8))
                .expectStatus(200);
    }

    /** Events of AWS's other sources: each is refused or raised, and none becomes a request. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sns            | raised  | {"Records":[{"EventSource":"aws:sns","Sns":{"Message":"x"}}]}
            s3             | raised  | {"Records":[{"eventSource":"aws:s3","s3":{"bucket":{"name":"b"}}}]}
            dynamodb       | raised  | {"Records":[{"eventSource":"aws:dynamodb","dynamodb":{"Keys":{}}}]}
            kinesis        | raised  | {"Records":[{"eventSource":"aws:kinesis","kinesis":{"data":"eA=="}}]}
            firehose       | raised  | {"invocationId":"i","deliveryStreamArn":"a","records":[{"data":"eA=="}]}
            kafka          | raised  | {"eventSource":"aws:kafka","records":{"t-0":[{"value":"eA==","headers":[{"k":[1]}]}]}}
            eventbridge    | raised  | {"version":"0","id":"i","detail-type":"t","source":"s","detail":{}}
            schedule       | raised  | {"version":"0","detail-type":"Scheduled Event","source":"aws.events","detail":{}}
            cloudfront     | raised  | {"Records":[{"cf":{"request":{"uri":"/x","method":"GET","headers":{}}}}]}
            ses            | raised  | {"Records":[{"eventSource":"aws:ses","ses":{}}]}
            activemq       | refused | {"eventSource":"aws:mq","messages":[{"data":"eA=="}]}
            cognito        | refused | {"version":"1","triggerSource":"PreSignUp_SignUp","request":{},"response":{}}
            lex            | refused | {"messageVersion":"1.0","currentIntent":{"name":"n"},"bot":{}}
            connect        | refused | {"Name":"ContactFlowEvent","Details":{"Parameters":{}}}
            config         | refused | {"invokingEvent":"{}","ruleParameters":"{}","version":"1.0"}
            logs           | refused | {"awslogs":{"data":"H4sI"}}
            iot            | refused | {"deviceEvent":{"buttonClicked":{}}}
            codepipeline   | refused | {"CodePipeline.job":{"id":"1","data":{}}}
            cloudformation | refused | {"RequestType":"Create","ResponseURL":"https://x","ResourceProperties":{}}
            appsync        | refused | {"info":{"fieldName":"f"},"arguments":{},"request":{"headers":{}}}
            authorizer     | refused | {"type":"TOKEN","methodArn":"arn","authorizationToken":"t"}
            authorizer of a REST API  | refused | {"type":"REQUEST","methodArn":"arn","resource":"/","path":"/","httpMethod":"GET","headers":{},"requestContext":{"path":"/","stage":"s"}}
            authorizer of payload 2.0 | refused | {"version":"2.0","type":"REQUEST","routeArn":"arn","rawPath":"/","rawQueryString":"","headers":{},"requestContext":{"http":{"method":"GET","path":"/"}}}
            authorizer of a WebSocket | refused | {"type":"REQUEST","methodArn":"arn","requestContext":{"routeKey":"$connect","eventType":"CONNECT","connectionId":"c"}}
            websocket      | refused | {"requestContext":{"routeKey":"$connect","eventType":"CONNECT","connectionId":"c"}}
            alexa          | refused | {"session":{},"request":{"type":"LaunchRequest"},"version":"1.0"}
            step functions | refused | {"input":{"orderId":7},"taskToken":"t"}
            """)
    void EV15_otherSources_areRefusedOrRaised(String name, String outcome, String event) {
        if (outcome.equals("refused")) {
            probe.send(EventSource.HTTP_API, event).expectProblem(400);
        } else {
            assertThatExceptionOfType(UnsupportedEventException.class)
                    .isThrownBy(
                            () -> probe.test().sendEvent(EventSource.HTTP_API, event.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(probe.test().get("/").send().status()).as(name).isEqualTo(200);
    }

    @Test
    void EV16_deepNesting_isServedToTheLimitAndRefusedBeyond() {
        String event = new String(reference(EventSource.HTTP_API), StandardCharsets.UTF_8);
        for (int depth : new int[] {10, 990, 1_001, 100_000}) {
            String nested = "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "," + event.substring(1);
            probe.send(EventSource.HTTP_API, nested).expectStatus(depth < 1_000 ? 200 : 400);
        }
    }

    @Test
    void EV17_largeEvents_areServedOrRefused() {
        String event = new String(new EventBuilder("GET", "/").build(EventSource.HTTP_API), StandardCharsets.UTF_8);
        probe.send(EventSource.HTTP_API, "{\"x\":\"" + "y".repeat(6_000_000) + "\"," + event.substring(1))
                .expectStatus(200);
        StringBuilder keys = new StringBuilder("{\"x\":{");
        for (int i = 0; i < 300_000; i++) {
            keys.append(i == 0 ? "" : ",").append('"').append(i).append("\":0");
        }
        probe.send(EventSource.HTTP_API, keys + "}," + event.substring(1)).expectStatus(200);
        probe.send(EventSource.HTTP_API, "{\"x\":[" + "1,".repeat(1_000_000) + "1]," + event.substring(1))
                .expectStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-0", "\"text\"", "1.5", "-1", "null", "{}"})
    void EV18_strangeNumbers_areIgnored(String number) throws IOException {
        String event = new String(reference(EventSource.HTTP_API), StandardCharsets.UTF_8)
                .replace("\"timeEpoch\":1773342238000", "\"timeEpoch\":" + number);
        assertThat(event).contains("\"timeEpoch\":" + number);
        probe.send(EventSource.HTTP_API, event).expectStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00x"})
    void EV19_halfSurrogatePairs_areRefusedEverywhere(String text) {
        String event = new String(reference(EventSource.HTTP_API), StandardCharsets.UTF_8);
        for (String place : new String[] {"/a/b c", "one", "{\\\"k\\\":", "x=1&"}) {
            assertThat(event).contains(place);
            probe.send(EventSource.HTTP_API, event.replace(place, place + text)).expectProblem(400);
        }
    }

    @Test
    void EV19_nulAndBidi_areRefusedInPathsAndKeptInBodies() {
        String event = new String(reference(EventSource.HTTP_API), StandardCharsets.UTF_8);
        probe.send(EventSource.HTTP_API, event.replace("/a/b c", "/a/\\u0000")).expectProblem(400);
        probe.send(EventSource.HTTP_API, event.replace("\"one\"", "\"\\u0000\""))
                .expectProblem(400);
        probe.send(EventSource.HTTP_API, event.replace("\"one\"", "\"\\u202e\""))
                .expectProblem(400);
        probe.send(EventSource.HTTP_API, event.replace("{\\\"k\\\":", "\\u0000\\ufeff\\u202e"))
                .expectStatus(200);
        assertThat(probe.seen().bodyText()).startsWith("\u0000\uFEFF\u202E");
    }

    @Test
    void EV20_invalidUtf8_isRefused() {
        byte[] event = reference(EventSource.HTTP_API);
        for (int i = 0; i < event.length; i++) {
            byte[] broken = event.clone();
            broken[i] = (byte) 0xFF;
            probe.send(EventSource.HTTP_API, broken).expectProblem(400);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true      | 200 | hi
            false     | 200 | aGk=
            null      | 200 | aGk=
            "true"    | 200 | hi
            "false"   | 200 | aGk=
            "TRUE"    | 400 |
            1         | 400 |
            0         | 400 |
            {}        | 400 |
            """)
    void EV22_base64Flag_onlyTrueDecodes(String flag, int status, @Nullable String body) throws IOException {
        for (EventSource source : Probe.SOURCES) {
            ObjectNode event = tree(source);
            String name = source == EventSource.LATTICE_V1 ? "is_base64_encoded" : "isBase64Encoded";
            event.put("body", "aGk=").set(name, MAPPER.readTree(flag));
            if (status == 200) {
                send(source, event).expectStatus(200);
                assertThat(new String(probe.seen().bodyBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(body);
            } else {
                send(EventSource.HTTP_API, event).expectProblem(400);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "get,405",
        "'G E T',400",
        "'',400",
        "PROPFIND,405",
        "QUERY,405",
        "TRACE,405",
        "CONNECT,405",
        "'GET\n',400"
    })
    void EV23_methods_areTokensAndCaseSensitive(String method, int status) {
        for (EventSource source : Probe.SOURCES) {
            probe.send(source, new EventBuilder(method, "/x").build(source)).expectProblem(status);
        }
        probe.send(EventSource.HTTP_API, new EventBuilder("A".repeat(1_000), "/x").build(EventSource.HTTP_API))
                .expectProblem(400);
    }

    @Test
    void EV24_headersThatImitateTheEvent_areOnlyHeaders() {
        for (EventSource source : Probe.SOURCES) {
            byte[] event = new EventBuilder("GET", "/x")
                    .header("x-apigateway-event", "%7B%22requestContext%22%3A%7B%7D%7D")
                    .header("x-amzn-request-context", "{\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":\"admin\"}}}}")
                    .header("x-amzn-oidc-data", "eyJ.eyJ.x")
                    .header("x-forwarded-for", "6.6.6.6")
                    .build(source);
            probe.send(source, event).expectStatus(200);
            Invocation invocation = probe.seen().invocation();
            assertThat(invocation.jwtClaims()).isEmpty();
            assertThat(invocation.cognitoClaims()).isEmpty();
            assertThat(invocation.lambdaAuthorizer()).isEmpty();
            assertThat(probe.seen().clientIp()).isEqualTo("203.0.113.7");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"text\"",
                "[]",
                "7",
                "{}",
                "{\"claims\":\"{}\"}",
                "{\"jwt\":\"x\"}",
                "{\"jwt\":{\"claims\":7}}",
                "{\"lambda\":null}"
            })
    void EV25_strangeAuthorizers_giveEmptyClaims(String authorizer) {
        for (EventSource source : new EventSource[] {EventSource.HTTP_API, EventSource.REST_API}) {
            probe.send(
                            source,
                            new EventBuilder("GET", "/x").authorizer(authorizer).build(source))
                    .expectStatus(200);
            Invocation invocation = probe.seen().invocation();
            assertThat(invocation.jwtClaims()).isEmpty();
            assertThat(invocation.cognitoClaims()).isEmpty();
            assertThat(invocation.iam()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP_API     | {"jwt":{"claims":{"sub":"me","n":7},"scopes":null}} | jwt
            FUNCTION_URL | {"iam":{"userArn":"me","accountId":"1"}}            | iam
            HTTP_API     | {"lambda":{"user":"me"}}                            | lambda
            REST_API     | {"claims":{"sub":"me"}}                             | cognito
            REST_API     | {"principalId":"me","level":7,"integrationLatency":3} | lambda
            """)
    void EV25_claims_areReadableAsTheirKindOnly(EventSource source, String authorizer, String kind) {
        probe.send(source, new EventBuilder("GET", "/x").authorizer(authorizer).build(source))
                .expectStatus(200);
        Invocation invocation = probe.seen().invocation();
        assertThat(invocation.jwtClaims().containsValue("me")).isEqualTo(kind.equals("jwt"));
        assertThat(invocation.iam().containsValue("me")).isEqualTo(kind.equals("iam"));
        assertThat(invocation.lambdaAuthorizer().containsValue("me")).isEqualTo(kind.equals("lambda"));
        assertThat(invocation.cognitoClaims().containsValue("me")).isEqualTo(kind.equals("cognito"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ada", "ada", " Ada", "Ada ", "A\u0308da", "\u00c4da"})
    void EV26_principals_areKeptAsTheyCame(String principal) {
        byte[] event = new EventBuilder("GET", "/x")
                .authorizer("{\"lambda\":{\"principalId\":\"" + principal + "\"}}")
                .build(EventSource.HTTP_API);
        probe.send(EventSource.HTTP_API, event).expectStatus(200);
        assertThat(probe.seen().invocation().lambdaAuthorizer()).containsEntry("principalId", principal);
    }

    @Test
    void EV27_warmUpEvents_areNoRequests() {
        probe.send(EventSource.HTTP_API, "{\"source\":\"serverless-plugin-warmup\"}")
                .expectProblem(400);
        probe.test()
                .post("/x")
                .json("{\"source\":\"serverless-plugin-warmup\"}")
                .send()
                .expectBody("/x");
    }

    @Test
    void EV28_contextNullOrExpired_isServed() throws IOException {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        probe.handleRequest(new ByteArrayInputStream(reference(EventSource.HTTP_API)), reply, null);
        assertThat(LambdaReply.parse(EventSource.HTTP_API, reply.toByteArray()).status())
                .isEqualTo(200);
        assertThat(probe.seen().id()).isEqualTo("gateway-request-id");
        assertThat(probe.seen().deadline().remainingMillis()).isEqualTo(Long.MAX_VALUE);
        probe.test()
                .withTimeout(java.time.Duration.ofSeconds(-5))
                .get("/x")
                .send()
                .expectStatus(200);
        assertThat(probe.seen().deadline().isExpired()).isTrue();
        assertThat(probe.seen().deadline().remainingMillis()).isZero();
    }

    @Test
    void customAdapter_ofAnotherFormat_isAskedFirstAndAnswers() throws IOException {
        EventAdapter edge = new EventAdapter() {
            @Override
            public boolean reads(Event event) {
                return event.has("edge");
            }

            @Override
            public Request read(Event event, com.amazonaws.services.lambda.runtime.@Nullable Context context) {
                return Request.get("/from-edge").build();
            }

            @Override
            public void write(Response response, JsonWriter out) {
                out.beginObject().name("edgeStatus").number(response.status()).endObject();
            }
        };
        LiftHandler handler = new LiftHandler(Lift.of(app -> app.get("/from-edge", Probe::serve)), edge) {};
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream("{\"edge\":true}".getBytes(StandardCharsets.UTF_8)), reply, null);
        assertThat(reply).hasToString("{\"edgeStatus\":200}");
    }

    @Test
    void O1_mutations_ofAllReferences_giveWellFormedReplies() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        java.util.Random random = new java.util.Random(seed);
        byte[] alphabet = "{}[]\",:\\/%.;u0aA1 \n\u0000é".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            EventSource source = Probe.SOURCES.get(random.nextInt(Probe.SOURCES.size()));
            byte[] event = reference(source);
            for (int i = random.nextInt(4); i >= 0; i--) {
                event[random.nextInt(event.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            try {
                probe.handleRequest(new ByteArrayInputStream(event), reply, null);
            } catch (UnsupportedEventException queue) {
                continue;
            }
            JsonNode tree = MAPPER.readTree(reply.toByteArray());
            assertThat(tree.get("statusCode").intValue())
                    .as("seed %d: %s", seed, Probe.text(event))
                    .isBetween(200, 431);
            assertThat(tree instanceof ArrayNode).isFalse();
        }
    }
}
