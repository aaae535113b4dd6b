package dev.lift.aws.websocket;

import dev.lift.events.ConnectionClient;
import dev.lift.events.WebSocketConnection;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Posts messages to connections by API Gateway's management API ({@code POST @connections}), signed with the SDK's signer. It needs {@code
 * software.amazon.awssdk:http-auth-aws} and {@code auth}, which every client of the SDK has, and an HTTP client of the SDK; the role of the
 * function needs {@code execute-api:ManageConnections}.
 *
 * <p>Thread-safe, as the HTTP client is: that one's time limits are those of a message.
 *
 * <pre>{@code
 * ConnectionClient client = ApiGatewayConnectionClient.of(
 *         UrlConnectionHttpClient.create(), DefaultCredentialsProvider.builder().build(), "eu-west-1");
 * }</pre>
 */
public final class ApiGatewayConnectionClient implements ConnectionClient {
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final String region;

    private ApiGatewayConnectionClient(SdkHttpClient http, AwsCredentialsProvider credentials, String region) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
    }

    /**
     * Makes one.
     *
     * @param http sends requests
     * @param credentials signs them
     * @param region the region of the API, such as {@code eu-west-1}
     * @return the client
     */
    public static ApiGatewayConnectionClient of(SdkHttpClient http, AwsCredentialsProvider credentials, String region) {
        return new ApiGatewayConnectionClient(http, credentials, region);
    }

    @Override
    public Outcome post(WebSocketConnection connection, byte[] message) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(connection.endpoint() + "/@connections/"
                        + URLEncoder.encode(connection.id(), StandardCharsets.UTF_8)
                                .replace("+", "%20")))
                .putHeader("Content-Type", "application/octet-stream")
                .putHeader("Content-Length", Integer.toString(message.length))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(message))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        HttpExecuteRequest.Builder execute = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(execute::contentStreamProvider);
        HttpExecuteResponse response = http.prepareRequest(execute.build()).call();
        try (AbortableInputStream body = response.responseBody().orElse(AbortableInputStream.createEmpty())) {
            body.readNBytes(10_000); // So that the connection can be used again.
        }
        int status = response.httpResponse().statusCode();
        return switch (status) {
            case 200, 204 -> Outcome.SENT;
            case 410 -> Outcome.GONE;
            case 429 -> Outcome.THROTTLED;
            default -> throw new IOException("API Gateway has answered " + status + " for " + connection);
        };
    }

    /** The region. */
    @Override
    public String toString() {
        return "ApiGatewayConnectionClient[" + region + "]";
    }
}
