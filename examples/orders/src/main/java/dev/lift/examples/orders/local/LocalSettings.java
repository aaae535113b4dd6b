package dev.lift.examples.orders.local;

import dev.lift.examples.orders.Settings;
import java.net.URI;

/** Settings whose secrets everybody may know: they open nothing but this machine. */
public final class LocalSettings {
    static final String ISSUER = "http://127.0.0.1/local";
    static final String AUDIENCE = "orders";
    static final String JWT_SECRET = "on-this-machine-alone-0123456789abcdef";

    /** What webhooks are signed with. */
    public static final String WEBHOOK_SECRET = "webhooks-of-this-machine-0123456789";

    private LocalSettings() {}

    /** Returns those of a database and a payment provider. */
    public static Settings of(Settings.Database database, URI payments) {
        return new Settings(database, payments, WEBHOOK_SECRET, ISSUER, AUDIENCE, null, JWT_SECRET);
    }
}
