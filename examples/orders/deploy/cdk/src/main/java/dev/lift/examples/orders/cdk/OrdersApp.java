package dev.lift.examples.orders.cdk;

import java.util.Map;
import software.amazon.awscdk.App;

/** The app of the CDK: {@code cdk deploy}, in this folder, after {@code mvn -pl examples/orders -am package}. */
public final class OrdersApp {
    private OrdersApp() {}

    /** Makes the stack of what the environment variables say. */
    public static void main(String[] arguments) {
        App app = new App();
        new OrdersStack(app, "orders", OrdersStack.Settings.of(Map.copyOf(System.getenv())));
        app.synth();
    }
}
