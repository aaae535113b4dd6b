package dev.lift.examples.orders;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What differs between a laptop, a test and production; all of it from environment variables. */
public record Settings(
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        URI payments,
        String webhookSecret,
        String issuer,
        String audience,
        @Nullable String jwks,
        @Nullable String jwtSecret) {
    /** Reads them, or says which is missing. */
    static Settings of(Map<String, String> environment) {
        String jwks = environment.get("JWKS_URL");
        String secret = environment.get("JWT_SECRET");
        if ((jwks == null) == (secret == null)) {
            throw new IllegalStateException(
                    "Set JWKS_URL, or JWT_SECRET where there is no issuer with keys: one of them");
        }
        return new Settings(
                required(environment, "DATABASE_URL"),
                required(environment, "DATABASE_USER"),
                environment.getOrDefault("DATABASE_PASSWORD", ""),
                URI.create(required(environment, "PAYMENTS_URL")),
                required(environment, "WEBHOOK_SECRET"),
                required(environment, "JWT_ISSUER"),
                required(environment, "JWT_AUDIENCE"),
                jwks,
                secret);
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
        return "Settings[" + databaseUrl + ", " + payments + ", " + issuer + "]";
    }
}
