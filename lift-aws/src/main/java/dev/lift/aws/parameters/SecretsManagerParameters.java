package dev.lift.aws.parameters;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * Secrets of Secrets Manager, in their current version. It needs {@code software.amazon.awssdk:secretsmanager}; the role of the function
 * needs {@code secretsmanager:GetSecretValue} on them. A binary secret is taken for UTF-8.
 *
 * <p>Thread-safe, as the client is.
 *
 * <pre>{@code
 * Parameters secrets = Parameters.of(SecretsManagerParameters.of(SecretsManagerClient.create()));
 * String key = secrets.get("orders/webhook-key");
 * }</pre>
 */
public final class SecretsManagerParameters implements ParameterSource {
    private final SecretsManagerClient client;

    private SecretsManagerParameters(SecretsManagerClient client) {
        this.client = client;
    }

    /**
     * Makes a source.
     *
     * @param client the client; its time limits are those of a fetch
     * @return the source
     */
    public static SecretsManagerParameters of(SecretsManagerClient client) {
        return new SecretsManagerParameters(client);
    }

    @Override
    public String fetch(String name) {
        GetSecretValueResponse secret = client.getSecretValue(request -> request.secretId(name));
        return secret.secretString() != null
                ? secret.secretString()
                : secret.secretBinary().asString(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SecretsManagerParameters";
    }
}
