package dev.lift.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.examples.orders.domain.Order;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.examples.orders.domain.OrderQuery;
import dev.lift.examples.orders.http.OrderError;
import dev.lift.examples.orders.local.LocalSettings;
import dev.lift.examples.orders.local.PaymentsStub;
import dev.lift.examples.orders.local.Tokens;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.Transaction;
import dev.lift.http.Deadline;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestRequest;
import dev.lift.testing.TestResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole function, over a database and a payment provider, as clients and triggers see it. */
abstract class OrdersApiContract {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ADA = "Bearer " + Tokens.of("acme", "ada");
    private static final String ADMIN = "Bearer " + Tokens.of("acme", "boss", "admin");
    private static final String TWO_MUGS = "{\"lines\":[{\"sku\":\"mug\",\"quantity\":2}]}";

    private PaymentsStub payments;
    private LiftTest test;

    /** Returns a database that has nothing in it. */
    abstract Settings.Database emptyDatabase() throws Exception;

    /** Returns the same as the service sees it. */
    abstract Storage storage();

    /** A function for each test, as it knows a breaker and how much a caller has asked for. */
    @BeforeEach
    void start() throws Exception {
        payments = PaymentsStub.start(0);
        test = LiftTest.of(new OrdersFunction(LocalSettings.of(emptyDatabase(), payments.address())));
    }

    @AfterEach
    void stop() {
        payments.close();
    }

    private TestRequest post(String path, String token) {
        return test.post(path)
                .header("Authorization", token)
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }

    private TestRequest get(String path, String token) {
        return test.get(path).header("Authorization", token);
    }

    private static JsonNode json(TestResponse response) throws IOException {
        return JSON.readTree(response.body());
    }

    private String placed() throws IOException {
        TestResponse response = post("/orders", ADA).json(TWO_MUGS).send().expectStatus(201);
        return "/orders/" + json(response).get("id").textValue();
    }

    private List<Order> orders() throws Exception {
        try (Transaction transaction = storage().begin(Deadline.NONE)) {
            return transaction.orders().list(new OrderQuery("acme", null, null, null, 100));
        }
    }

    private List<String> unsent() throws Exception {
        try (Transaction transaction = storage().begin(Deadline.NONE)) {
            return transaction.unsent(100).stream().map(OrderEvent::type).toList();
        }
    }

    @Test
    void order_isPlacedOnce_andRead() throws Exception {
        TestRequest request = post("/orders", ADA).json(TWO_MUGS);
        TestResponse first = request.send()
                .expectStatus(201)
                .expectHeader("ETag", "\"1\"")
                .expectJson("/cents", 2_400)
                .expectJson("/customer", "ada")
                .expectJson("/status", "PLACED");
        String location = first.headers("Location").get(0);
        request.send()
                .expectStatus(201)
                .expectHeader("Idempotency-Replayed", "true")
                .expectBody(first.body());
        assertThat(orders()).hasSize(1);
        assertThat(unsent()).containsExactly("OrderPlaced");
        get(location, ADA).send().expectStatus(200).expectBody(first.body());
    }

    /** The order and the reply that is kept for its key are committed together: neither is ever there alone. */
    @Test
    void manyAtOnceWithOneKey_placeOneOrder() throws Exception {
        TestRequest request = post("/orders", ADA).json(TWO_MUGS);
        Set<Integer> statuses = Collections.synchronizedSet(new HashSet<>());
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            clients.add(new Thread(() -> statuses.add(request.send().status())));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        assertThat(statuses).contains(201).isSubsetOf(201, 409);
        assertThat(orders()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            422 | #/lines            | {"lines":[]}
            422 | #/lines/0/quantity | {"lines":[{"sku":"mug","quantity":0}]}
            422 | #/lines/0/sku      | {"lines":[{"sku":" ","quantity":1}]}
            422 | #/lines/1/sku      | {"lines":[{"sku":"mug","quantity":1},{"sku":"yacht","quantity":1}]}
            400 | #/lines/0/quantity | {"lines":[{"sku":"mug","quantity":"two"}]}
            400 | #/lines            | {}
            """)
    void orderThatIsNone_isRefused_withItsField(int status, String pointer, String body) throws Exception {
        TestResponse refused = post("/orders", ADA).json(body).send().expectProblem(status);
        assertThat(json(refused).at("/errors/0/pointer").textValue()).isEqualTo(pointer);
        assertThat(orders()).isEmpty();
    }

    @Test
    void whoIsNotKnown_orNotTheCustomer_seesNothing() throws Exception {
        String order = placed();
        test.get(order).send().expectProblem(401);
        get(order, "Bearer " + Tokens.of("acme", "eve")).send().expectProblem(404);
        get(order, "Bearer " + Tokens.of("evil", "ada")).send().expectProblem(404);
        get("/admin/orders", ADA).send().expectProblem(403);
        get("/admin/orders", ADMIN).send().expectStatus(200).expectJson("/orders/0/customer", "ada");
        get("/admin/orders", "Bearer " + Tokens.of("evil", "boss", "admin"))
                .send()
                .expectStatus(200)
                .expectBody("{\"orders\":[],\"next\":null}");
        test.post("/orders").header("Authorization", ADA).json(TWO_MUGS).send().expectProblem(400);
    }

    @Test
    void pages_haveEachOrderOnce_theNewestFirst() throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(0, placed().substring("/orders/".length()));
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(get("/orders?limit=10" + cursor, ADA).send().expectStatus(200));
            page.get("orders").forEach(order -> listed.add(order.get("id").textValue()));
            cursor = page.get("next").isNull()
                    ? ""
                    : "&cursor=" + page.get("next").textValue();
        } while (!cursor.isEmpty());
        assertThat(listed).isEqualTo(all);
        get("/orders?status=PAID", ADA).send().expectStatus(200).expectBody("{\"orders\":[],\"next\":null}");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, 422",
        "limit=101, 422",
        "limit=x, 422",
        "status=LOST, 400",
        "cursor=AAAA, 400",
        "cursor=%7B, 400"
    })
    void listThatIsAskedForWrongly_isRefused(String query, int status) {
        get("/orders?" + query, ADA).send().expectProblem(status);
    }

    @Test
    void cancelling_needsTheVersionThatTheCallerHasSeen() throws Exception {
        String order = placed();
        post(order + "/cancel", ADA).send().expectProblem(428);
        post(order + "/cancel", ADA).header("If-Match", "\"2\"").send().expectProblem(412);
        post(order + "/cancel", ADA).header("If-Match", "W/\"1\"").send().expectProblem(412);
        post(order + "/cancel", ADA)
                .header("If-Match", "\"1\"")
                .send()
                .expectStatus(200)
                .expectHeader("ETag", "\"2\"")
                .expectJson("/status", "CANCELLED");
        TestResponse again =
                post(order + "/cancel", ADA).header("If-Match", "\"2\"").send().expectProblem(409);
        assertThat(json(again).get("orderStatus").textValue()).isEqualTo("CANCELLED");
    }

    @Test
    void payment_isTaken() throws Exception {
        String order = placed();
        TestRequest pay = post(order + "/pay", ADA);
        TestResponse paid = pay.send().expectStatus(200).expectJson("/status", "PAID");
        pay.send().expectStatus(200).expectBody(paid.body());
        post(order + "/pay", ADA).send().expectStatus(200).expectJson("/status", "PAID");
        assertThat(payments.charges()).containsOnlyOnce(order.substring("/orders/".length()));
    }

    @Test
    void paymentThatIsDeclined_leavesTheOrderAsItWas() throws Exception {
        String order = placed();
        payments.behave("decline");
        assertThat(json(post(order + "/pay", ADA).send().expectProblem(402))
                        .get("code")
                        .textValue())
                .isEqualTo("payment-declined");
        get(order, ADA).send().expectJson("/status", "PLACED");
        payments.behave("pay");
        post(order + "/pay", ADA).send().expectStatus(200).expectJson("/status", "PAID");
    }

    /** It has taken the money, and nobody knows: whoever pays again finds out, and pays once. */
    @ParameterizedTest
    @ValueSource(strings = {"fail", "lose"})
    void providerThatIsNotHeardOf_isAskedAgain_andPaidOnce(String behaviour) throws Exception {
        String order = placed();
        payments.behave(behaviour);
        TestRequest pay = post(order + "/pay", ADA);
        TestResponse unknown = pay.send().expectProblem(503).expectHeader("Retry-After", "1");
        assertThat(json(unknown).get("code").textValue()).isEqualTo("payment-unknown");
        post(order + "/cancel", ADA).header("If-Match", "\"2\"").send().expectProblem(409);
        payments.behave("pay");
        pay.send().expectStatus(200).expectJson("/status", "PAID");
        assertThat(payments.charges()).containsOnlyOnce(order.substring("/orders/".length()));
    }

    @Test
    void webhook_saysThatAnOrderWasPaid_ifItIsSigned() throws Exception {
        String order = placed();
        payments.behave("lose");
        post(order + "/pay", ADA).send().expectProblem(503);
        String id = order.substring("/orders/".length());
        String notice = "{\"tenant\":\"acme\",\"order\":\"" + id + "\",\"payment\":\"pay_" + id + "\"}";
        test.post("/webhooks/payments").json(notice).send().expectProblem(401);
        for (int i = 0; i < 2; i++) {
            test.post("/webhooks/payments")
                    .header("Stripe-Signature", signature(notice))
                    .json(notice)
                    .send()
                    .expectStatus(204);
        }
        get(order, ADA).send().expectJson("/status", "PAID").expectJson("/version", 3);
    }

    private static String signature(String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(LocalSettings.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signed = mac.doFinal((now + "." + body).getBytes(StandardCharsets.UTF_8));
        return "t=" + now + ",v1=" + HexFormat.of().formatHex(signed);
    }

    @Test
    void shipments_shipWhatIsPaid_andReportTheRest() throws Exception {
        String paid = placed();
        post(paid + "/pay", ADA).send().expectStatus(200);
        String unpaid = placed();
        for (int i = 0; i < 2; i++) {
            test.sqs("shipments")
                    .message(shipment(paid))
                    .message(shipment(unpaid))
                    .message("no JSON")
                    .send()
                    .expectFailures("message-2", "message-3");
        }
        get(paid, ADA).send().expectJson("/status", "SHIPPED").expectJson("/version", 4);
        get(unpaid, ADA).send().expectJson("/status", "PLACED");
    }

    private static String shipment(String order) {
        return "{\"tenant\":\"acme\",\"order\":\"" + order.substring("/orders/".length()) + "\"}";
    }

    @Test
    void outbox_isSent_andEmpty() throws Exception {
        post(placed() + "/pay", ADA).send().expectStatus(200);
        assertThat(unsent()).containsExactly("OrderPlaced", "PaymentBegun", "OrderPaid");
        test.schedule("outbox").send().expectHandled();
        assertThat(unsent()).isEmpty();
    }

    @Test
    void errors_areListed_andHealthIsAnswered() throws Exception {
        JsonNode listed = json(test.get("/errors").send().expectStatus(200));
        List<String> codes = new ArrayList<>();
        listed.forEach(error -> codes.add(error.get("code").textValue()));
        assertThat(codes)
                .contains(
                        Arrays.stream(OrderError.values()).map(OrderError::code).toArray(String[]::new));
        test.get("/health/live").send().expectStatus(200);
        test.get("/health/ready").send().expectStatus(200).expectJson("/status", "pass");
    }
}
