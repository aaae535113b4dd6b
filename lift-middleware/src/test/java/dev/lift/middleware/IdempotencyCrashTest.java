package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The function's process is killed while it handles a request, and the client sends it again to another. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdempotencyCrashTest {
    /** Where the process is killed, and what the store has of the request then. */
    enum Crash {
        BEFORE_CLAIM("claim", /* applied= */ false),
        AFTER_CLAIM("claim", /* applied= */ true),
        IN_HANDLER("effect", /* applied= */ true),
        BEFORE_SAVE("complete", /* applied= */ false),
        DURING_SAVE("complete", /* applied= */ true),
        AFTER_SAVE("saved", /* applied= */ true);

        final String step;
        final boolean applied;

        Crash(String step, boolean applied) {
            this.step = step;
            this.applied = applied;
        }

        boolean isClaimed() {
            return this != BEFORE_CLAIM;
        }

        boolean isSaved() {
            return this == DURING_SAVE || this == AFTER_SAVE;
        }

        int effects() {
            return ordinal() < IN_HANDLER.ordinal() ? 0 : 1;
        }
    }

    private final IdempotencyStore store = InMemoryIdempotencyStore.ofRecords(10);
    private final AtomicInteger effects = new AtomicInteger();
    private final AtomicInteger completions = new AtomicInteger();
    private final AtomicReference<@Nullable Crash> crash = new AtomicReference<>();
    private final AtomicReference<@Nullable Process> victim = new AtomicReference<>();
    private @Nullable HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        started.setExecutor(Executors.newCachedThreadPool());
        started.createContext("/", this::serve);
        started.start();
        server = started;
    }

    @AfterEach
    void stopServer() {
        if (server != null) {
            server.stop(0);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String step = exchange.getRequestURI().getPath().substring(1);
            Map<String, String> arguments = new HashMap<>();
            for (String each :
                    String.valueOf(exchange.getRequestURI().getRawQuery()).split("&", -1)) {
                String[] parts = each.split("=", 2);
                arguments.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            Crash planned = crash.get();
            boolean crashes = planned != null && planned.step.equals(step) && crash.compareAndSet(planned, null);
            String answer = crashes && planned != null && !planned.applied ? "" : answer(step, arguments);
            Process process = victim.get();
            if (crashes && process != null) {
                assertThat(process.destroyForcibly().waitFor()).isEqualTo(137);
                return;
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }

    private String answer(String step, Map<String, String> arguments) throws Exception {
        String key = arguments.getOrDefault("key", "");
        String owner = arguments.getOrDefault("owner", "");
        switch (step) {
            case "claim":
                return store.claim(
                                key,
                                arguments.getOrDefault("print", ""),
                                owner,
                                Instant.parse(arguments.getOrDefault("now", "")),
                                Instant.parse(arguments.getOrDefault("until", "")))
                        .map(IdempotencyCrashTest::text)
                        .orElse("claimed");
            case "complete":
                byte[] reply = Base64.getDecoder().decode(arguments.getOrDefault("reply", ""));
                boolean completed =
                        store.complete(key, owner, reply, Instant.parse(arguments.getOrDefault("until", "")));
                completions.addAndGet(completed ? 1 : 0);
                return Boolean.toString(completed);
            case "release":
                return Boolean.toString(store.release(key, owner));
            case "effect":
                return "effect " + effects.incrementAndGet();
            default:
                return "";
        }
    }

    private static String text(IdempotencyRecord record) {
        return record.reply()
                .map(reply -> "completed " + record.fingerprint() + " " + record.until() + " "
                        + Base64.getEncoder().encodeToString(reply))
                .orElse("progress " + record.fingerprint() + " " + record.until());
    }

    private RuntimeEmulator start() {
        if (server == null) {
            throw new IllegalStateException("The server has not started");
        }
        return RuntimeEmulator.of(PaymentsFunction.class.getName())
                .jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m")
                .without("logback")
                .timeout(Duration.ofSeconds(3))
                .environment("STORE", "http://127.0.0.1:" + server.getAddress().getPort())
                .start();
    }

    private static LambdaReply pay(RuntimeEmulator lambda) throws IOException {
        byte[] event = new EventBuilder("POST", "/payments")
                .header("Idempotency-Key", "payment-1")
                .body("{}".getBytes(StandardCharsets.UTF_8))
                .build(EventSource.HTTP_API);
        return LambdaReply.parse(EventSource.HTTP_API, lambda.invoke(event));
    }

    private static boolean isReplay(LambdaReply reply) {
        return reply.headers().stream().anyMatch(header -> header.getKey().equalsIgnoreCase("Idempotency-Replayed"));
    }

    @ParameterizedTest
    @EnumSource(Crash.class)
    void ID02_killedProcess_leavesNoKeyLocked_andNoTwoReplies(Crash where) throws Exception {
        try (RuntimeEmulator lambda = start()) {
            victim.set(lambda.process());
            crash.set(where);
            assertThatThrownBy(() -> pay(lambda)).isInstanceOf(RuntimeEmulator.FunctionError.class);
            assertThat(effects).hasValue(where.effects());
        }
        assertThat(completions).hasValue(where.isSaved() ? 1 : 0);
        try (RuntimeEmulator lambda = start()) {
            LambdaReply reply = pay(lambda);
            int refused = 0;
            while (reply.status() == 409) {
                refused++;
                reply = pay(lambda);
            }
            assertThat(refused > 0).isEqualTo(where.isClaimed() && !where.isSaved());
            assertThat(reply.status()).isEqualTo(201);
            assertThat(isReplay(reply)).isEqualTo(where.isSaved());
            assertThat(effects).hasValue(where.isSaved() ? 1 : where.effects() + 1);
            assertThat(isReplay(pay(lambda))).isTrue();
        }
        assertThat(completions).hasValue(1);
    }

    @Test
    void processThatLives_handlesARequestOnce() throws Exception {
        try (RuntimeEmulator lambda = start()) {
            assertThat(isReplay(pay(lambda))).isFalse();
            assertThat(isReplay(pay(lambda))).isTrue();
        }
        assertThat(effects).hasValue(1);
    }
}
