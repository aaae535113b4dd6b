package dev.lift.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import dev.lift.testing.RuntimeEmulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The turns of the life of an environment, under AWS's own runtime client. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifecycleTest {
    /** 200 in the figures of the guide. */
    private static final int SHUTDOWNS = Integer.getInteger("shutdowns", 12);

    private static final int RESTORES = Integer.getInteger("restores", 20);

    private static @Nullable EmbeddedPostgres server;

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void startServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off")
                .setServerConfig("listen_addresses", "127.0.0.1,127.0.0.2")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static EmbeddedPostgres server() {
        if (server == null) {
            throw new IllegalStateException("The server has not started");
        }
        return server;
    }

    private static RuntimeEmulator.Builder of(Class<?> function) {
        return RuntimeEmulator.of(function.getName())
                .jvm("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m")
                .without("logback");
    }

    private RuntimeEmulator.Builder orders(String journal) {
        return of(OrdersFunction.class)
                .environment("JOURNAL", folder.resolve(journal).toString());
    }

    private static RuntimeEmulator.Builder restored() {
        return restored("127.0.0.1");
    }

    private static RuntimeEmulator.Builder restored(String host) {
        return of(RestoredFunction.class).environment("DATABASE", url(host));
    }

    private static String url(String host) {
        return "jdbc:postgresql://" + host + ":" + server().getPort() + "/postgres?connectTimeout=5&socketTimeout=10";
    }

    private static byte[] event(String method, String path) {
        return new EventBuilder(method, path).build(EventSource.HTTP_API);
    }

    private static int status(RuntimeEmulator lambda, String method, String path) throws IOException {
        return LambdaReply.parse(EventSource.HTTP_API, lambda.invoke(event(method, path)))
                .status();
    }

    private static String get(RuntimeEmulator lambda, String path) throws IOException {
        LambdaReply reply = LambdaReply.parse(EventSource.HTTP_API, lambda.invoke(event("GET", path)));
        String body = new String(reply.body(), StandardCharsets.UTF_8);
        assertThat(reply.status()).as(body).isEqualTo(200);
        return body;
    }

    /** Whatever the function has done it has said, and whatever it has said it has done. */
    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void LC10_sigterm_atAnyMoment_losesNothing(int concurrency) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<Integer, Integer> exitCodes = new TreeMap<>();
        List<Long> millis = new ArrayList<>();
        int answered = 0;
        for (int round = 0; round < SHUTDOWNS; round++) {
            String as = "seed " + seed + ", round " + round;
            String name = "journal-" + concurrency + "-" + round;
            RuntimeEmulator.Builder builder = orders(name);
            Set<String> acknowledged = Collections.synchronizedSet(new HashSet<>());
            int exitCode;
            try (RuntimeEmulator lambda = (concurrency == 0 ? builder : builder.concurrency(concurrency)).start()) {
                assertThat(lambda.extensions()).containsExactly("lift");
                List<Thread> clients = new ArrayList<>();
                for (int client = 0; client < Math.max(1, concurrency); client++) {
                    String prefix = client + "-";
                    Thread thread = new Thread(() -> order(lambda, prefix, acknowledged));
                    thread.start();
                    clients.add(thread);
                }
                while (acknowledged.isEmpty()) {
                    Thread.onSpinWait();
                }
                LockSupport.parkNanos(random.nextInt(20_000_000));
                long begun = System.nanoTime();
                exitCode = lambda.shutdown();
                millis.add((System.nanoTime() - begun) / 1_000_000);
                for (Thread client : clients) {
                    client.join();
                }
            }
            exitCodes.merge(exitCode, 1, Integer::sum);
            answered += acknowledged.size();
            List<String> journal = Files.readAllLines(folder.resolve(name));
            assertThat(journal).as(as).endsWith("flush", "closed");
            assertThat(journal.subList(0, journal.size() - 2))
                    .as(as)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(acknowledged);
        }
        Collections.sort(millis);
        System.out.println(
                "SIGTERM x " + SHUTDOWNS + " at " + Math.max(1, concurrency) + " requests at a time: exit codes "
                        + exitCodes + ", " + answered + " answered, ended after " + millis.get(millis.size() / 2)
                        + " ms (median), " + millis.get(millis.size() - 1) + " ms (longest)");
        assertThat(exitCodes).as("seed " + seed).containsOnlyKeys(143);
    }

    /** Orders one after another until the process ends. */
    private static void order(RuntimeEmulator lambda, String prefix, Set<String> acknowledged) {
        for (int number = 0; ; number++) {
            String id = prefix + number;
            try {
                CompletableFuture<byte[]> reply = lambda.invokeLater(event("POST", "/orders/" + id));
                int status =
                        LambdaReply.parse(EventSource.HTTP_API, reply.get()).status();
                if (status == 200) {
                    acknowledged.add("order " + id);
                }
            } catch (ExecutionException | IOException ended) {
                return;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Test
    void LC10_sigterm_beforeAnyRequest_andTwice_endsCleanly() throws Exception {
        try (RuntimeEmulator lambda = orders("journal").start()) {
            lambda.process().destroy();
            assertThat(lambda.shutdown()).isEqualTo(143);
        }
        assertThat(Files.readAllLines(folder.resolve("journal"))).containsExactly("flush", "closed");
    }

    @Test
    void LC10_sigterm_duringTheStart_stopsWhatHadStarted() throws Exception {
        Path journal = folder.resolve("journal");
        CompletableFuture<Throwable> failed = CompletableFuture.supplyAsync(() -> catchThrowable(
                () -> orders("journal").environment("SLOW", "yes").start()));
        List<String> lines = List.of();
        while (lines.isEmpty()) {
            lines = Files.exists(journal) ? Files.readAllLines(journal) : List.of();
        }
        String pid = lines.get(0).substring("pid ".length());
        assertThat(new ProcessBuilder("kill", "-TERM", pid).start().waitFor()).isZero();
        assertThat(failed.get()).isInstanceOf(RuntimeEmulator.FunctionError.class);
        assertThat(Files.readAllLines(journal)).containsExactly("pid " + pid, "flush", "closed");
    }

    @Test
    void LC13_oneProcessorAndLittleMemory_isEnough() throws Exception {
        try (RuntimeEmulator lambda =
                restored().jvm("-XX:ActiveProcessorCount=1", "-Xmx64m").start()) {
            for (int i = 0; i < 20; i++) {
                assertThat(get(lambda, "/backend")).isNotEmpty();
            }
        }
    }

    /** The request that ends the process can not be waited for, and the resources are closed all the same. */
    @Test
    void EX14_systemExit_closesResourcesWithinTheBudget() throws Exception {
        try (RuntimeEmulator lambda = orders("journal").start()) {
            assertThatThrownBy(() -> lambda.invoke(event("POST", "/exit")))
                    .isInstanceOf(RuntimeEmulator.FunctionError.class);
            assertThat(lambda.process().waitFor()).isEqualTo(3);
        }
        assertThat(Files.readAllLines(folder.resolve("journal"))).containsExactly("flush", "closed");
    }

    private static boolean isIgnored(Process process, int signal) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).trim(), 16) >> (signal - 1) & 1) == 1);
        }
    }

    /** The signal that Ctrl-C sends. */
    @Test
    void localGateway_onCtrlC_finishesRequestsAndStopsResources() throws Exception {
        ProcessBuilder command = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Dport=0",
                        "-cp",
                        classPath(),
                        "dev.lift.local.LocalGateway",
                        OrdersFunction.class.getName())
                .redirectErrorStream(true);
        command.environment().put("JOURNAL", folder.resolve("journal").toString());
        Process gateway = command.start();
        try (BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("Serving ")) {
                line = out.readLine();
            }
            assertThat(line).isNotNull();
            String url = String.valueOf(line).replaceAll(".* on (http://\\S+) as .*", "$1");
            Set<String> acknowledged = Collections.synchronizedSet(new HashSet<>());
            Thread client = new Thread(() -> orderOverHttp(url, acknowledged));
            client.start();
            while (acknowledged.size() < 20) {
                Thread.onSpinWait();
            }
            // A build in the background has SIGINT ignored, and its children with it.
            boolean interruptible = !isIgnored(gateway, 2);
            assertThat(new ProcessBuilder("kill", interruptible ? "-INT" : "-TERM", Long.toString(gateway.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(gateway.waitFor()).isEqualTo(interruptible ? 130 : 143);
            client.join();
            List<String> journal = Files.readAllLines(folder.resolve("journal"));
            assertThat(journal).endsWith("flush", "closed");
            assertThat(journal.subList(0, journal.size() - 2)).containsExactlyInAnyOrderElementsOf(acknowledged);
        } finally {
            gateway.destroyForcibly();
        }
    }

    private static String classPath() {
        String all = System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("java.class.path", "")
                + File.pathSeparator
                + System.getProperty("surefire.test.class.path", "");
        return Stream.of(all.split(File.pathSeparator, -1))
                .filter(each -> !each.contains("logback"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void orderOverHttp(String url, Set<String> acknowledged) {
        for (int number = 0; ; number++) {
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create(url + "/orders/" + number).toURL().openConnection();
                connection.setRequestMethod("POST");
                if (connection.getResponseCode() == 200) {
                    acknowledged.add("order " + number);
                }
                connection.disconnect();
            } catch (IOException ended) {
                return;
            }
        }
    }

    @Test
    void LC01_failingResource_isAnInitErrorThatSaysWhy_andWhatHadStartedIsStopped() throws Exception {
        assertThatThrownBy(() -> orders("journal").environment("BROKEN", "yes").start())
                .isInstanceOf(RuntimeEmulator.FunctionError.class)
                .hasMessageContaining("init/error")
                .hasMessageContaining("database did not start: java.io.IOException: Connection to db:5432 refused");
        assertThat(Files.readAllLines(folder.resolve("journal"))).containsExactly("closed");
        try (RuntimeEmulator lambda = orders("journal").start()) {
            assertThat(lambda.invoke(event("POST", "/orders/1"))).isNotEmpty();
        }
    }

    @Test
    void LC06_LC07_restores_haveNoConnectionAndNoIdFromTheSnapshot() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int round = 0; round < RESTORES; round++) {
            try (RuntimeEmulator lambda = restored().snapStart().start()) {
                assertThat(lambda.extensions()).isEmpty();
                // Two rounds of three routes, of which one counts.
                assertThat(get(lambda, "/primed")).isEqualTo("6 2");
                for (int i = 0; i < 3; i++) {
                    ids.add(get(lambda, "/backend").split(" ", -1)[1]);
                }
                assertThat(lambda.output()).doesNotContain(" WARN ").doesNotContain("Exception");
            }
        }
        assertThat(ids).hasSize(RESTORES * 3);
    }

    @Test
    void snapStart_withoutTheLibrary_saysWhatIsMissing_andServes() throws Exception {
        try (RuntimeEmulator lambda = restored().snapStart().without("/crac-").start()) {
            assertThat(get(lambda, "/backend")).isNotEmpty();
            assertThat(get(lambda, "/primed")).isEqualTo("0 0");
            lambda.awaitOutput("org.crac:crac is not on the class path");
        }
    }

    @Test
    void provisionedConcurrency_isPrimedInItsInit_andOnDemandIsNot() throws Exception {
        try (RuntimeEmulator lambda = restored()
                .environment("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency")
                .start()) {
            assertThat(get(lambda, "/primed")).isEqualTo("6 2");
        }
        try (RuntimeEmulator lambda = restored().start()) {
            assertThat(get(lambda, "/primed")).isEqualTo("0 0");
        }
    }

    /** The process stands still while the server ends its connections, and more than a second goes by. */
    @Test
    void LC02_LC04_frozenProcess_findsItsConnectionsDead_andFailsNoRequest() throws Exception {
        try (RuntimeEmulator lambda = restored().start()) {
            String before = get(lambda, "/backend").split(" ", -1)[0];
            for (int round = 0; round < 5; round++) {
                signal(lambda, "-STOP");
                endAllConnections();
                signal(lambda, "-CONT");
                String after = get(lambda, "/backend").split(" ", -1)[0];
                assertThat(after).isNotEqualTo(before);
                before = after;
            }
            assertThat(lambda.output()).doesNotContain("starvation");
        }
    }

    /** The name means another machine when the process is thawed, and its connections have died, as those of a failover do. */
    @Test
    void LC05_nameChangedDuringFreeze_isResolvedAnew() throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 db.internal\n");
        try (RuntimeEmulator lambda = restored("db.internal")
                .jvm("-Djdk.net.hosts.file=" + hosts, "-Dsun.net.inetaddr.ttl=1")
                .start()) {
            assertThat(get(lambda, "/address")).isEqualTo("127.0.0.1");
            signal(lambda, "-STOP");
            Files.writeString(hosts, "127.0.0.2 db.internal\n");
            endAllConnections();
            signal(lambda, "-CONT");
            assertThat(get(lambda, "/address")).isEqualTo("127.0.0.2");
        }
    }

    @Test
    void LC11_sigkill_atAnyMoment_losesNothingThatWasAnswered() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<String> acknowledged = Collections.synchronizedSet(new HashSet<>());
        for (int round = 0; round < SHUTDOWNS; round++) {
            // Each starts with what the one before has left.
            try (RuntimeEmulator lambda = orders("journal").start()) {
                String prefix = round + "-";
                Thread client = new Thread(() -> order(lambda, prefix, acknowledged));
                client.start();
                LockSupport.parkNanos(random.nextInt(100_000_000));
                assertThat(lambda.process().destroyForcibly().waitFor()).isEqualTo(137);
                client.join();
            }
        }
        assertThat(Files.readAllLines(folder.resolve("journal")))
                .as("seed %s", seed)
                .doesNotHaveDuplicates()
                .containsAll(acknowledged)
                .hasSizeLessThanOrEqualTo(acknowledged.size() + SHUTDOWNS);
        assertThat(acknowledged).isNotEmpty();
    }

    @Test
    void LC12_fullDisk_failsOnlyWhatNeedsIt() throws Exception {
        try (RuntimeEmulator lambda =
                of(OrdersFunction.class).environment("JOURNAL", "/dev/full").start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(status(lambda, "POST", "/orders/" + i)).isEqualTo(500);
                assertThat(status(lambda, "GET", "/absent")).isEqualTo(404);
            }
            lambda.awaitOutput("No space left on device");
        }
    }

    @Test
    void LC12_readOnlyDisk_isAnInitErrorThatSaysWhy() {
        assertThatThrownBy(() -> of(OrdersFunction.class)
                        .environment("JOURNAL", "/proc/journal")
                        .start())
                .isInstanceOf(RuntimeEmulator.FunctionError.class)
                .hasMessageContaining("init/error")
                .hasMessageContaining("/proc/journal");
    }

    /** From jars, which are open: who has classes in folders, as an unpacked jar of Lambda's is, can not load one that is new. */
    @Test
    void LC12_noFileDescriptorLeft_failsOnlyWhatNeedsOne_andEndsWithTheShortage() throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder command = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 300; exec \"$0\" \"$@\"",
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        jars(),
                        DescriptorLeak.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().put("DATABASE", url("127.0.0.1"));
        assertThat(command.start().waitFor()).as(() -> String.valueOf(output)).isZero();
        assertThat(Files.readAllLines(output)).contains("without 500 200 404", "after 200 200");
    }

    /** The class path, with what is in folders in jars. */
    private String jars() {
        ToolProvider jar = ToolProvider.findFirst("jar").orElseThrow();
        List<String> all = new ArrayList<>();
        for (String each : classPath().split(File.pathSeparator, -1)) {
            String file = each;
            if (Files.isDirectory(Path.of(each)) && !each.isEmpty()) {
                file = folder.resolve(all.size() + ".jar").toString();
                assertThat(jar.run(System.out, System.err, "-c", "-f", file, "-C", each, "."))
                        .isZero();
            }
            all.add(file);
        }
        return String.join(File.pathSeparator, all);
    }

    /** Lambda keeps the process. */
    @Test
    void LC16_afterAnError_theSameProcessServes() throws Exception {
        try (RuntimeEmulator lambda = orders("journal").start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(status(lambda, "POST", "/fail")).isEqualTo(500);
                assertThat(status(lambda, "POST", "/orders/" + i)).isEqualTo(200);
            }
            assertThat(lambda.shutdown()).isEqualTo(143);
        }
        assertThat(Files.readAllLines(folder.resolve("journal")))
                .containsExactly("order 0", "order 1", "order 2", "flush", "closed");
    }

    /** Lift answers before Lambda would kill the process, which is kept. What hangs goes on hanging beside the next request. */
    @Test
    void LC16_beforeATimeout_isA504_andTheSameProcessServes() throws Exception {
        try (RuntimeEmulator lambda =
                orders("journal").timeout(Duration.ofSeconds(2)).start()) {
            assertThat(status(lambda, "POST", "/hang")).isEqualTo(504);
            assertThat(status(lambda, "POST", "/orders/1")).isEqualTo(200);
        }
        assertThat(Files.readAllLines(folder.resolve("journal")))
                .containsExactly("flush", "order 1", "flush", "closed");
    }

    /** Lambda kills the process, and starts another with the folder that it has left. */
    @Test
    void LC16_afterATimeout_anotherProcessServes() throws Exception {
        try (RuntimeEmulator lambda = orders("journal")
                .environment("NOTHING_TO_FLUSH", "yes")
                .timeout(Duration.ofSeconds(2))
                .start()) {
            assertThat(status(lambda, "POST", "/orders/1")).isEqualTo(200);
            assertThatThrownBy(() -> lambda.invoke(event("POST", "/hang")))
                    .hasMessageContaining("timed out after 2000 ms");
            assertThat(lambda.process().waitFor()).isEqualTo(137);
        }
        try (RuntimeEmulator lambda = orders("journal").start()) {
            assertThat(status(lambda, "POST", "/orders/2")).isEqualTo(200);
            assertThat(lambda.shutdown()).isEqualTo(143);
        }
        assertThat(Files.readAllLines(folder.resolve("journal")))
                .containsExactly("order 1", "order 2", "flush", "closed");
    }

    private static void signal(RuntimeEmulator lambda, String signal) throws IOException, InterruptedException {
        String pid = Long.toString(lambda.process().pid());
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
    }

    private static void endAllConnections() throws SQLException {
        try (Connection connection = server().getPostgresDatabase().getConnection();
                PreparedStatement end = connection.prepareStatement(
                        "SELECT pg_terminate_backend(pid, 5000), pg_sleep(1.1) FROM pg_stat_activity"
                                + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'")) {
            assertThat(end.execute()).isTrue();
        }
    }
}
