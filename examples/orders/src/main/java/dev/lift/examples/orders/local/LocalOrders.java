package dev.lift.examples.orders.local;

import dev.lift.examples.orders.Settings;
import dev.lift.local.LocalGateway;
import java.io.IOException;
import java.nio.file.Path;

/** Starts the service on this machine: {@code mvn -q -pl examples/orders -am compile exec:java}. */
public final class LocalOrders {
    private LocalOrders() {}

    /** Starts all of it, and runs until it is interrupted. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Settings.Database database =
                System.getProperty("store", "postgres").equals("dynamodb") ? dynamoDb() : postgres();
        PaymentsStub payments = PaymentsStub.start(Integer.getInteger("payments.port", 8081));
        LocalFunction.configure(LocalSettings.environment(database, payments.address()));
        LocalGateway.run(LocalFunction.class.getName(), gateway -> started(gateway, payments));
    }

    private static void started(LocalGateway gateway, PaymentsStub payments) {
        String url = "http://127.0.0.1:" + gateway.port();
        String token = Tokens.of("acme", "ada", "admin");
        try {
            SampleOrders.place(url, token);
        } catch (IOException failed) {
            System.err.println("There are no orders to look at: " + failed.getMessage());
        }
        System.out.println(introduction(url, token, payments));
    }

    private static Settings.Database postgres() throws IOException {
        Path data = Path.of(System.getProperty("orders.folder", "."), "target", "database");
        System.out.println("Starting PostgreSQL, which keeps its data in " + data);
        return LocalPostgres.start(data).settings();
    }

    private static Settings.Database dynamoDb() throws IOException {
        System.out.println(
                "Starting DynamoDB Local, which AWS licenses for development and testing; its data end with it");
        return LocalDynamoDb.start();
    }

    private static String introduction(String url, String token, PaymentsStub payments) {
        return """

                TOKEN=%2$s
                curl -i %1$s/orders -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%%s)" -H 'Content-Type: application/json' -d '{"lines":[{"sku":"mug","quantity":2}]}'
                curl -i %1$s/orders -H "Authorization: Bearer $TOKEN"
                curl -i %1$s/health/ready

                Its pages: %1$s/_lift (what happens), %1$s/docs (the API)
                The payment provider is at %3$s; it declines after: curl -X PUT %3$s/behaviour -d decline
                """.formatted(url, token, payments.address());
    }
}
