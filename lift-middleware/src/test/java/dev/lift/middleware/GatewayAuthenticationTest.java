package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.Lift;
import dev.lift.Middleware;
import dev.lift.http.EventSource;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestRequest;
import dev.lift.testing.TestResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Callers whom the gateway has authenticated. Ids are those of the fault catalogue. */
class GatewayAuthenticationTest {
    private static final String JWT =
            "{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"scope\":\"read write\",\"cognito:groups\":\"[admin support]\"}}}";

    private static final class Function extends LiftHandler {
        Function(Middleware middleware) {
            super(Lift.of(routes -> routes.use(middleware).get("/", request -> {
                Principal principal = Principal.required(request);
                return Response.text(principal.id() + " " + new java.util.TreeSet<>(principal.roles()) + " "
                        + new java.util.TreeSet<>(principal.scopes()));
            })));
        }
    }

    private static TestRequest get(Middleware middleware, EventSource source) {
        return LiftTest.of(new Function(middleware)).withSource(source).get("/");
    }

    @Test
    void jwt_ofAnHttpApi_isThePrincipal() {
        get(GatewayAuthentication.jwt().roles("cognito:groups"), EventSource.HTTP_API)
                .authorizer(JWT)
                .send()
                .expectStatus(200)
                .expectBody("ada [admin, support] [read, write]");
    }

    @Test
    void jwt_ofARestApi_isThePrincipal() {
        get(GatewayAuthentication.jwt().roles("cognito:groups"), EventSource.REST_API)
                .authorizer("{\"claims\":{\"sub\":\"ada\",\"scope\":\"read\",\"cognito:groups\":\"admin,support\"}}")
                .send()
                .expectBody("ada [admin, support] [read]");
    }

    @Test
    void lambda_isThePrincipal() {
        get(GatewayAuthentication.lambda(), EventSource.REST_API)
                .authorizer("{\"principalId\":\"ada\",\"tier\":7}")
                .send()
                .expectBody("ada [] []");
        get(GatewayAuthentication.lambda().id("user"), EventSource.HTTP_API)
                .authorizer("{\"lambda\":{\"user\":\"ada\"}}")
                .send()
                .expectBody("ada [] []");
    }

    @Test
    void iam_isThePrincipal() {
        get(GatewayAuthentication.iam(), EventSource.FUNCTION_URL)
                .authorizer("{\"iam\":{\"userArn\":\"arn:aws:iam::1:user/ada\",\"accountId\":\"1\"}}")
                .send()
                .expectBody("arn:aws:iam::1:user/ada [] []");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'[\"admin\",\"support\"]'|[admin, support]",
                "admin|[admin]",
                "'[]'|[]",
                "''|[]",
                "'admin  support'|[admin, support]",
                "'[a,b]'|[a, b]"
            })
    void roles_areReadAsGatewaysWriteThem(String claim, String roles) {
        String escaped = claim.replace("\"", "\\\"");
        get(GatewayAuthentication.jwt().roles("groups"), EventSource.HTTP_API)
                .authorizer("{\"jwt\":{\"claims\":{\"sub\":\"ada\",\"groups\":\"" + escaped + "\"}}}")
                .send()
                .expectBody("ada " + roles + " []");
    }

    /** Only what the gateway says counts. */
    @Test
    void AU12_nothingAClientSends_isAPrincipal() {
        for (Middleware each : new Middleware[] {
            GatewayAuthentication.jwt(), GatewayAuthentication.lambda(), GatewayAuthentication.iam()
        }) {
            LiftTest test = LiftTest.of(new Function(each));
            test.everySource(source -> source.get("/?sub=ada&principalId=ada")
                    .header("sub", "ada")
                    .header("principalId", "ada")
                    .header("X-Amzn-Request-Context", JWT)
                    .header("x-apigateway-event", JWT)
                    .header("Authorization", "Bearer e30.e30.")
                    .send()
                    .expectStatus(401));
        }
    }

    @Test
    void AU12_otherKinds_andBlankIds_areNobody() {
        TestResponse response = get(GatewayAuthentication.lambda(), EventSource.HTTP_API)
                .authorizer(JWT)
                .send();
        response.expectProblem(401);
        get(GatewayAuthentication.jwt(), EventSource.HTTP_API)
                .authorizer("{\"jwt\":{\"claims\":{\"sub\":\" \"}}}")
                .send()
                .expectStatus(401);
        get(GatewayAuthentication.jwt().id("email"), EventSource.HTTP_API)
                .authorizer(JWT)
                .send()
                .expectStatus(401);
    }

    @Test
    void names_sayTheKind() {
        assertThat(GatewayAuthentication.iam()).hasToString("GatewayAuthentication[iam]");
        assertThat(GatewayAuthentication.iam().place()).isEqualTo(Place.AUTHENTICATION);
        assertThatThrownBy(() -> Lift.of(routes -> routes.use(GatewayAuthentication.iam(), Cors.anyOrigin())))
                .hasMessageContaining("preflight");
    }
}
