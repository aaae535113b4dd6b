package dev.lift.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.lambda.Event;
import dev.lift.lambda.LiftHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue that is polled, as one that speaks SQS's JSON protocol answers. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalQueueTest {
    private static final String TWO =
            "{\"Messages\":[{\"MessageId\":\"m-1\",\"ReceiptHandle\":\"r-1\",\"Body\":\"a\\n\\u00e9\","
                    + "\"MD5OfBody\":\"x\",\"Attributes\":{\"ApproximateReceiveCount\":\"2\"},"
                    + "\"MessageAttributes\":{\"k\":{\"StringValue\":\"v\",\"DataType\":\"String\"}}},"
                    + "{\"MessageId\":\"m-2\",\"ReceiptHandle\":\"r-2\",\"Body\":\"b\"}]}";

    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> deleted = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private volatile String reply = "{\"batchItemFailures\":[]}";

    @SuppressWarnings("NullAway.Init")
    private HttpServer queue;

    private final class Function extends LiftHandler {
        Function() {
            super(Lift.of(app -> app.get("/", request -> Response.ok())));
        }

        @Override
        protected void handleOther(Event event, OutputStream out, @Nullable Context context) throws IOException {
            events.add(new String(event.bytes(), StandardCharsets.UTF_8));
            if (reply.isEmpty()) {
                throw new IllegalStateException("planted");
            }
            out.write(reply.getBytes(StandardCharsets.UTF_8));
        }
    }

    @BeforeEach
    void startQueue() throws IOException {
        queue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        queue.setExecutor(Executors.newCachedThreadPool());
        queue.createContext("/", this::serve);
        queue.start();
    }

    @AfterEach
    void stopQueue() {
        queue.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String answer = "{}";
            if (String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .endsWith("DeleteMessageBatch")) {
                deleted.add(body);
            } else {
                answer = answers.poll(100, TimeUnit.MILLISECONDS);
            }
            byte[] bytes = (answer == null ? "{}" : answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders("down".equals(answer) ? 500 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private LocalGateway.Builder gateway() {
        return LocalGateway.of(new Function())
                .port(0)
                .queue("http://127.0.0.1:" + queue.getAddress().getPort() + "/000000000000/orders");
    }

    @Test
    void messages_areTheEventThatLambdaMakesOfThem_andDeletedWhenTheyWereHandled() throws Exception {
        answers.add(TWO);
        try (LocalGateway gateway = gateway().start()) {
            assertThat(events.poll(30, TimeUnit.SECONDS))
                    .isEqualTo(
                            "{\"Records\":[{\"messageId\":\"m-1\",\"receiptHandle\":\"r-1\",\"body\":\"a\\n\\u00e9\","
                                    + "\"attributes\":{\"ApproximateReceiveCount\":\"2\"},"
                                    + "\"messageAttributes\":{\"k\":{\"stringValue\":\"v\",\"dataType\":\"String\"}},"
                                    + "\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"arn:aws:sqs:local:000000000000:orders\",\"awsRegion\":\"local\"},"
                                    + "{\"messageId\":\"m-2\",\"receiptHandle\":\"r-2\",\"body\":\"b\",\"attributes\":{},\"messageAttributes\":{},"
                                    + "\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"arn:aws:sqs:local:000000000000:orders\",\"awsRegion\":\"local\"}]}");
            assertThat(deleted.poll(30, TimeUnit.SECONDS)).contains("r-1", "r-2", "/000000000000/orders");
            assertThat(gateway.port()).isPositive();
        }
    }

    /** By the rules of Lambda: what a reply does not name is handled, and all are failures when it names what is not there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"m-1\"}]}|r-2",
                "{\"batchItemFailures\":null}|r-1 r-2",
                "null|r-1 r-2",
                "{}|r-1 r-2",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"m-9\"}]}|",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}|",
                "{\"batchItemFailures\":[{\"id\":\"m-1\"}]}|",
                "``|"
            })
    void failures_stayInTheQueue(String functionsReply, @Nullable String expected) throws Exception {
        reply = functionsReply;
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        answers.add(TWO);
        try (LocalGateway gateway = gateway()
                .log(new PrintStream(lines, true, StandardCharsets.UTF_8))
                .start()) {
            assertThat(events.poll(30, TimeUnit.SECONDS)).isNotNull();
            assertThat(gateway.port()).isPositive();
        }
        // The gateway has been closed, so nothing more is deleted.
        List<String> requests = new ArrayList<>();
        deleted.drainTo(requests);
        String all = String.join(" ", requests);
        assertThat(all.contains("r-1")).isEqualTo(expected != null && expected.contains("r-1"));
        assertThat(all.contains("r-2")).isEqualTo(expected != null && expected.contains("r-2"));
        assertThat(lines.toString(StandardCharsets.UTF_8)).contains("of 2 messages");
    }

    @Test
    void queueThatIsDown_isTriedAgain() throws Exception {
        answers.add("down");
        answers.add(TWO);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (LocalGateway gateway = gateway()
                .log(new PrintStream(lines, true, StandardCharsets.UTF_8))
                .start()) {
            assertThat(deleted.poll(30, TimeUnit.SECONDS)).contains("r-1");
            assertThat(gateway.port()).isPositive();
        }
        assertThat(lines.toString(StandardCharsets.UTF_8)).contains("The queue orders can not be reached");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "https://sqs.eu-west-1.amazonaws.com/1/orders",
                "http://127.0.0.1:9324/",
                "http:///orders"
            })
    void whatIsNoQueueOfThisMachine_isRefused(String url) {
        assertThatThrownBy(() -> LocalGateway.of(new Function()).queue(url))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
