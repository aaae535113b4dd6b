package dev.lift.examples.orders.postgres;

import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderLine;
import dev.lift.examples.orders.domain.OrderQuery;
import dev.lift.examples.orders.domain.OrderRepository;
import dev.lift.examples.orders.domain.OrderStatus;
import dev.lift.examples.orders.domain.StaleOrderException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders, their lines, and the outbox, over one connection. */
final class PostgresOrderRepository implements OrderRepository {
    private static final List<OrderLine> NO_LINES = List.of();

    private final PostgresTransaction transaction;

    PostgresOrderRepository(PostgresTransaction transaction) {
        this.transaction = transaction;
    }

    @Override
    public Optional<Order> find(String tenant, UUID id) throws SQLException {
        List<Order> found = Sql.query(
                transaction.connection(),
                "SELECT * FROM orders WHERE tenant = ? AND id = ?",
                PostgresOrderRepository::order,
                tenant,
                id);
        return withLines(found).stream().findFirst();
    }

    @Override
    public List<Order> list(OrderQuery query) throws SQLException {
        StringBuilder statement = new StringBuilder("SELECT * FROM orders WHERE tenant = ?");
        List<@Nullable Object> values = new ArrayList<>();
        values.add(query.tenant());
        if (query.customer() != null) {
            statement.append(" AND customer = ?");
            values.add(query.customer());
        }
        if (query.status() != null) {
            statement.append(" AND status = ?");
            values.add(query.status().name());
        }
        if (query.after() != null) {
            statement.append(" AND (placed_at, id) < (?, ?)");
            values.add(query.after().placedAt());
            values.add(query.after().id());
        }
        statement.append(" ORDER BY placed_at DESC, id DESC LIMIT ?");
        values.add(query.limit());
        return withLines(Sql.query(
                transaction.connection(), statement.toString(), PostgresOrderRepository::order, values.toArray()));
    }

    @Override
    public void add(Order order, OrderEvent event) throws SQLException {
        Connection connection = transaction.connection();
        Sql.update(
                connection,
                "INSERT INTO orders (id, tenant, customer, status, payment, version, placed_at, changed_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                order.id(),
                order.tenant(),
                order.customer(),
                order.status().name(),
                order.payment(),
                order.version(),
                order.placedAt(),
                order.changedAt());
        int number = 0;
        for (OrderLine line : order.lines()) {
            Sql.update(
                    connection,
                    "INSERT INTO order_lines (order_id, line, sku, quantity, unit_cents) VALUES (?, ?, ?, ?, ?)",
                    order.id(),
                    number++,
                    line.sku(),
                    line.quantity(),
                    line.unitCents());
        }
        tell(event);
    }

    @Override
    public void replace(Order order, OrderEvent event) throws SQLException {
        long before = order.version() - 1;
        int changed = Sql.update(
                transaction.connection(),
                "UPDATE orders SET status = ?, payment = ?, version = ?, changed_at = ?"
                        + " WHERE tenant = ? AND id = ? AND version = ?",
                order.status().name(),
                order.payment(),
                order.version(),
                order.changedAt(),
                order.tenant(),
                order.id(),
                before);
        if (changed == 0) {
            throw new StaleOrderException(order.id(), before);
        }
        tell(event);
    }

    private void tell(OrderEvent event) throws SQLException {
        Sql.update(
                transaction.connection(),
                "INSERT INTO outbox (id, type, order_id, tenant, cents, time) VALUES (?, ?, ?, ?, ?, ?)",
                event.id(),
                event.type(),
                event.order(),
                event.tenant(),
                event.cents(),
                event.time());
    }

    private static Order order(ResultSet row) throws SQLException {
        return new Order(
                row.getObject("id", UUID.class),
                row.getString("tenant"),
                row.getString("customer"),
                NO_LINES,
                OrderStatus.valueOf(row.getString("status")),
                row.getString("payment"),
                row.getLong("version"),
                Sql.instant(row, "placed_at"),
                Sql.instant(row, "changed_at"));
    }

    /** One query for the lines of all. */
    private List<Order> withLines(List<Order> orders) throws SQLException {
        if (orders.isEmpty()) {
            return orders;
        }
        Map<UUID, List<OrderLine>> lines = new HashMap<>();
        Array ids = transaction
                .connection()
                .createArrayOf("uuid", orders.stream().map(Order::id).toArray());
        Sql.query(
                transaction.connection(),
                "SELECT * FROM order_lines WHERE order_id = ANY (?) ORDER BY order_id, line",
                row -> lines.computeIfAbsent(row.getObject("order_id", UUID.class), id -> new ArrayList<>())
                        .add(new OrderLine(row.getString("sku"), row.getInt("quantity"), row.getLong("unit_cents"))),
                ids);
        List<Order> complete = new ArrayList<>(orders.size());
        for (Order order : orders) {
            complete.add(order.withLines(lines.getOrDefault(order.id(), NO_LINES)));
        }
        return complete;
    }
}
