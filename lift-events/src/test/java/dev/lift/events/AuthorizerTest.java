package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.http.HttpException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lambda authorizers. Ids are those of the fault catalogue. */
class AuthorizerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/GET/orders/7";

    private final List<String> asked = new ArrayList<>();

    private JsonNode send(AuthorizerHandler handler, String event) throws Exception {
        EventFunctionOfTests function = new EventFunctionOfTests(routes -> routes.authorizer(request -> {
            asked.add(request + " " + request.token().orElse("-") + " "
                    + request.queryParam("ticket").orElse("-"));
            return handler.handle(request);
        }));
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        function.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), reply, null);
        return JSON.readTree(reply.toByteArray());
    }

    /** Those of type REQUEST have all that a request has, but are none: the app never sees them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            token       | Bearer t | {"type":"TOKEN","methodArn":"@","authorizationToken":"Bearer t"}
            REST        | Bearer t | {"type":"REQUEST","methodArn":"@","resource":"/health","path":"/health","httpMethod":"GET","headers":{"authorization":"Bearer t"},"multiValueHeaders":{"authorization":["Bearer t"]},"queryStringParameters":{},"requestContext":{"path":"/health","httpMethod":"GET","stage":"prod","identity":{}}}
            WebSocket   | -        | {"type":"REQUEST","methodArn":"@","headers":{"Host":"h"},"requestContext":{"routeKey":"$connect","eventType":"CONNECT","connectionId":"c","domainName":"a.execute-api.eu-west-1.amazonaws.com","stage":"prod"}}
            HTTP 1.0    | Bearer t | {"version":"1.0","type":"REQUEST","methodArn":"@","identitySource":"t","authorizationToken":"Bearer t","resource":"/health","path":"/health","httpMethod":"GET","headers":{},"requestContext":{"path":"/health","httpMethod":"GET"}}
            HTTP 2.0    | Bearer t | {"version":"2.0","type":"REQUEST","routeArn":"@","identitySource":["t"],"routeKey":"GET /health","rawPath":"/health","rawQueryString":"","headers":{"Authorization":"Bearer t"},"requestContext":{"http":{"method":"GET","path":"/health","sourceIp":"192.0.2.1"},"stage":"$default"}}
            """)
    void EV15_questionsOfAnApi_areNoRequests(String format, String token, String event) throws Exception {
        JsonNode reply = send(
                request -> AuthorizerReply.allow("ada", request.arn()).with("tenant", "acme"), event.replace("@", ARN));
        assertThat(asked).containsExactly("AuthorizerRequest[" + ARN + "] " + token + " -");
        assertThat(reply.at("/principalId").textValue()).isEqualTo("ada");
        assertThat(reply.at("/policyDocument/Statement/0/Resource/0").textValue())
                .isEqualTo(ARN);
        assertThat(reply.at("/context/tenant").textValue()).isEqualTo("acme");
        assertThat(reply.has("statusCode")).as(format).isFalse();
    }

    @Test
    void reply_isThatOfAwssLibrary() throws Exception {
        IamPolicyResponse aws = IamPolicyResponse.builder()
                .withPrincipalId("ada")
                .withPolicyDocument(IamPolicyResponse.PolicyDocument.builder()
                        .withVersion(IamPolicyResponse.VERSION_2012_10_17)
                        .withStatement(List.of(IamPolicyResponse.denyStatement(ARN)))
                        .build())
                .build();
        JsonNode expected = JSON.valueToTree(aws.getPolicyDocument());
        JsonNode ours = JSON.readTree(AuthorizerReply.deny("ada", ARN).json()).get("policyDocument");
        assertThat(ours.get("Version")).isEqualTo(expected.get("Version"));
        JsonNode statement = expected.get("Statement").get(0);
        for (String member : new String[] {"Action", "Effect", "Resource"}) {
            assertThat(ours.at("/Statement/0/" + member)).as(member).isEqualTo(statement.get(member));
        }
    }

    @Test
    void simpleReply_saysYesOrNo() throws Exception {
        assertThat(AuthorizerReply.simple(true)
                        .with("level", 3)
                        .with("staff", true)
                        .json())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"isAuthorized\":true,\"context\":{\"level\":3,\"staff\":true}}");
    }

    /** The whole reply may have 8 kB. */
    @Test
    void WS07_replyThatIsTooLarge_failsTheInvocation() {
        AuthorizerReply most = AuthorizerReply.allow("ada", ARN).with("x", "");
        int left = AuthorizerReply.MAX_BYTES - most.json().length;
        assertThat(most.with("x", "y".repeat(left)).json()).hasSize(AuthorizerReply.MAX_BYTES);
        AuthorizerReply larger = most.with("x", "y".repeat(left + 1));
        assertThatThrownBy(() -> send(request -> larger, "{\"methodArn\":\"" + ARN + "\"}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("8193 bytes");
    }

    /** A policy that is cached answers the caller's next request too, to whatever: what it names is decided by hand, and of one API. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "arn:aws:execute-api:*",
                "arn:aws:execute-api:*:*:*",
                "arn:aws:execute-api:eu-west-1:*:abcdef1234/*",
                "arn:aws:execute-api:eu-west-1:123456789012:*/prod/GET/",
                "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234",
                "arn:aws:s3:::bucket/key",
                "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/a b",
                ""
            })
    void WS07_resourcesOfMoreThanOneApi_areRefused(String resource) {
        assertThatThrownBy(() -> AuthorizerReply.allow("ada", resource)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuthorizerReply.deny("ada", ARN, resource))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/GET/orders/7, arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/*",
        "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/$connect, arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/prod/*",
        "arn:aws-cn:execute-api:cn-north-1:123456789012:abcdef1234/$default/GET/, arn:aws-cn:execute-api:cn-north-1:123456789012:abcdef1234/$default/*"
    })
    void WS07_aStage_isAllOfIt(String arn, String stage) {
        assertThat(AuthorizerReply.stageOf(arn)).isEqualTo(stage);
        assertThat(AuthorizerReply.allow("ada", stage).toString()).contains(stage);
        assertThatThrownBy(() -> AuthorizerReply.stageOf("arn:aws:execute-api"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** What an app is told are scalars by their types; the principal is told by its own name. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "principalId"})
    void WS07_namesThatTheApiTakesForItself_areRefused(String name) {
        AuthorizerReply reply = AuthorizerReply.allow("ada", ARN);
        assertThatThrownBy(() -> reply.with(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AuthorizerReply.allow(" ", ARN)).isInstanceOf(IllegalArgumentException.class);
    }

    /** By exactly this message API Gateway answers 401; any other failure is a 500, and neither passes the request on. */
    @Test
    void callerThatIsNotKnown_isUnauthorized() {
        String event = "{\"methodArn\":\"" + ARN + "\"}";
        assertThatThrownBy(() -> send(
                        request -> {
                            throw new HttpException(401, "A token is needed");
                        },
                        event))
                .hasMessage("Unauthorized")
                .hasRootCauseInstanceOf(HttpException.class);
        assertThatThrownBy(() -> send(
                        request -> {
                            throw new HttpException(503, "Later");
                        },
                        event))
                .isInstanceOf(HttpException.class);
    }

    @Test
    void secondAuthorizer_isRefused() {
        assertThatThrownBy(() -> Events.of(routes -> routes.authorizer(request -> AuthorizerReply.simple(true))
                        .group(group -> group.authorizer(request -> AuthorizerReply.simple(true)))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("set already");
    }
}
