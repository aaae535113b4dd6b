package dev.lift.examples.orders.local;

import dev.lift.examples.orders.OrdersFunction;
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
        OrdersFunction function = new OrdersFunction(LocalSettings.of(database, payments.address()));
        LocalGateway.run(
                function, gateway -> System.out.println(introduction("http://127.0.0.1:" + gateway.port(), payments)));
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

    private static String introduction(String url, PaymentsStub payments) {
        return """

                TOKEN=%2$s
                curl -i %1$s/orders -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $(date +%%s)" -H 'Content-Type: application/json' -d '{"lines":[{"sku":"mug","quantity":2}]}'
                curl -i %1$s/orders -H "Authorization: Bearer $TOKEN"
                curl -i %1$s/health/ready

                The payment provider is at %3$s; it declines after: curl -X PUT %3$s/behaviour -d decline
                """.formatted(url, Tokens.of("acme", "ada", "admin"), payments.address());
    }
}
