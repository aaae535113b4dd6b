package dev.lift.examples.orders;

import dev.lift.aws.dynamodb.DynamoDbResource;
import dev.lift.examples.orders.dynamodb.DynamoDbStorage;
import dev.lift.examples.orders.postgres.PostgresStorage;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.health.HealthCheck;
import dev.lift.health.HealthChecks;
import dev.lift.health.HealthResult;
import dev.lift.resources.PooledDataSource;
import dev.lift.resources.Resource;
import dev.lift.resources.ResourcesBuilder;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The database of the settings, as a resource.
 *
 * @param storage what the service does with it, once resources are started
 * @param health whether it can be asked
 */
record Database(Supplier<Storage> storage, Supplier<HealthCheck> health) {
    static Database of(Settings.Database settings, ResourcesBuilder builder) {
        return settings instanceof Settings.DynamoDb dynamo
                ? dynamoDb(dynamo, builder)
                : postgres((Settings.Postgres) settings, builder);
    }

    private static Database postgres(Settings.Postgres settings, ResourcesBuilder builder) {
        Resource<PooledDataSource> pool = builder.add(
                "database",
                () -> PooledDataSource.builder(settings.url())
                        .credentials(settings.user(), settings.password())
                        .max(10)
                        .build());
        return new Database(
                () -> new PostgresStorage(pool::get), () -> HealthChecks.dataSource("database", pool.get()));
    }

    private static Database dynamoDb(Settings.DynamoDb settings, ResourcesBuilder builder) {
        Resource<DynamoDbResource> dynamo = builder.add(
                "database",
                () -> settings.endpoint() == null
                        ? DynamoDbResource.of(settings.lift())
                        : DynamoDbResource.of(client(settings), settings.lift()));
        return new Database(
                () -> new DynamoDbStorage(dynamo.get().client(), settings.orders(), settings.lift()),
                () -> HealthCheck.of("database", () -> {
                    dynamo.get().warm();
                    return HealthResult.up();
                }));
    }

    /** Of another endpoint than AWS's, which takes any credentials. */
    private static DynamoDbClient client(Settings.DynamoDb settings) {
        return DynamoDbClient.builder()
                .endpointOverride(settings.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(2)))
                .build();
    }
}
