package dev.lift.aws.parameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.aws.HttpStub;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/** AWS's clients, and a server that answers as the services do. */
class ParameterSourceTest {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));

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

    private SystemsManagerParameters systemsManager() {
        return SystemsManagerParameters.of(SsmClient.builder()
                .endpointOverride(stub.uri())
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build());
    }

    private SecretsManagerParameters secretsManager() {
        return SecretsManagerParameters.of(SecretsManagerClient.builder()
                .endpointOverride(stub.uri())
                .region(Region.EU_WEST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build());
    }

    @Test
    void parameter_isFetched_decrypted() {
        stub.answers(200, "{\"Parameter\":{\"Name\":\"/orders/url\",\"Type\":\"SecureString\",\"Value\":\"jdbc:é\"}}");
        assertThat(systemsManager().fetch("/orders/url")).isEqualTo("jdbc:é");
        assertThat(stub.requests().get(0))
                .contains("AmazonSSM.GetParameter", "\"Name\":\"/orders/url\"", "\"WithDecryption\":true");
    }

    @Test
    void secret_isFetched_asTextOrBytes() {
        stub.answers(200, "{\"Name\":\"orders/key\",\"SecretString\":\"s3cret\"}");
        assertThat(secretsManager().fetch("orders/key")).isEqualTo("s3cret");
        assertThat(stub.requests().get(0)).contains("secretsmanager.GetSecretValue", "\"SecretId\":\"orders/key\"");
        stub.answers(200, "{\"Name\":\"orders/key\",\"SecretBinary\":\"w6k=\"}");
        assertThat(secretsManager().fetch("orders/key")).isEqualTo("é");
    }

    @Test
    void whatIsNotThere_isAFailure_thatNamesIt() {
        stub.answers(400, "{\"__type\":\"ParameterNotFound\",\"message\":\"\"}");
        Parameters parameters = Parameters.of(systemsManager());
        assertThatThrownBy(() -> parameters.get("/orders/absent"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("The parameter /orders/absent can not be fetched")
                .hasCauseInstanceOf(software.amazon.awssdk.services.ssm.model.ParameterNotFoundException.class);
    }

    @Test
    void configuration_isFetchedFromTheExtension() throws IOException {
        AppConfigParameters source =
                AppConfigParameters.of("shop", "pro duction").port(stub.port());
        stub.answers(200, "{\"newCheckout\":true}");
        assertThat(source.fetch("fea/tures")).isEqualTo("{\"newCheckout\":true}");
        assertThat(stub.requests().get(0))
                .startsWith("GET /applications/shop/environments/pro%20duction/configurations/fea%2Ftures");
        stub.answers(404, "{\"secret\":1}");
        assertThatThrownBy(() -> source.fetch("absent"))
                .hasMessage("The extension of AppConfig has answered 404 for absent");
        stub.close();
        assertThatThrownBy(() -> source.timeout(Duration.ofSeconds(1)).fetch("features"))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> source.timeout(Duration.ZERO)).hasMessageContaining("millisecond");
    }
}
