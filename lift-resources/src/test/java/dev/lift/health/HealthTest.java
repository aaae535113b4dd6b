package dev.lift.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.lift.Lift;
import dev.lift.http.Deadline;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.json.JsonReader;
import dev.lift.resources.Lease;
import dev.lift.resources.Pool;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestContext;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HealthTest {
    private static final Duration SHORT = Duration.ofMillis(40);

    private final TestClock clock = TestClock.at(Instant.parse("2026-01-01T00:00:00Z"));

    private static Lift app(Health health) {
        return Lift.of(routes -> routes.group("/health", health));
    }

    private static Health.Builder forOps() {
        return Health.builder().detailsFor(request -> request.header("X-Ops").isPresent());
    }

    private static Request ops(String path) {
        return Request.get(path).header("X-Ops", "yes").build();
    }

    private static Response get(Health health, String path) {
        return app(health).handle(Request.get(path).build());
    }

    private static HealthCheck check(String name, HealthStatus status) {
        return HealthCheck.of(name, () -> new HealthResult(status, "because", null, null));
    }

    /** Flat: the path of each value, and the value. */
    private static Map<String, String> parsed(Response response) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        JsonReader in = new JsonReader(response.bodyBytes());
        object(in, "", values);
        in.end();
        return values;
    }

    private static void object(JsonReader in, String path, Map<String, String> values) throws IOException {
        in.beginObject();
        while (in.nextMember()) {
            value(in, path + "/" + in.name(), values);
        }
    }

    private static void value(JsonReader in, String path, Map<String, String> values) throws IOException {
        switch (in.peek()) {
            case '{' -> object(in, path, values);
            case '[' -> {
                in.beginArray();
                int index = 0;
                while (in.nextElement()) {
                    value(in, path + "/" + index++, values);
                }
            }
            case '"' -> values.put(path, in.readString());
            case 't', 'f' -> values.put(path, Boolean.toString(in.readBoolean()));
            default -> values.put(path, Long.toString(in.readLong()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UP, UP, pass, 200",
        "UP, DEGRADED, warn, 200",
        "UP, DOWN, warn, 200",
        "DEGRADED, UP, warn, 200",
        "DEGRADED, DOWN, warn, 200",
        "DOWN, UP, fail, 503",
        "DOWN, DOWN, fail, 503"
    })
    void report_isAsBadAsWhatMatters(HealthStatus critical, HealthStatus nonCritical, String word, int status)
            throws Exception {
        Health health = forOps().check(check("a", critical))
                .check(check("b", nonCritical).nonCritical())
                .build();
        for (String path : List.of("/health", "/health/ready")) {
            Response response = get(health, path);
            assertThat(response.status()).as(path).isEqualTo(status);
            assertThat(parsed(response)).containsExactly(Map.entry("/status", word));
            assertThat(response.headers().get("Cache-Control")).contains("no-store");
            assertThat(response.headers().get("Content-Type")).contains("application/health+json");
        }
        assertThat(get(health, "/health/live").status()).isEqualTo(200);
    }

    @Test
    void details_areThoseOfTheDraft() throws Exception {
        Health health = forOps().clock(clock)
                .about("version", "1")
                .about("releaseId", "1.2.3")
                .check(HealthCheck.of("orders", () -> HealthResult.down("gone").observed(7, "ms"))
                        .componentType("datastore"))
                .check(check("fine", HealthStatus.UP).nonCritical())
                .build();
        Response response = app(health).handle(ops("/health"));
        assertThat(response.status()).isEqualTo(503);
        assertThat(parsed(response))
                .containsExactly(
                        Map.entry("/status", "fail"),
                        Map.entry("/version", "1"),
                        Map.entry("/releaseId", "1.2.3"),
                        Map.entry("/checks/orders/0/componentType", "datastore"),
                        Map.entry("/checks/orders/0/critical", "true"),
                        Map.entry("/checks/orders/0/observedValue", "7"),
                        Map.entry("/checks/orders/0/observedUnit", "ms"),
                        Map.entry("/checks/orders/0/status", "fail"),
                        Map.entry("/checks/orders/0/time", "2026-01-01T00:00:00Z"),
                        Map.entry("/checks/orders/0/output", "gone"),
                        Map.entry("/checks/fine/0/componentType", "component"),
                        Map.entry("/checks/fine/0/critical", "false"),
                        Map.entry("/checks/fine/0/status", "pass"),
                        Map.entry("/checks/fine/0/time", "2026-01-01T00:00:00Z"));
        Response one = app(health).handle(ops("/health/fine"));
        assertThat(one.status()).isEqualTo(200);
        assertThat(parsed(one)).containsKey("/checks/fine/0/status").doesNotContainKey("/checks/orders/0/status");
        assertThat(app(health).handle(ops("/health/other")).status()).isEqualTo(404);
    }

    @Test
    void LI07_details_areForThoseWhoMaySeeThem() throws Exception {
        Health health = forOps().about("version", "secret-version")
                .check(check("secret-name", HealthStatus.DOWN))
                .build();
        for (String path : List.of("/health", "/health/ready", "/health/live", "/health/secret-name", "/health/x")) {
            Response response = get(health, path);
            assertThat(new String(response.bodyBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .as(path)
                    .doesNotContain("secret")
                    .doesNotContain("because");
        }
        assertThat(get(health, "/health/secret-name").status())
                .isEqualTo(get(health, "/health/x").status())
                .isEqualTo(404);
        Health closed = Health.builder().check(check("a", HealthStatus.UP)).build();
        assertThat(parsed(app(closed).handle(ops("/health")))).containsExactly(Map.entry("/status", "pass"));
    }

    @Test
    void LI06_checkThatThrowsOrReturnsNothing_isDown_andLeaksNothing() throws Exception {
        Health health = forOps().check(HealthCheck.of("throws", () -> {
                    throw new IllegalStateException("jdbc:postgresql://db?password=secret");
                }))
                .check(HealthCheck.of("error", () -> {
                    throw new NoClassDefFoundError("com/example/Absent");
                }))
                .check(HealthCheck.of("nothing", HealthTest::nothing))
                .build();
        Map<String, String> report = parsed(app(health).handle(ops("/health")));
        assertThat(report)
                .containsEntry("/checks/throws/0/status", "fail")
                .containsEntry("/checks/error/0/status", "fail")
                .containsEntry("/checks/nothing/0/status", "fail");
        assertThat(report.toString()).doesNotContain("secret").doesNotContain("Absent");
    }

    @SuppressWarnings("NullAway") // What a careless caller may do.
    private static HealthResult nothing() {
        return null;
    }

    @Test
    void LI06_hangingCheck_isBounded_andNobodyLooksAgainMeanwhile() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        Health health = forOps().check(HealthCheck.of("slow", () -> {
                            looks.incrementAndGet();
                            new CountDownLatch(1).await();
                            return HealthResult.up();
                        })
                        .timeout(SHORT))
                .check(check("fine", HealthStatus.UP))
                .build();
        Map<String, String> report = parsed(app(health).handle(ops("/health")));
        assertThat(report)
                .containsEntry("/checks/slow/0/output", "No answer within 40 ms")
                .containsEntry("/checks/fine/0/status", "pass");
        assertThat(get(health, "/health/ready").status()).isEqualTo(503);
        assertThat(looks).hasValue(1);
    }

    @Test
    void LI06_deadline_cutsAllChecks() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        Health health = Health.builder()
                .check(HealthCheck.of("slow", () -> {
                            mayEnd.await();
                            return HealthResult.up();
                        })
                        .timeout(Duration.ofSeconds(30)))
                .build();
        Deadline deadline = Deadline.of(new TestContext("id", clock, Duration.ofMillis(140)));
        HealthReport report = health.report(deadline);
        mayEnd.countDown();
        assertThat(report.status()).isEqualTo(HealthStatus.DOWN);
        assertThat(report.component("slow"))
                .hasValueSatisfying(slow -> assertThat(slow.result().output()).contains("in the time that was left"));
    }

    /** Each waits for the others. */
    @Test
    void LI06_checks_lookAtTheSameTime() throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        Health.Builder builder = Health.builder();
        for (int i = 0; i < 8; i++) {
            builder.check(HealthCheck.of("check-" + i, () -> {
                        together.await();
                        return HealthResult.up();
                    })
                    .timeout(Duration.ofSeconds(20)));
        }
        assertThat(builder.within(Duration.ofSeconds(20))
                        .build()
                        .report(Deadline.NONE)
                        .status())
                .isEqualTo(HealthStatus.UP);
    }

    @Test
    void LI06_hundredChecks_keepToTheLimitOfThoseAtATime() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Health.Builder builder = Health.builder().atATime(5);
        for (int i = 0; i < 100; i++) {
            builder.check(HealthCheck.of("check-" + i, () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                running.decrementAndGet();
                return HealthResult.up();
            }));
        }
        HealthReport report = builder.build().report(Deadline.NONE);
        assertThat(report.components()).hasSize(100);
        assertThat(report.status()).isEqualTo(HealthStatus.UP);
        assertThat(most.get()).isBetween(1, 5);
    }

    @Test
    void LI06_flappingCheck_isTakenAtItsLastWord() throws Exception {
        AtomicBoolean well = new AtomicBoolean(true);
        Health health = Health.builder()
                .clock(clock)
                .check(HealthCheck.of("flaps", () -> well.get() ? HealthResult.up() : HealthResult.down("no")))
                .build();
        for (int i = 0; i < 10; i++) {
            well.set(i % 2 == 0);
            clock.advance(Duration.ofSeconds(5));
            assertThat(get(health, "/health/ready").status()).isEqualTo(i % 2 == 0 ? 200 : 503);
        }
    }

    @Test
    void LI08_LC08_storm_isOneLook() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch mayEnd = new CountDownLatch(1);
        Health health = Health.builder()
                .clock(clock)
                .check(HealthCheck.of("a", () -> {
                            looks.incrementAndGet();
                            mayEnd.await();
                            return HealthResult.up();
                        })
                        .timeout(Duration.ofSeconds(20)))
                .within(Duration.ofSeconds(20))
                .build();
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Thread thread =
                    new Thread(() -> statuses.add(get(health, "/health/ready").status()));
            thread.start();
            threads.add(thread);
        }
        mayEnd.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < 1_000; i++) {
            statuses.add(get(health, "/health/ready").status());
        }
        assertThat(statuses).hasSize(1_050).containsOnly(200);
        assertThat(looks).hasValue(1);
        clock.advance(Duration.ofSeconds(5)); // Also what a freeze does.
        assertThat(get(health, "/health/ready").status()).isEqualTo(200);
        assertThat(looks).hasValue(2);
        clock.advance(Duration.ofHours(-1));
        assertThat(get(health, "/health/ready").status()).isEqualTo(200);
        assertThat(looks).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "live", "ready", "a/b", "ä", " "})
    void names_thatCanNotBeARoute_areRefused(String name) {
        assertThatThrownBy(() -> HealthCheck.of(name, HealthResult::up)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void names_areUnique() {
        assertThatThrownBy(() -> Health.builder().check(HealthChecks.memory()).check(HealthChecks.memory()))
                .hasMessageContaining("memory");
    }

    private static HealthResult look(HealthCheck check) throws Exception {
        return Health.builder()
                .check(check)
                .build()
                .report(Deadline.NONE)
                .components()
                .get(0)
                .result();
    }

    @Test
    void pool_isDegradedWhileBorrowersWait() throws Exception {
        Pool<Integer> pool = Pool.<Integer>builder("numbers", () -> 1).max(1).build();
        HealthCheck check = HealthChecks.pool("numbers", pool).cacheFor(Duration.ZERO);
        Lease<Integer> lease = pool.borrow();
        assertThat(look(check).status()).isEqualTo(HealthStatus.UP);
        assertThat(look(check).observedValue()).isEqualTo(1);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                pool.borrow().close();
            } catch (InterruptedException interrupted) {
                failed.set(interrupted);
            }
        });
        waiter.start();
        while (pool.stats().waiting() == 0) {
            Thread.onSpinWait();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        assertThat(look(check).status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(look(check).output()).isEqualTo("1 borrowers wait; 1 of 1 are on loan");
        lease.close();
        waiter.join();
        assertThat(failed.get()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"200, UP", "302, UP", "404, DOWN", "503, DOWN"})
    void endpoint_isUpBelow400(int answer, HealthStatus status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/health");
            assertThat(look(HealthChecks.endpoint("payments", uri)).status()).isEqualTo(status);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void endpoint_thatIsNotThere_isDown() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        int free = server.getAddress().getPort();
        server.stop(0);
        assertThat(look(HealthChecks.endpoint("payments", URI.create("http://127.0.0.1:" + free)))
                        .status())
                .isEqualTo(HealthStatus.DOWN);
        assertThatThrownBy(() -> HealthChecks.endpoint("file", URI.create("file:///etc/passwd")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void circuitBreaker_isDegradedWhileOpen() throws Exception {
        AtomicBoolean open = new AtomicBoolean();
        HealthCheck check = HealthChecks.circuitBreaker("payments", open::get);
        assertThat(look(check).status()).isEqualTo(HealthStatus.UP);
        open.set(true);
        assertThat(look(check).status()).isEqualTo(HealthStatus.DEGRADED);
    }

    @Test
    void memoryAndDisk_areMeasuredInPercent() throws Exception {
        for (HealthCheck check : List.of(HealthChecks.memory(), HealthChecks.disk())) {
            assertThat(look(check).observedUnit()).isEqualTo("percent");
            assertThat(look(check).observedValue()).isBetween(0L, 100L);
        }
        assertThat(look(HealthChecks.disk(new File("/absent/folder"))).status()).isEqualTo(HealthStatus.DEGRADED);
    }
}
