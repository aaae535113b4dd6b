package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.errors.ErrorMapping;
import dev.lift.errors.Problem;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.testing.TestClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pool of connections against a real PostgreSQL, which is killed, restarted, and made to forget its clients. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresTest {
    @TempDir
    static Path folder = Path.of("");

    private static int port;
    private static @Nullable EmbeddedPostgres server;
    private static @Nullable Process restarted;

    private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void startServer() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setServerConfig("fsync", "off")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException, InterruptedException {
        if (restarted != null) {
            signal("-INT", restarted.pid()); // Ends clients too, which there are none of by now.
            restarted.onExit().join();
        }
        if (server != null) {
            server.close();
        }
    }

    /** A pool that was closed has no connection at the server, which notices that a moment later. */
    @AfterEach
    void awaitNoConnection() throws SQLException, InterruptedException {
        while (connections() > 0) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=2&socketTimeout=5";
    }

    private static PooledDataSourceBuilder pool(int max) {
        return PooledDataSource.builder(url())
                .name("orders")
                .credentials("postgres", "")
                .max(max);
    }

    /** Answers with twice the number, as the database counts. */
    private static Lift app(PooledDataSource database) {
        return Lift.of(routes -> {
            routes.error(Throwable.class, ErrorMapping.standard());
            routes.get("/double/{number:int}", request -> {
                int number = request.pathParam("number", Integer.class);
                try (Connection connection = database.getConnection(request.deadline());
                        PreparedStatement statement = connection.prepareStatement("SELECT ? * 2")) {
                    statement.setInt(1, number);
                    try (ResultSet result = statement.executeQuery()) {
                        result.next();
                        return Response.text(Integer.toString(result.getInt(1)));
                    }
                }
            });
        });
    }

    private int ask(Lift app, int number) throws IOException {
        Response response = app.handle(Request.get("/double/" + number).build());
        statuses.computeIfAbsent(response.status(), status -> new AtomicInteger())
                .incrementAndGet();
        if (response.status() == 200) {
            String body = new String(response.bodyBytes(), StandardCharsets.UTF_8);
            if (!body.equals(Integer.toString(number * 2))) {
                faults.add(number + " doubled is " + body);
            }
        } else {
            Problem problem = Problem.parse(response.status(), response.bodyBytes());
            if (response.status() != 503
                    || problem.status() != 503
                    || response.headers().get("Retry-After").isEmpty()) {
                faults.add(response.status() + " " + problem);
            }
        }
        return response.status();
    }

    private int count(int status) {
        AtomicInteger count = statuses.get(status);
        return count == null ? 0 : count.get();
    }

    @Test
    void LC04_serverKilledAndRestartedUnderLoad_isFoundAtOnce_andEachFailureIsA503() throws Exception {
        try (PooledDataSource database =
                pool(4).borrowTimeout(Duration.ofSeconds(1)).build()) {
            Lift app = app(database);
            AtomicBoolean over = new AtomicBoolean();
            AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread client = new Thread(() -> {
                    try {
                        for (int number = 0; !over.get(); number++) {
                            int unused = ask(app, number % 1_000_000);
                        }
                    } catch (Throwable thrown) {
                        failed.set(thrown);
                    }
                });
                client.start();
                clients.add(client);
            }
            awaitCount(200, 1_000);
            List<String> command = crash();
            awaitCount(503, 10);
            restart(command);
            awaitServer();
            long back = System.nanoTime();
            int before = count(200);
            awaitCount(200, before + 1);
            Duration recovery = Duration.ofNanos(System.nanoTime() - back);
            awaitCount(200, before + 1_000);
            over.set(true);
            for (Thread client : clients) {
                client.join();
            }
            System.out.println("PostgreSQL was killed and restarted: " + statuses + ", recovered " + recovery.toMillis()
                    + " ms after its return");
            assertThat(failed.get()).isNull();
            assertThat(faults).isEmpty();
            assertThat(statuses).containsOnlyKeys(200, 503);
            assertThat(recovery).isLessThan(Duration.ofSeconds(1));
            assertThat(database.stats().active()).isZero();
        }
    }

    private void awaitCount(int status, int least) throws InterruptedException {
        while (count(status) < least) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /**
     * SIGQUIT: the server drops its clients and leaves its files as they are.
     *
     * @return the command that starts it again
     */
    private static List<String> crash() throws IOException, InterruptedException {
        String pid = Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0);
        ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL refuses to run as root.
        }
        command.add(process.info().command().orElseThrow());
        command.addAll(List.of(process.info().arguments().orElseThrow()));
        signal("-QUIT", process.pid());
        process.onExit().join();
        return command;
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void restart(List<String> command) throws IOException {
        File log = folder.resolve("restart.log").toFile();
        restarted = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }

    private static void awaitServer() throws InterruptedException {
        while (true) {
            try (Connection connection = DriverManager.getConnection(url(), "postgres", "")) {
                assertThat(connection.isValid(1)).isTrue();
                return;
            } catch (SQLException notYet) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** What a firewall or the server does to connections of an environment that is frozen for hours. */
    @Test
    void LC04_connectionsEndedDuringAFreeze_failNoRequest() throws Exception {
        TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));
        try (PooledDataSource database = pool(4).clock(clock).build()) {
            Lift app = app(database);
            for (int round = 0; round < 20; round++) {
                PoolContract.inParallel(4, () -> {
                    for (int number = 0; number < 5; number++) {
                        assertThat(ask(app, number)).isEqualTo(200);
                    }
                });
                endAllConnections();
                clock.advance(Duration.ofHours(8));
            }
            assertThat(faults).isEmpty();
            assertThat(database.stats().validationFailures()).isBetween(19L, 80L);
        }
    }

    private static void endAllConnections() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                PreparedStatement end =
                        connection.prepareStatement("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                                + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")) {
            assertThat(end.execute()).isTrue();
        }
    }

    /** Ten times as many at a time as there are connections, each of which takes a while. */
    @Test
    void PO01_tenfoldLoad_isServedOrRefusedInTime() throws Exception {
        try (PooledDataSource database =
                pool(2).borrowTimeout(Duration.ofMillis(250)).build()) {
            Lift slow = Lift.of(routes -> {
                routes.error(Throwable.class, ErrorMapping.standard());
                routes.get("/double/{number:int}", request -> {
                    try (Connection connection = database.getConnection();
                            PreparedStatement statement = connection.prepareStatement("SELECT ? * 2, pg_sleep(0.05)")) {
                        statement.setInt(1, request.pathParam("number", Integer.class));
                        try (ResultSet result = statement.executeQuery()) {
                            result.next();
                            return Response.text(Integer.toString(result.getInt(1)));
                        }
                    }
                });
            });
            PoolContract.inParallel(20, () -> {
                for (int number = 0; number < 20; number++) {
                    int unused = ask(slow, number);
                }
            });
            System.out.println("20 clients at 2 connections of 50 ms: " + statuses);
            assertThat(faults).isEmpty();
            assertThat(statuses).containsOnlyKeys(200, 503);
            assertThat(count(200) + count(503)).isEqualTo(400);
            assertThat(database.stats().active()).isZero();
            assertThat(ask(slow, 7)).isEqualTo(200);
        }
    }

    /** An environment whose connections are left to a checkpoint. */
    @Test
    void LC07_checkpoint_leavesNoConnectionAtTheServer() throws Exception {
        ResourcesBuilder builder = Resources.builder(name -> null).withoutShutdownHook();
        Resource<PooledDataSource> database = builder.add("orders", () -> pool(4).build());
        try (Resources resources = builder.start()) {
            assertThat(ask(app(database.get()), 1)).isEqualTo(200);
            assertThat(connections()).isPositive();
            resources.beforeCheckpoint();
            while (connections() > 0) {
                Thread.onSpinWait(); // The server notices the end of a connection a moment later.
            }
            assertThat(ask(app(database.get()), 1)).isEqualTo(503);
            resources.afterRestore();
            assertThat(ask(app(database.get()), 1)).isEqualTo(200);
        }
    }

    private static int connections() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                PreparedStatement count = connection.prepareStatement(
                        "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                                + " AND backend_type = 'client backend'");
                ResultSet result = count.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    /** What one request has left in a connection, the next does not see. */
    @Test
    void connectionThatComesBack_isAsNew() throws Exception {
        try (PooledDataSource database = pool(1).build()) {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                connection.setReadOnly(true);
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            }
            try (Connection connection = database.getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
                assertThat(connection.isReadOnly()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            }
        }
    }
}
