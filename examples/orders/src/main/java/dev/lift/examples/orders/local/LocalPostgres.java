package dev.lift.examples.orders.local;

import dev.lift.examples.orders.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as a process of this machine, with the tables that the service needs. */
public final class LocalPostgres implements AutoCloseable {
    private final EmbeddedPostgres server;

    private LocalPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param data where it keeps what it is told, for the next time; null for nothing to be kept
     */
    public static LocalPostgres start(@Nullable Path data) throws IOException {
        // What is committed stays, as in production: the library's default would lose the last moment with the machine.
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on");
        if (data != null) {
            builder.setDataDirectory(Files.createDirectories(data)).setCleanDataDirectory(false);
        }
        LocalPostgres database = new LocalPostgres(builder.start());
        try {
            migrate(database.settings());
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
        return database;
    }

    /** Brings the tables of a database up to date; a pipeline does it before it deploys. */
    public static void migrate(Settings.Postgres settings) {
        Flyway.configure()
                .dataSource(settings.url(), settings.user(), settings.password())
                .load()
                .migrate();
    }

    /** Returns how it is reached. */
    public Settings.Postgres settings() {
        return new Settings.Postgres(server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
