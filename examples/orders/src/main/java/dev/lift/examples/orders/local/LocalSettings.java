package dev.lift.examples.orders.local;

import dev.lift.examples.orders.Settings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings whose secrets everybody may know: they open nothing but this machine. */
public final class LocalSettings {
    static final String ISSUER = "http://127.0.0.1/local";
    static final String AUDIENCE = "orders";
    static final String JWT_SECRET = "on-this-machine-alone-0123456789abcdef";

    /** What webhooks are signed with. */
    public static final String WEBHOOK_SECRET = "webhooks-of-this-machine-0123456789";

    private LocalSettings() {}

    /** Returns the environment variables of a function with a database and a payment provider. */
    public static Map<String, String> environment(Settings.Database database, URI payments) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (database instanceof Settings.DynamoDb dynamo) {
            environment.put("STORE", "dynamodb");
            environment.put("ORDERS_TABLE", dynamo.orders());
            environment.put("LIFT_TABLE", dynamo.lift());
            environment.put("DYNAMODB_ENDPOINT", String.valueOf(dynamo.endpoint()));
        } else if (database instanceof Settings.Postgres postgres) {
            environment.put("DATABASE_URL", postgres.url());
            environment.put("DATABASE_USER", postgres.user());
            environment.put("DATABASE_PASSWORD", postgres.password());
        }
        environment.put("PAYMENTS_URL", payments.toString());
        environment.put("WEBHOOK_SECRET", WEBHOOK_SECRET);
        environment.put("JWT_ISSUER", ISSUER);
        environment.put("JWT_AUDIENCE", AUDIENCE);
        environment.put("JWT_SECRET", JWT_SECRET);
        return environment;
    }

    /** Returns what the function makes of them. */
    public static Settings of(Settings.Database database, URI payments) {
        return Settings.of(environment(database, payments));
    }
}
