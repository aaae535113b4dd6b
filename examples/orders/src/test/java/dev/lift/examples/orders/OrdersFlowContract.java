package dev.lift.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.examples.orders.local.LocalSettings;
import dev.lift.examples.orders.local.PaymentsStub;
import dev.lift.examples.orders.local.Tokens;
import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole flow of an order under AWS's runtime client, and what must not happen to it when things go wrong. */
@Timeout(120)
abstract class OrdersFlowContract {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MUG = "{\"lines\":[{\"sku\":\"mug\",\"quantity\":1}]}";
    private static final String TOKEN = "Bearer " + Tokens.of("acme", "ada");

    private PaymentsStub payments;

    @Nullable
    private RuntimeEmulator lambda;

    /** Returns a database that has nothing in it. */
    abstract Settings.Database emptyDatabase() throws Exception;

    private Settings.Database database;

    @BeforeEach
    void start() throws Exception {
        payments = PaymentsStub.start(0);
        database = emptyDatabase();
    }

    @AfterEach
    void stop() {
        if (lambda != null) {
            lambda.close();
        }
        payments.close();
    }

    private RuntimeEmulator.Builder function() {
        RuntimeEmulator.Builder function = RuntimeEmulator.of(OrdersFunction.class.getName());
        LocalSettings.environment(database, payments.address()).forEach(function::environment);
        return function;
    }

    private RuntimeEmulator started(RuntimeEmulator.Builder function) throws IOException {
        lambda = function.start();
        return lambda;
    }

    private static byte[] event(String method, String path, String key, String body) {
        EventBuilder event = new EventBuilder(method, path).header("Authorization", TOKEN);
        if (method.equals("POST")) {
            event.header("Idempotency-Key", key)
                    .header("Content-Type", "application/json")
                    .body(body.getBytes(StandardCharsets.UTF_8));
        }
        return event.build(EventSource.HTTP_API);
    }

    private static LambdaReply post(RuntimeEmulator lambda, String path, String key, String body) throws IOException {
        return reply(lambda.invoke(event("POST", path, key, body)));
    }

    private static LambdaReply get(RuntimeEmulator lambda, String path) throws IOException {
        return reply(lambda.invoke(event("GET", path, "", "")));
    }

    private static LambdaReply reply(byte[] reply) throws IOException {
        return LambdaReply.parse(EventSource.HTTP_API, reply);
    }

    private static JsonNode json(LambdaReply reply) throws IOException {
        return JSON.readTree(reply.body());
    }

    private static String placed(RuntimeEmulator lambda) throws IOException {
        LambdaReply placed = post(lambda, "/orders", UUID.randomUUID().toString(), MUG);
        assertThat(placed.status()).isEqualTo(201);
        return json(placed).path("id").asText();
    }

    private static String status(RuntimeEmulator lambda, String id) throws IOException {
        return json(get(lambda, "/orders/" + id)).path("status").asText();
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    void order_goesAllTheWay_andWhatIsSentTwiceIsDoneOnce() throws Exception {
        RuntimeEmulator lambda = started(function());
        LambdaReply placed = post(lambda, "/orders", "key-1", MUG);
        LambdaReply again = post(lambda, "/orders", "key-1", MUG);
        assertThat(placed.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(placed.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        String id = json(placed).path("id").asText();

        assertThat(post(lambda, "/orders/" + id + "/pay", "key-2", "").status()).isEqualTo(200);
        assertThat(post(lambda, "/orders/" + id + "/pay", "key-2", "").status()).isEqualTo(200);
        assertThat(payments.charges()).containsExactly(id);

        String shipment = "{\\\"tenant\\\":\\\"acme\\\",\\\"order\\\":\\\"" + id + "\\\"}";
        String message = "{\"Records\":[{\"messageId\":\"1\",\"receiptHandle\":\"r\",\"body\":\"" + shipment
                + "\",\"attributes\":{},\"messageAttributes\":{},\"eventSource\":\"aws:sqs\","
                + "\"eventSourceARN\":\"arn:aws:sqs:eu-west-1:1:shipments\",\"awsRegion\":\"eu-west-1\"}]}";
        for (int i = 0; i < 2; i++) {
            byte[] report = lambda.invoke(message.getBytes(StandardCharsets.UTF_8));
            assertThat(JSON.readTree(report).path("batchItemFailures").isEmpty())
                    .isTrue();
        }
        JsonNode orders = json(get(lambda, "/orders")).path("orders");
        assertThat(orders.findValuesAsText("id")).containsExactly(id);
        assertThat(orders.findValuesAsText("status")).containsExactly("SHIPPED");

        lambda.invoke(("{\"version\":\"0\",\"id\":\"1\",\"detail-type\":\"Scheduled Event\",\"source\":\"aws.events\","
                        + "\"account\":\"1\",\"time\":\"2026-01-01T00:00:00Z\",\"region\":\"eu-west-1\","
                        + "\"resources\":[\"arn:aws:events:eu-west-1:1:rule/outbox\"],\"detail\":{}}")
                .getBytes(StandardCharsets.UTF_8));
        for (String type : new String[] {"OrderPlaced", "OrderPaid", "OrderShipped"}) {
            assertThat(lambda.awaitOutput(type + " of order " + id)).isNotEmpty();
        }
        assertThat(lambda.shutdown()).isEqualTo(143);
    }

    @Test
    void payment_whoseProviderFails_canBeSentAgain_andIsMadeOnce() throws Exception {
        RuntimeEmulator lambda = started(function());
        String id = placed(lambda);
        payments.behave("fail");
        LambdaReply failed = post(lambda, "/orders/" + id + "/pay", key(), "");
        assertThat(failed.status()).isEqualTo(503);
        assertThat(failed.header("Retry-After")).isNotNull();
        payments.behave("lose");
        assertThat(post(lambda, "/orders/" + id + "/pay", key(), "").status()).isEqualTo(503);
        payments.behave("pay");
        assertThat(post(lambda, "/orders/" + id + "/pay", key(), "").status()).isEqualTo(200);
        assertThat(status(lambda, id)).isEqualTo("PAID");
        assertThat(payments.charges()).containsExactly(id);
    }

    @Test
    void payment_nearTheDeadline_isAnsweredBeforeLambdaEndsIt() throws Exception {
        RuntimeEmulator lambda = started(function().timeout(Duration.ofSeconds(3)));
        String id = placed(lambda);
        long process = lambda.process().pid();
        payments.behave("hang");
        assertThat(post(lambda, "/orders/" + id + "/pay", key(), "").status()).isIn(503, 504);
        assertThat(lambda.process().pid()).isEqualTo(process);
        payments.behave("pay");
        assertThat(post(lambda, "/orders/" + id + "/pay", key(), "").status()).isEqualTo(200);
        assertThat(payments.charges()).containsExactly(id);
    }

    @Test
    void payment_duringWhichTheProcessIsToldToEnd_isMadeOnce() throws Exception {
        RuntimeEmulator first = started(function());
        String id = placed(first);
        payments.behave("hang");
        CompletableFuture<byte[]> paying = first.invokeLater(event("POST", "/orders/" + id + "/pay", "key-1", ""));
        payments.awaitCharge(Duration.ofSeconds(30));
        first.process().destroy();
        try {
            assertThat(reply(paying.get(60, TimeUnit.SECONDS)).status()).isIn(200, 503, 504);
        } catch (ExecutionException ended) {
            // Lambda waits half a second after SIGTERM; whoever heard nothing sends the same again.
        }
        first.close();
        payments.behave("pay");
        RuntimeEmulator second = started(function());
        LambdaReply paid = post(second, "/orders/" + id + "/pay", key(), "");
        assertThat(paid.status()).isEqualTo(200);
        assertThat(status(second, id)).isEqualTo("PAID");
        assertThat(payments.charges()).containsExactly(id);
    }

    @Test
    void snapshot_isRestored_andServes() throws Exception {
        RuntimeEmulator lambda = started(function().snapStart());
        String id = placed(lambda);
        assertThat(post(lambda, "/orders/" + id + "/pay", key(), "").status()).isEqualTo(200);
        assertThat(status(lambda, id)).isEqualTo("PAID");
        assertThat(lambda.output()).doesNotContain("\"level\":\"WARN\"", "\"level\":\"ERROR\"", "could not prepare");
    }
}
