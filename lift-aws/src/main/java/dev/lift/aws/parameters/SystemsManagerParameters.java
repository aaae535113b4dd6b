package dev.lift.aws.parameters;

import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Parameters of Systems Manager's Parameter Store, decrypted. It needs {@code software.amazon.awssdk:ssm}; the role of the function needs
 * {@code ssm:GetParameter} on them, and {@code kms:Decrypt} for secure ones.
 *
 * <p>Thread-safe, as the client is.
 *
 * <pre>{@code
 * Parameters parameters = Parameters.of(SystemsManagerParameters.of(SsmClient.create()));
 * String url = parameters.get("/orders/database-url");
 * }</pre>
 */
public final class SystemsManagerParameters implements ParameterSource {
    private final SsmClient client;

    private SystemsManagerParameters(SsmClient client) {
        this.client = client;
    }

    /**
     * Makes a source.
     *
     * @param client the client; its time limits are those of a fetch
     * @return the source
     */
    public static SystemsManagerParameters of(SsmClient client) {
        return new SystemsManagerParameters(client);
    }

    @Override
    public String fetch(String name) {
        return client.getParameter(request -> request.name(name).withDecryption(true))
                .parameter()
                .value();
    }

    @Override
    public String toString() {
        return "SystemsManagerParameters";
    }
}
