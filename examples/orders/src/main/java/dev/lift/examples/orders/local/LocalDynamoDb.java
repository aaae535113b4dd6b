package dev.lift.examples.orders.local;

import dev.lift.aws.dynamodb.LiftTable;
import dev.lift.examples.orders.Settings;
import dev.lift.examples.orders.dynamodb.OrdersTable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * AWS's DynamoDB Local in this process, in memory. AWS licenses it for development and testing alone, so it is on the class path of tests
 * and, by {@code -Dstore=dynamodb}, of the laptop: it is looked for by name.
 */
public final class LocalDynamoDb {
    private static final String RUNNER = "software.amazon.dynamodb.services.local.main.ServerRunner";

    private LocalDynamoDb() {}

    /** Starts it, with tables of their own. */
    public static Settings.DynamoDb start() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String[] arguments = {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)};
        try {
            Object server = Class.forName(RUNNER)
                    .getMethod("createServerFromCommandLineArgs", String[].class)
                    .invoke(null, (Object) arguments);
            server.getClass().getMethod("start").invoke(server);
        } catch (ClassNotFoundException absent) {
            throw new IllegalStateException("DynamoDB Local is not on the class path; add -Dstore=dynamodb", absent);
        } catch (InvocationTargetException failed) {
            throw new IllegalStateException("DynamoDB Local does not start", failed.getCause());
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("This DynamoDB Local starts otherwise", other);
        }
        return newTables(URI.create("http://127.0.0.1:" + port));
    }

    /** Makes tables of their own on a server that runs. */
    public static Settings.DynamoDb newTables(URI endpoint) {
        String id = UUID.randomUUID().toString();
        Settings.DynamoDb settings = new Settings.DynamoDb("orders-" + id, "lift-" + id, endpoint);
        try (DynamoDbClient client = client(endpoint)) {
            OrdersTable.create(client, settings.orders());
            LiftTable.create(client, settings.lift());
        }
        return settings;
    }

    /** Returns a client of such a server, which takes any credentials. */
    public static DynamoDbClient client(URI endpoint) {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
