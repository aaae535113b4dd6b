package dev.lift.examples.orders.postgres;

import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderRepository;
import dev.lift.examples.orders.storage.Transaction;
import dev.lift.http.Deadline;
import dev.lift.middleware.IdempotencyStore;
import dev.lift.resources.PooledDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A transaction over a connection that is borrowed when it is first used. */
final class PostgresTransaction implements Transaction {
    private final Supplier<PooledDataSource> database;
    private final Deadline deadline;

    private @Nullable Connection connection;

    PostgresTransaction(Supplier<PooledDataSource> database, Deadline deadline) {
        this.database = database;
        this.deadline = deadline;
    }

    Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = database.get().getConnection(deadline);
            connection = open;
            open.setAutoCommit(false);
        }
        return open;
    }

    @Override
    public OrderRepository orders() {
        return new PostgresOrderRepository(this);
    }

    @Override
    public IdempotencyStore claims() {
        return new PostgresIdempotencyStore(new PostgresIdempotencyStore.Connections() {
            @Override
            public <T> T use(PostgresIdempotencyStore.Step<T> step) throws SQLException {
                return step.with(connection());
            }
        });
    }

    @Override
    public List<OrderEvent> unsent(int most) throws SQLException {
        return Sql.query(
                connection(),
                "SELECT * FROM outbox ORDER BY sequence LIMIT ? FOR UPDATE SKIP LOCKED",
                PostgresTransaction::event,
                most);
    }

    private static OrderEvent event(ResultSet row) throws SQLException {
        return new OrderEvent(
                row.getObject("id", UUID.class),
                row.getString("type"),
                row.getObject("order_id", UUID.class),
                row.getString("tenant"),
                row.getLong("cents"),
                Sql.instant(row, "time"));
    }

    @Override
    public void sent(OrderEvent event) throws SQLException {
        Sql.update(connection(), "DELETE FROM outbox WHERE id = ?", event.id());
    }

    @Override
    public void commit() throws SQLException {
        if (connection != null) {
            connection.commit();
        }
    }

    /** HikariCP rolls back what is open when a connection comes back. */
    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException broken) {
                LoggerFactory.getLogger(PostgresTransaction.class).warn("A connection could not be given back", broken);
            }
        }
    }
}
