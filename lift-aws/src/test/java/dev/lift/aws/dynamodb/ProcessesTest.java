package dev.lift.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.testing.TestClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Idempotency over several processes, some of which are killed. Ids are those of the fault catalogue. */
@Timeout(value = 1_800, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessesTest {
    private static final int KEYS = Integer.getInteger("lift.idempotency.keys", 40);
    private static final int KILLS = Integer.getInteger("lift.idempotency.kills", 6);

    /** Far ahead: DynamoDB deletes what has expired by the clock on the wall. */
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    private final long seed = Long.getLong("lift.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @SuppressWarnings("NullAway.Init")
    private String table;

    @SuppressWarnings("NullAway.Init")
    private Path ledger;

    @BeforeEach
    void createTable(@TempDir Path folder) throws IOException {
        try (DynamoDbClient client = LocalDynamoDb.client()) {
            table = LocalDynamoDb.newTable(client);
        }
        ledger = Files.createFile(folder.resolve("ledger"));
    }

    private Process start(int first, int keys, int threads) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PaymentsProcess.class.getName(),
                        LocalDynamoDb.endpoint().toString(),
                        table,
                        ledger.toString(),
                        Integer.toString(first),
                        Integer.toString(keys),
                        Integer.toString(threads),
                        NOW.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Each of 32 threads in two processes sends each request. */
    @Test
    void ID01_twoProcesses_payEachOnce() throws Exception {
        List<Process> processes = List.of(start(0, KEYS, 16), start(0, KEYS, 16));
        List<String> statuses = new ArrayList<>();
        for (Process process : processes) {
            List<String> lines = output(process).lines().toList();
            assertThat(process.waitFor()).as("%s", lines).isZero();
            assertThat(lines).contains("end");
            lines.stream()
                    .filter(line -> line.startsWith("request "))
                    .forEach(line -> statuses.add(line.split(" ", -1)[2]));
        }
        List<String> paid = Files.readAllLines(ledger);
        System.out.printf(
                "%d keys, 32 threads in 2 processes: %d requests, of which %d were refused as being handled; paid %d times%n",
                KEYS, statuses.size(), Collections.frequency(statuses, "409"), paid.size());
        assertThat(statuses).hasSize(KEYS * 32).containsOnly("200", "409");
        assertThat(paid).hasSize(KEYS).doesNotHaveDuplicates();
    }

    /**
     * ID-02: whatever the moment at which a process is killed, a reply that was kept is of one payment and is given again; and no key is
     * locked once its claim has expired.
     */
    @Test
    void ID02_killedProcesses_lockNoKey_andKeepWhatTheyHaveKept() throws Exception {
        int handledAgain = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int first = kill * 100_000;
            Process process = start(first, 100_000, 2);
            try (BufferedReader lines = output(process)) {
                for (int seen = random.nextInt(60); seen >= 0; ) {
                    String line = lines.readLine();
                    assertThat(line).as("seed %d", seed).isNotNull();
                    seen -= line != null && line.startsWith("request ") ? 1 : 0;
                }
                // Somewhere in the next request or two.
                long end = System.nanoTime() + random.nextInt(8_000_000);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                assertThat(process.destroyForcibly().waitFor()).isEqualTo(137);
            }
            handledAgain += look(first);
        }
        System.out.printf("%d kills: %d requests were handled again (seed %d)%n", KILLS, handledAgain, seed);
    }

    /** Looks at all keys that the killed process may have had in its hands, after their claims have expired. */
    private int look(int first) throws IOException {
        List<String> before = Files.readAllLines(ledger).stream()
                .filter(line -> Integer.parseInt(line) >= first)
                .toList();
        assertThat(before).as("seed %d", seed).doesNotHaveDuplicates();
        int last = before.stream().mapToInt(Integer::parseInt).max().orElse(first) + 1;
        Lift later = PaymentsProcess.app(
                LocalDynamoDb.endpoint(), table, ledger, TestClock.at(NOW.plus(Duration.ofMinutes(20))));
        int handledAgain = 0;
        for (int key = Math.max(first, last - 10); key <= last; key++) {
            String id = Integer.toString(key);
            int paidBefore = Collections.frequency(Files.readAllLines(ledger), id);
            for (int again = 0; again < 2; again++) {
                Response reply = PaymentsProcess.send(later, id);
                assertThat(reply.status()).as("%s, seed %d", id, seed).isEqualTo(200);
                assertThat(reply.bodyText()).isEqualTo("paid " + id);
                boolean replayed = reply.headers().contains("Idempotency-Replayed");
                int paid = Collections.frequency(Files.readAllLines(ledger), id);
                assertThat(paid).isEqualTo(replayed ? Math.max(1, paidBefore) : paidBefore + 1);
                handledAgain += !replayed && paidBefore > 0 ? 1 : 0;
                assertThat(replayed || again == 0).isTrue();
                paidBefore = paid;
            }
        }
        return handledAgain;
    }
}
