package dev.lift.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lift.Lift;
import dev.lift.http.Cookie;
import dev.lift.http.EventSource;
import dev.lift.http.MediaType;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LocalGatewayTest {
    private static final ClassLoader LOADER = LocalGatewayTest.class.getClassLoader();
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST_RUNNING = new AtomicInteger();
    private static final CyclicBarrier TOGETHER = new CyclicBarrier(2);

    public static final class Function extends LiftHandler {
        public Function() {
            super(Lift.of(app -> app.get(
                            "/hello/{name}", request -> Response.text("Hello, " + request.pathParam("name")))
                    .post("/bytes", request -> Response.bytes(request.bodyBytes(), MediaType.OCTET_STREAM))
                    .get(
                            "/headers",
                            request -> Response.text(String.join("|", request.headers("X-A")))
                                    .cookie(Cookie.of("a", "1"))
                                    .cookie(Cookie.of("b", "2")))
                    .get("/query", request -> Response.text(String.join("|", request.queryParams("q"))))
                    .get("/cookie", request -> Response.text(request.cookie("a").orElse("-")))
                    .get("/never", request -> {
                        NEVER.await();
                        return Response.ok();
                    })
                    .get("/together", request -> {
                        TOGETHER.await(20, TimeUnit.SECONDS);
                        return Response.text("together");
                    })
                    .get("/count", request -> {
                        MOST_RUNNING.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
                        Thread.yield();
                        RUNNING.decrementAndGet();
                        return Response.ok();
                    })
                    .get("/large", request -> Response.text("x".repeat(7_000_000)))));
        }
    }

    public static final class FailingFunction extends LiftHandler {
        public FailingFunction() {
            super(Lift.of(app -> app.get("/", request -> Response.ok())));
            throw new IllegalStateException("no table name");
        }
    }

    private static LocalGateway.Builder gateway() {
        return LocalGateway.of(new Function()).port(0);
    }

    /** Sends exactly these bytes, so that no client library mends them, and returns head and body. */
    static String send(LocalGateway gateway, String head, byte[] body) throws IOException {
        return send(gateway, "localhost", head, body);
    }

    /** To the gateway by another name. */
    static String sendTo(LocalGateway gateway, String host, String head) throws IOException {
        return send(gateway, host, head, new byte[0]);
    }

    private static String send(LocalGateway gateway, String host, String head, byte[] body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write((head.replace("\n", "\r\n") + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String get(LocalGateway gateway, String target) throws IOException {
        return send(gateway, "GET " + target + " HTTP/1.1", new byte[0]);
    }

    private static String utf8(String latin) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void everySource_servesPathsQueriesHeadersAndCookies(EventSource source) throws IOException {
        try (LocalGateway gateway = gateway().source(source).start()) {
            assertThat(utf8(get(gateway, "/hello/%C3%85da%20%252e")))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("Hello, Åda %2e");
            assertThat(get(gateway, "/query?q=a%26b&x=1")).endsWith("a&b");
            String headers = send(gateway, "GET /headers HTTP/1.1\nX-A: 1", new byte[0]);
            assertThat(headers.lines()
                            .filter(line ->
                                    line.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie:")))
                    .hasSize(2);
            assertThat(headers).endsWith("1");
            assertThat(send(gateway, "GET /cookie HTTP/1.1\nCookie: a=7; b=8", new byte[0]))
                    .endsWith("7");
            assertThat(get(gateway, "/nope")).startsWith("HTTP/1.1 404").contains("application/problem+json");
            assertThat(send(gateway, "DELETE /hello/Ada HTTP/1.1", new byte[0]))
                    .startsWith("HTTP/1.1 405")
                    .contains("Allow: GET, HEAD, OPTIONS");
            assertThat(send(gateway, "HEAD /hello/Ada HTTP/1.1", new byte[0]))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("\r\n\r\n");
            assertThat(get(gateway, "//hello/Ada")).startsWith("HTTP/1.1 404");
            assertThat(get(gateway, "/a/../hello/Ada")).startsWith("HTTP/1.1 400");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OTHER")
    void binaryBodies_comeBackByteForByte(EventSource source) throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (LocalGateway gateway = gateway().source(source).start()) {
            String reply = send(gateway, "POST /bytes HTTP/1.1\nContent-Length: 256", all);
            byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(Arrays.copyOfRange(bytes, bytes.length - 256, bytes.length))
                    .isEqualTo(all);
        }
    }

    @Test
    void bodies_overTheLimits_are413() throws IOException {
        try (LocalGateway gateway = gateway().start()) {
            assertThat(send(gateway, "POST /bytes HTTP/1.1\nContent-Length: 12000000", new byte[12_000_000]))
                    .startsWith("HTTP/1.1 413");
            assertThat(send(gateway, "POST /bytes HTTP/1.1\nContent-Length: 7000000", new byte[7_000_000]))
                    .startsWith("HTTP/1.1 413")
                    .contains("6291456");
            assertThat(get(gateway, "/large")).startsWith("HTTP/1.1 500").contains("too large");
        }
    }

    @ParameterizedTest
    @CsvSource({"HTTP_API,503", "REST_API,504", "FUNCTION_URL,504", "ALB,503"})
    void invocation_pastItsDeadline_isAnsweredAsTheFrontDoorWould(EventSource source, int status) throws IOException {
        try (LocalGateway gateway =
                gateway().source(source).timeout(Duration.ofSeconds(1)).start()) {
            assertThat(get(gateway, "/never")).startsWith("HTTP/1.1 " + status);
            assertThat(get(gateway, "/hello/Ada")).endsWith("Hello, Ada");
        }
    }

    @Test
    void concurrency_one_runsOneAtATime() throws IOException {
        try (LocalGateway gateway = gateway().concurrency(1).start()) {
            MOST_RUNNING.set(0);
            List<CompletableFuture<String>> replies = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                replies.add(later(gateway, "/count"));
            }
            replies.forEach(reply -> assertThat(reply.join()).startsWith("HTTP/1.1 200"));
            assertThat(MOST_RUNNING).hasValue(1);
        }
    }

    @Test
    void concurrency_unset_runsSeveralAtATime() throws IOException {
        try (LocalGateway gateway = gateway().start()) {
            CompletableFuture<String> one = later(gateway, "/together");
            CompletableFuture<String> other = later(gateway, "/together");
            assertThat(one.join()).endsWith("together");
            assertThat(other.join()).endsWith("together");
        }
    }

    private static CompletableFuture<String> later(LocalGateway gateway, String target) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return get(gateway, target);
                    } catch (IOException failed) {
                        throw new java.io.UncheckedIOException(failed);
                    }
                },
                task -> new Thread(task).start());
    }

    @Test
    void close_whileARequestRuns_finishesIt() throws Exception {
        LocalGateway gateway = gateway().start();
        CompletableFuture<String> waiting = later(gateway, "/together");
        while (TOGETHER.getNumberWaiting() == 0) {
            Thread.onSpinWait();
        }
        CompletableFuture<Void> closing = CompletableFuture.runAsync(gateway::close, task -> new Thread(task).start());
        TOGETHER.await(20, TimeUnit.SECONDS);
        assertThat(waiting.join()).endsWith("together");
        closing.join();
        gateway.close();
    }

    @Test
    void log_hasOneLineForEachRequest() throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        try (LocalGateway gateway = gateway()
                .log(new PrintStream(log, true, StandardCharsets.UTF_8))
                .start()) {
            get(gateway, "/hello/Ada?x=1");
            get(gateway, "/nope");
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).matches("GET /hello/Ada\\?x=1 200 [0-9]+ ms"))
                .anySatisfy(line -> assertThat(line).matches("GET /nope 404 [0-9]+ ms"));
    }

    @Test
    void wrongSettings_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> gateway().port(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> gateway().port(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> gateway().concurrency(0));
        assertThatIllegalArgumentException().isThrownBy(() -> gateway().timeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> gateway().source(EventSource.OTHER));
    }

    @Test
    void portInUse_saysSoInOneLine() {
        try (LocalGateway gateway = gateway().start()) {
            assertThatExceptionOfType(StartFailure.class)
                    .isThrownBy(() -> gateway().port(gateway.port()).start())
                    .withMessageContaining("127.0.0.1:" + gateway.port())
                    .withMessageContaining("-Dport=")
                    .withMessageNotContaining("\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "com.example.Absent,There is no class com.example.Absent",
        "java.lang.String,does not extend",
        "java.util.AbstractList,abstract|public constructor",
        "dev.lift.local.LocalGatewayTest$FailingFunction,no table name",
        "dev.lift.local.LocalGateway,constructor"
    })
    void functionThatCanNotBeMade_saysWhyInOneLine(String name, String reason) {
        assertThatExceptionOfType(StartFailure.class)
                .isThrownBy(() -> FunctionClass.instantiate(name, LOADER))
                .satisfies(failure ->
                        assertThat(failure.getMessage()).containsPattern(reason).doesNotContain("\n"));
    }

    @Test
    void function_isMadeByNameWithOrWithoutTheMethod() {
        assertThat(FunctionClass.instantiate(Function.class.getName(), LOADER)).isInstanceOf(Function.class);
        assertThat(FunctionClass.instantiate(Function.class.getName() + "::handleRequest", LOADER))
                .isInstanceOf(Function.class);
    }

    @Test
    void main_asAProcess_printsTheTableAndStopsOnTerm() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                + java.io.File.pathSeparator
                + System.getProperty("jdk.module.path", "")
                + java.io.File.pathSeparator
                + java.nio.file.Path.of("target", "test-classes").toAbsolutePath()
                + java.io.File.pathSeparator
                + java.nio.file.Path.of("target", "classes").toAbsolutePath();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Dport=0",
                        "-cp",
                        classPath,
                        "dev.lift.local.LocalGateway",
                        Function.class.getName())
                .redirectErrorStream(true)
                .start();
        StringBuilder printed = new StringBuilder();
        InputStream in = process.getInputStream();
        while (printed.indexOf("Ctrl-C") < 0) {
            int b = in.read();
            assertThat(b).as("the process ended: %s", printed).isGreaterThanOrEqualTo(0);
            printed.append((char) b);
        }
        assertThat(printed.toString())
                .contains("GET     /hello/{name}")
                .contains("Serving " + Function.class.getName());
        process.toHandle().destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("Stopping");
    }
}
