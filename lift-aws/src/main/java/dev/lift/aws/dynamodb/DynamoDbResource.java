package dev.lift.aws.dynamodb;

import dev.lift.resources.Lifecycle;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A client of DynamoDB as a resource of {@code lift-resources}: with the HTTP client of the JDK and the low API, warmed by one read when the
 * function starts and after each restore. Without that the first request would wait while the SDK loads its classes and connects.
 *
 * <p>Thread-safe, as the client is. It needs {@code dev.lift:lift-resources} and {@code software.amazon.awssdk:url-connection-client}.
 *
 * <pre>{@code
 * Resource<DynamoDbResource> dynamo = builder.add("dynamodb", () -> DynamoDbResource.of("lift"));
 * }</pre>
 */
public final class DynamoDbResource implements Lifecycle, AutoCloseable {
    private final DynamoDbClient client;
    private final String table;

    private DynamoDbResource(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Makes one with the region and the credentials of the function. A call may take 3 seconds, with all tries.
     *
     * @param table the name of a table as {@link LiftTable} has it
     * @return the resource
     */
    public static DynamoDbResource of(String table) {
        DynamoDbClient client = DynamoDbClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .socketTimeout(Duration.ofSeconds(2)))
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(3)))
                .build();
        return of(client, table);
    }

    /**
     * Makes one of a client that is configured otherwise.
     *
     * @param client the client, which this closes
     * @param table the name of a table as {@link LiftTable} has it
     * @return the resource
     */
    public static DynamoDbResource of(DynamoDbClient client, String table) {
        return new DynamoDbResource(client, table);
    }

    /**
     * Returns the client.
     *
     * @return the client
     */
    public DynamoDbClient client() {
        return client;
    }

    /**
     * Makes a store of idempotency keys.
     *
     * @return the store
     */
    public DynamoDbIdempotencyStore idempotency() {
        return DynamoDbIdempotencyStore.of(client, table);
    }

    /**
     * Makes a store of rate limits.
     *
     * @return the store
     */
    public DynamoDbRateLimitStore rateLimits() {
        return DynamoDbRateLimitStore.of(client, table);
    }

    /** Reads an item that there is none of. */
    @Override
    public void warm() {
        client.getItem(request -> request.tableName(table).key(Map.of(LiftTable.ID, Values.text("warm"))));
    }

    /** Connects again: the other side has forgotten the connections of a snapshot. */
    @Override
    public void afterRestore() {
        warm();
    }

    @Override
    public void close() {
        client.close();
    }

    /** The name of the table. */
    @Override
    public String toString() {
        return "DynamoDbResource[" + table + "]";
    }
}
