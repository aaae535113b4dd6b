package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.testing.LiftTest;
import dev.lift.testing.RuntimeEmulator;
import dev.lift.testing.TestBatch;
import dev.lift.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thousands of messages with failures of every kind: none is lost, none is gone that was not handled, and orders are kept. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeliveryTest {
    private static final int MESSAGES = Integer.getInteger("lift.delivery.messages", 10_000);
    private static final int MESSAGES_OF_PROCESSES = Integer.getInteger("lift.delivery.process.messages", 600);
    private static final int GROUPS = 20;

    private final long seed = Long.getLong("lift.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** In this process, where the clock is the test's: a message takes up to three seconds. */
    @ParameterizedTest
    @CsvSource({"QUEUE, 1", "QUEUE, 4", "FIFO, 1", "FIFO, 4", "STREAM, 1", "STREAM, 4"})
    void WS08_failuresAndDeadlines_loseNothing(Delivery.Kind kind, int parallel) {
        TestClock clock = TestClock.at(Instant.EPOCH);
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        Random faults = new Random(seed);
        MessageHandler handler = message -> {
            int chance;
            synchronized (faults) {
                chance = faults.nextInt(1_000);
            }
            clock.advance(Duration.ofMillis(chance * 3L));
            if (chance < 50) {
                throw new IllegalStateException("planted");
            }
            if (chance < 55) {
                throw new OutOfMemoryError("planted");
            }
            handled.add(idOf(message));
            if (chance < 80) {
                throw new IllegalStateException("planted, when it was handled");
            }
        };
        LiftTest test = LiftTest.of(new EventFunctionOfTests(
                        routes -> routes.parallel(parallel).sqs("*", handler).kinesis("*", handler)))
                .withClock(clock)
                .withTimeout(Duration.ofSeconds(12));
        Delivery delivery = new Delivery(kind, MESSAGES, GROUPS, random);
        delivery.run(test, test::sendMessages, () -> new LinkedHashSet<>(handled));
        System.out.printf(
                "%s, %d at a time: %d messages in %d invocations, of which %d failed; handled %d times (seed %d)%n",
                kind, parallel, MESSAGES, delivery.invocations, delivery.failedInvocations, handled.size(), seed);
        assertComplete(kind, handled, MESSAGES);
    }

    private static String idOf(Message message) {
        return message.source() == MessageSource.KINESIS
                ? message.sequenceNumber().orElse("")
                : message.id();
    }

    /** All were handled, and those of one order for the first time in that order. */
    private void assertComplete(Delivery.Kind kind, List<String> handled, int messages) {
        Set<String> first = new LinkedHashSet<>(handled);
        assertThat(first).as("seed %d", seed).hasSize(messages);
        if (kind == Delivery.Kind.QUEUE) {
            return;
        }
        Map<Integer, Integer> last = new HashMap<>();
        for (String id : first) {
            int number = Integer.parseInt(id);
            int order = kind == Delivery.Kind.STREAM ? 0 : number % GROUPS;
            Integer before = last.put(order, number);
            assertThat(before == null || before < number)
                    .as("%s after %s, seed %d", number, before, seed)
                    .isTrue();
        }
    }

    /** In processes under AWS's runtime client that are killed: by themselves at any time, and by Lambda when they are late. */
    @ParameterizedTest
    @CsvSource({"QUEUE", "FIFO", "STREAM"})
    void WS08_killedProcesses_loseNothing(Delivery.Kind kind, @TempDir Path folder) throws IOException {
        Path ledger = Files.createFile(folder.resolve("ledger"));
        Processes processes = new Processes(ledger);
        try (processes) {
            Delivery delivery = new Delivery(kind, MESSAGES_OF_PROCESSES, GROUPS, random);
            LiftTest builders = LiftTest.of(new EventFunctionOfTests(routes -> {}));
            delivery.run(builders, processes, () -> new LinkedHashSet<>(lines(ledger)));
            System.out.printf(
                    "%s: %d messages in %d invocations, of which %d failed, in %d processes; handled %d times (seed %d)%n",
                    kind,
                    MESSAGES_OF_PROCESSES,
                    delivery.invocations,
                    delivery.failedInvocations,
                    processes.started,
                    lines(ledger).size(),
                    seed);
        }
        assertThat(processes.started).isGreaterThan(1);
        assertComplete(kind, lines(ledger), MESSAGES_OF_PROCESSES);
    }

    private static List<String> lines(Path ledger) {
        try {
            return Files.readAllLines(ledger);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A process, and another one when that has ended. */
    private static final class Processes implements Function<byte[], TestBatch>, AutoCloseable {
        private final RuntimeEmulator.Builder builder;
        private RuntimeEmulator process;
        int started = 1;

        Processes(Path ledger) {
            this.builder = RuntimeEmulator.of(ShippingFunction.class.getName())
                    .environment("LEDGER", ledger.toString())
                    .timeout(Duration.ofMillis(1_500));
            this.process = builder.start();
        }

        @Override
        public TestBatch apply(byte[] event) {
            if (!process.process().isAlive()) {
                process.close();
                process = builder.start();
                started++;
            }
            return LiftTest.reported(() -> process.invoke(event));
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /**
     * Where several invocations run in one process, which the runtime does not end, requests are answered with 503 from then on; but a
     * reply to messages would count as handled.
     */
    @Test
    void CC_memoryThatRunsOut_amongSeveralInvocations_failsThoseWithMessages(@TempDir Path folder) throws IOException {
        Path ledger = Files.createFile(folder.resolve("ledger"));
        LiftTest builders = LiftTest.of(new EventFunctionOfTests(routes -> {}));
        try (RuntimeEmulator lambda = RuntimeEmulator.of(ShippingFunction.class.getName())
                .environment("LEDGER", ledger.toString())
                .environment("CALM", "yes")
                .concurrency(4)
                .start()) {
            LiftTest.reported(() ->
                            lambda.invoke(builders.sqs("orders").message("1").event()))
                    .expectHandled();
            LiftTest.reported(() ->
                            lambda.invoke(builders.sqs("memory").message("1").event()))
                    .expectRaised("the event has to come again");
            for (byte[] event : List.of(
                    builders.sqs("orders").message("2").event(),
                    builders.kinesis("orders").message("2").event(),
                    builders.eventBridge("shop.orders", "OrderPaid")
                            .message("{}")
                            .event())) {
                assertThat(LiftTest.reported(() -> lambda.invoke(event)).raised())
                        .isPresent();
            }
        }
        assertThat(lines(ledger)).hasSize(1);
    }

    /** The example of one function for HTTP, a queue and a bus, under AWS's runtime client. */
    @Test
    void http_queueAndBus_areServedByOneProcess(@TempDir Path folder) throws IOException {
        Path ledger = Files.createFile(folder.resolve("ledger"));
        LiftTest builders = LiftTest.of(new EventFunctionOfTests(routes -> {}));
        try (RuntimeEmulator lambda = RuntimeEmulator.of(ShippingFunction.class.getName())
                .environment("LEDGER", ledger.toString())
                .environment("CALM", "yes")
                .start()) {
            byte[] get = new dev.lift.testing.EventBuilder("GET", "/shipped").build(dev.lift.http.EventSource.HTTP_API);
            LiftTest.reported(() ->
                            lambda.invoke(builders.sqs("orders").message("1").event()))
                    .expectHandled();
            LiftTest.reported(() -> lambda.invoke(builders.eventBridge("shop.orders", "OrderPaid")
                            .message("{\"id\":\"2\"}")
                            .event()))
                    .expectHandled();
            LiftTest.reported(() ->
                            lambda.invoke(builders.sqs("unknown").message("1").event()))
                    .expectRaised("No route takes SQS unknown");
            assertThat(new String(lambda.invoke(get), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("shipped 2");
        }
    }
}
