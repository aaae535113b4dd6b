package dev.lift.aws.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.aws.HttpStub;
import dev.lift.events.ConnectionClient;
import dev.lift.events.WebSocketConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** The SDK's signer and HTTP client, and a server that answers as API Gateway does. Ids are those of the fault catalogue. */
class ApiGatewayConnectionClientTest {
    private final ConnectionClient client = ApiGatewayConnectionClient.of(
            UrlConnectionHttpClient.create(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")),
            "eu-west-1");

    @SuppressWarnings("NullAway.Init")
    private HttpStub stub;

    @BeforeEach
    void start() throws IOException {
        stub = new HttpStub();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private ConnectionClient.Outcome post(int status) throws Exception {
        stub.answers(status, status == 200 ? "" : "{\"message\":\"x\"}");
        WebSocketConnection connection = new WebSocketConnection(
                "L0SM9/cOF+=", stub.uri() + "/prod", "room", Map.of("user", "ada"), Instant.EPOCH, Instant.MAX);
        return client.post(connection, "hello é".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void message_isPostedAndSigned() throws Exception {
        assertThat(post(200)).isEqualTo(ConnectionClient.Outcome.SENT);
        assertThat(stub.requests())
                .singleElement()
                .asString()
                .startsWith("POST /prod/@connections/L0SM9%2FcOF%2B%3D ")
                .contains("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", "/eu-west-1/execute-api/aws4_request")
                .endsWith("hello é");
    }

    @Test
    void WS04_goneAndThrottled_areOutcomes_andTheRestFailures() throws Exception {
        assertThat(post(410)).isEqualTo(ConnectionClient.Outcome.GONE);
        assertThat(post(429)).isEqualTo(ConnectionClient.Outcome.THROTTLED);
        for (int status : new int[] {403, 413, 500, 302}) {
            assertThatThrownBy(() -> post(status))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("API Gateway has answered " + status)
                    .hasMessageNotContaining("ada");
        }
    }
}
