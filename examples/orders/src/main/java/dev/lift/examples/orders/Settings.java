package dev.lift.examples.orders;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs between a laptop, a test and production; all of it from environment variables. */
public record Settings(
        Database database,
        URI payments,
        String webhookSecret,
        String issuer,
        String audience,
        @Nullable String jwks,
        @Nullable String jwtSecret,
        @Nullable EventBus eventBus) {
    /** Where orders are kept. */
    public sealed interface Database {}

    /** PostgreSQL. */
    public record Postgres(String url, String user, String password) implements Database {
        /** Without the password. */
        @Override
        public String toString() {
            return "Postgres[" + url + "]";
        }
    }

    /**
     * DynamoDB.
     *
     * @param orders the table of orders
     * @param lift the table of lift-aws, for idempotency keys
     * @param endpoint another endpoint than AWS's, such as that of DynamoDB Local; null for none
     */
    public record DynamoDb(
            String orders, String lift, @Nullable URI endpoint) implements Database {}

    /**
     * The bus that others hear of orders from.
     *
     * @param endpoint another endpoint than AWS's; null for none
     */
    public record EventBus(String name, @Nullable URI endpoint) {}

    /** Reads them, or says which is missing. */
    public static Settings of(Map<String, String> environment) {
        String jwks = environment.get("JWKS_URL");
        String secret = environment.get("JWT_SECRET");
        if ((jwks == null) == (secret == null)) {
            throw new IllegalStateException(
                    "Set JWKS_URL, or JWT_SECRET where there is no issuer with keys: one of them");
        }
        return new Settings(
                database(environment),
                URI.create(required(environment, "PAYMENTS_URL")),
                required(environment, "WEBHOOK_SECRET"),
                required(environment, "JWT_ISSUER"),
                required(environment, "JWT_AUDIENCE"),
                jwks,
                secret,
                eventBus(environment));
    }

    /** Without a bus, events are written to the log. */
    private static @Nullable EventBus eventBus(Map<String, String> environment) {
        String name = environment.get("EVENT_BUS");
        return name == null ? null : new EventBus(name, uriOrNull(environment, "EVENT_BUS_ENDPOINT"));
    }

    private static @Nullable URI uriOrNull(Map<String, String> environment, String name) {
        String uri = environment.get(name);
        return uri == null ? null : URI.create(uri);
    }

    private static Database database(Map<String, String> environment) {
        String store = environment.getOrDefault("STORE", "postgres");
        return switch (store) {
            case "postgres" ->
                new Postgres(
                        required(environment, "DATABASE_URL"),
                        required(environment, "DATABASE_USER"),
                        environment.getOrDefault("DATABASE_PASSWORD", ""));
            case "dynamodb" ->
                new DynamoDb(
                        required(environment, "ORDERS_TABLE"),
                        required(environment, "LIFT_TABLE"),
                        uriOrNull(environment, "DYNAMODB_ENDPOINT"));
            default -> throw new IllegalStateException("STORE must be postgres or dynamodb, was '" + store + "'");
        };
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new IllegalStateException("The environment variable " + name + " is missing");
        }
        return value;
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Settings[" + database + ", " + payments + ", " + issuer + "]";
    }
}
