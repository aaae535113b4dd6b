package dev.lift.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.examples.orders.local.LocalSettings;
import dev.lift.examples.orders.local.PaymentsStub;
import dev.lift.examples.orders.local.Tokens;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestBatch;
import dev.lift.testing.TestRequest;
import dev.lift.testing.TestResponse;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many customers at a time, while one charge in a hundred goes wrong and the database ends connections: whoever hears nothing sends the
 * same again. In the end the database, what customers were told, and the books of the payment provider, who knows nothing of either, have
 * to agree. {@code -Dorders.load=300} makes it five minutes.
 */
class OrdersLoadTest {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("orders.load", 5));
    private static final int CUSTOMERS = 8;
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final Pattern VERSION = Pattern.compile("\"version\":([0-9]+)");

    private final Map<String, String> placed = new ConcurrentHashMap<>();
    private final Set<String> paid = ConcurrentHashMap.newKeySet();
    private final Set<String> declined = ConcurrentHashMap.newKeySet();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Set<String> shipped = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> statuses = Collections.synchronizedMap(new TreeMap<>());
    private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());
    private LiftTest test;

    @BeforeEach
    void empty() throws SQLException {
        TestDatabase.empty();
    }

    @Test
    void books_agree_whateverGoesWrong() throws Exception {
        try (PaymentsStub payments = PaymentsStub.start(0)) {
            test = LiftTest.of(new OrdersFunction(LocalSettings.of(TestDatabase.settings(), payments.address())))
                    .withTimeout(Duration.ofSeconds(3));
            payments.behave("chaos");
            long ends = System.nanoTime() + LENGTH.toNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CUSTOMERS; i++) {
                threads.add(start(() -> {
                    while (System.nanoTime() < ends) {
                        shop();
                    }
                }));
            }
            List<Long> heap = new ArrayList<>();
            int ended = 0;
            while (System.nanoTime() < ends) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
                ended += endAConnection();
                heap.add(heapAfterCollection());
            }
            for (Thread thread : threads) {
                thread.join();
            }
            payments.behave("pay");
            System.out.println(placed.size() + " orders, " + paid.size() + " paid, " + declined.size() + " declined, "
                    + cancelled.size() + " cancelled, " + shipped.size() + " shipped; " + ended
                    + " connections ended; replies by status " + statuses + "; heap after collections "
                    + heap.get(heap.size() / 4) / 1_000_000 + " to " + heap.get(heap.size() - 1) / 1_000_000 + " MB");
            check(payments);
        }
    }

    private Thread start(Runnable customer) {
        Thread thread = new Thread(customer);
        thread.setUncaughtExceptionHandler((of, failed) -> surprises.add(failed.toString()));
        thread.start();
        return thread;
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Sends the same until there is an answer that says something. */
    private TestResponse send(String path, String token, String key, String version, String body) {
        TestRequest request = test.post(path)
                .header("Authorization", token)
                .header("Idempotency-Key", key)
                .header("If-Match", "\"" + version + "\"")
                .json(body);
        TestResponse response = request.send();
        for (int tries = 0; isToBeSentAgain(response) && tries < 3_000; tries++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            response = request.send();
        }
        return response;
    }

    private boolean isToBeSentAgain(TestResponse response) {
        int status = response.status();
        statuses.computeIfAbsent(status, key -> new AtomicInteger()).incrementAndGet();
        if (status == 500) {
            surprises.add(response.body());
        }
        return status == 429
                || status == 503
                || status == 504
                || status == 409 && response.body().contains("is being handled");
    }

    private void shop() {
        String token = "Bearer " + Tokens.of("acme", UUID.randomUUID().toString());
        String key = UUID.randomUUID().toString();
        TestResponse order = send("/orders", token, key, "", "{\"lines\":[{\"sku\":\"mug\",\"quantity\":2}]}");
        String id = find(ID, order.body());
        if (order.status() != 201 || placed.put(key, id) != null) {
            surprises.add("Not placed: " + order.status() + " " + order.body());
            return;
        }
        String path = "/orders/" + id;
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
            cancel(path, id, token, find(VERSION, order.body()));
        } else {
            pay(path, id, token);
        }
        int listed = test.get("/orders").header("Authorization", token).send().status();
        statuses.computeIfAbsent(listed, status -> new AtomicInteger()).incrementAndGet();
    }

    private void cancel(String path, String id, String token, String version) {
        TestResponse reply = send(path + "/cancel", token, UUID.randomUUID().toString(), version, "{}");
        if (reply.status() == 200) {
            cancelled.add(id);
        } else {
            surprises.add("Not cancelled: " + reply.status() + " " + reply.body());
        }
    }

    private void pay(String path, String id, String token) {
        TestResponse reply = send(path + "/pay", token, UUID.randomUUID().toString(), "", "{}");
        if (reply.status() == 200) {
            paid.add(id);
            ship(id);
        } else if (reply.status() == 402) {
            declined.add(id);
        } else {
            surprises.add("Not paid: " + reply.status() + " " + reply.body());
        }
    }

    /** A queue sends again what has failed. */
    private void ship(String id) {
        for (int tries = 0; tries < 100; tries++) {
            TestBatch reported = test.sqs("shipments")
                    .message("{\"tenant\":\"acme\",\"order\":\"" + id + "\"}")
                    .send();
            if (reported.raised().isEmpty()) {
                shipped.add(id);
                return;
            }
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static int endAConnection() throws SQLException {
        try (Connection connection = TestDatabase.pool().getConnection();
                Statement end = connection.createStatement();
                ResultSet row = end.executeQuery("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
                        + " AND application_name <> 'tests' ORDER BY random() LIMIT 1")) {
            return row.next() ? 1 : 0;
        }
    }

    private void check(PaymentsStub payments) throws SQLException {
        assertThat(surprises).isEmpty();
        assertThat(statuses.keySet()).isSubsetOf(200, 201, 402, 409, 429, 503, 504);
        Map<String, String> stored = new HashMap<>();
        try (Connection connection = TestDatabase.pool().getConnection();
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT id, status FROM orders")) {
            while (rows.next()) {
                stored.put(rows.getString(1), rows.getString(2));
            }
        }
        // One order for each key, and none that nobody was told of.
        assertThat(placed.values()).doesNotHaveDuplicates();
        assertThat(stored.keySet()).isEqualTo(new HashSet<>(placed.values()));
        // The provider's books: nobody paid twice, and all that was paid is known to be.
        List<String> charges = payments.charges();
        assertThat(charges).doesNotHaveDuplicates();
        Set<String> settled = new HashSet<>();
        stored.forEach((id, status) -> {
            if (status.equals("PAID") || status.equals("SHIPPED")) {
                settled.add(id);
            }
        });
        assertThat(new HashSet<>(charges)).isEqualTo(settled).isEqualTo(paid);
        assertThat(stored).doesNotContainValue("PAYING");
        cancelled.forEach(id -> assertThat(stored).containsEntry(id, "CANCELLED"));
        declined.forEach(id -> assertThat(stored).containsEntry(id, "PLACED"));
        assertThat(shipped).isEqualTo(paid);
        shipped.forEach(id -> assertThat(stored).containsEntry(id, "SHIPPED"));
    }
}
