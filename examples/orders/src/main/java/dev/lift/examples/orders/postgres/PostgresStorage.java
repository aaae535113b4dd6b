package dev.lift.examples.orders.postgres;

import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.Transaction;
import dev.lift.http.Deadline;
import dev.lift.middleware.IdempotencyStore;
import dev.lift.resources.PooledDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/** PostgreSQL, on a laptop or in RDS. */
public final class PostgresStorage implements Storage {
    private final Supplier<PooledDataSource> database;

    /** Makes one of what returns the database once it is started. */
    public PostgresStorage(Supplier<PooledDataSource> database) {
        this.database = database;
    }

    @Override
    public Transaction begin(Deadline deadline) {
        return new PostgresTransaction(database, deadline);
    }

    @Override
    public IdempotencyStore claims() {
        return new PostgresIdempotencyStore(new PostgresIdempotencyStore.Connections() {
            @Override
            public <T> T use(PostgresIdempotencyStore.Step<T> step) throws SQLException {
                try (Connection connection = database.get().getConnection()) {
                    return step.with(connection);
                }
            }
        });
    }
}
