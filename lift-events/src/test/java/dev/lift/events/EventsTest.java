package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lift.http.Attribute;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestBatch;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes where, and how it arrives. Ids are those of the fault catalogue. */
class EventsTest {
    private final List<String> handled = new ArrayList<>();

    private MessageHandler named(String name) {
        return message -> handled.add(name);
    }

    private static LiftTest test(Consumer<EventRoutes> routes) {
        return LiftTest.of(new EventFunctionOfTests(routes));
    }

    @Test
    void http_andMessages_goThroughOneFunction() {
        LiftTest test = test(routes -> routes.sqs("orders", named("orders")));
        test.everySource(
                source -> source.get("/health").send().expectStatus(200).expectBody("up"));
        test.sqs("orders").message("a").message("b").send().expectHandled();
        test.everySource(source -> source.get("/absent").send().expectStatus(404));
        assertThat(handled).containsExactly("orders", "orders");
    }

    /** The original took "not-my-queue" for "my-queue". */
    @ParameterizedTest
    @CsvSource({"orders, exact", "orders.fifo, fifo", "not-orders, any", "orders-dlq, any", "Orders, any", "by-arn, arn"
    })
    void queues_areTakenByTheirWholeName(String queue, String route) {
        test(routes -> routes.sqs("*", named("any"))
                        .sqs("orders", named("exact"))
                        .sqs("orders.fifo", named("fifo"))
                        .sqs("arn:aws:sqs:eu-west-1:123456789012:by-arn", named("arn"))
                        .sqs("by-arn", named("name")))
                .sqs(queue)
                .message("x")
                .send()
                .expectHandled();
        assertThat(handled).containsExactly(route);
    }

    /** The more exact source decides, then the more exact type. */
    @ParameterizedTest
    @CsvSource({
        "shop.orders, OrderPaid, exact",
        "shop.orders, OrderSent, orders",
        "shop.orders.eu, OrderPaid, below",
        "shop.orders.eu, Other, below",
        "shop.payments, OrderPaid, shop",
        "shopping, OrderPaid, paid",
        "shop, OrderPaid, paid",
        "other, Other, any",
        "SHOP.orders, Other, any"
    })
    void events_ofABus_areTakenBySourceAndType(String source, String type, String route) {
        test(routes -> routes.eventBridge("*", "*", named("any"))
                        .eventBridge("*", "OrderPaid", named("paid"))
                        .eventBridge("shop.*", "*", named("shop"))
                        .eventBridge("shop.orders.*", "*", named("below"))
                        .eventBridge("shop.orders", "*", named("orders"))
                        .eventBridge("shop.orders", "OrderPaid", named("exact")))
                .eventBridge(source, type)
                .message("{}")
                .send()
                .expectHandled();
        assertThat(handled).containsExactly(route);
    }

    @ParameterizedTest
    @CsvSource({
        "photos, ObjectCreated:Put, put",
        "photos, ObjectCreated:Copy, created",
        "photos, ObjectRemoved:Delete, photos",
        "others, ObjectCreated:Put, created anywhere",
        "others, ObjectRemoved:Delete, any"
    })
    void buckets_areTakenByNameAndEvent(String bucket, String event, String route) {
        test(routes -> routes.s3("*", "*", named("any"))
                        .s3("*", "ObjectCreated:*", named("created anywhere"))
                        .s3("photos", "*", named("photos"))
                        .s3("photos", "ObjectCreated:*", named("created"))
                        .s3("photos", "ObjectCreated:Put", named("put")))
                .s3(bucket, event)
                .message("a.png")
                .send()
                .expectHandled();
        assertThat(handled).containsExactly(route);
    }

    /** Its reply has to carry what was counted so far, and messages know nothing of that. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void batchOfATumblingWindow_isNoBatchOfMessages(boolean isFinal) {
        String records = isFinal
                ? ""
                : "{\"eventSource\":\"aws:kinesis\",\"eventSourceARN\":\"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks\","
                        + "\"kinesis\":{\"data\":\"eA==\",\"sequenceNumber\":\"1\",\"partitionKey\":\"p\"}}";
        String event = "{\"Records\":[" + records + "],\"window\":{\"start\":\"2026-01-01T00:00:00Z\",\"end\":"
                + "\"2026-01-01T00:02:00Z\"},\"state\":{\"count\":1},\"isFinalInvokeForWindow\":" + isFinal + "}";
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        LiftTest withOther = test(routes -> routes.kinesis("*", named("stream")).other((json, context) -> {
            handled.add(new String(json, StandardCharsets.UTF_8));
            return "{\"state\":{\"count\":2}}".getBytes(StandardCharsets.UTF_8);
        }));
        assertThat(withOther.sendMessages(bytes).body()).isEqualTo("{\"state\":{\"count\":2}}");
        assertThat(handled).containsExactly(event);
        LiftTest without = test(routes -> routes.kinesis("*", named("stream")));
        without.sendMessages(bytes).expectRaised("Records");
    }

    @Test
    void otherSources_areTakenByTheirNames() {
        LiftTest test = test(routes -> routes.sns("news", named("topic"))
                .schedule("nightly", named("schedule"))
                .dynamoDb("orders", "REMOVE", named("removed"))
                .dynamoDb("orders", "*", named("changed"))
                .kinesis("clicks", named("stream")));
        test.sns("news").message("x").send().expectHandled();
        test.schedule("nightly").send().expectHandled();
        test.dynamoDb("orders", "REMOVE").message("{}").send().expectHandled();
        test.dynamoDb("orders", "INSERT").message("{}").send().expectHandled();
        test.kinesis("clicks").message("x").send().expectHandled();
        assertThat(handled).containsExactly("topic", "schedule", "removed", "changed", "stream");
    }

    /** Nothing that has no route counts as handled. */
    @Test
    void EV15_messageWithoutARoute_failsTheInvocation_andNamesWhatThereIs() {
        LiftTest test = test(routes -> routes.sqs("orders", named("orders")));
        test.sqs("payments").message("x").send().expectRaised("No route takes SQS payments; there are [SQS orders]");
        test.eventBridge("shop.orders", "Paid").message("{}").send().expectRaised("EVENT_BRIDGE shop.orders Paid");
        test.schedule("nightly").send().expectRaised("SCHEDULE nightly");
        assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[{\"eventSource\":\"aws:ses\",\"ses\":{}}]}",
                "{\"Records\":[{\"cf\":{}}]}",
                "{\"Records\":[]}",
                "{\"eventSource\":\"aws:kafka\",\"records\":{}}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"a:b:c:d:e:q\",\"messageId\":\"1\",\"body\":\"\"},"
                        + "{\"eventSource\":\"aws:kinesis\",\"eventSourceARN\":\"x\",\"eventID\":\"1\",\"kinesis\":{\"data\":\"\",\"sequenceNumber\":\"1\"}}]}"
            })
    void EV15_eventsOfOtherSources_failTheInvocation_orGoToTheFunctionForThem(String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        test(routes -> routes.sqs("*", named("queue")))
                .sendMessages(bytes)
                .expectRaised("A reply would count as handled");
        assertThat(test(routes -> routes.other((json, context) -> {
                            handled.add(new String(json, StandardCharsets.UTF_8));
                            return null;
                        }))
                        .sendMessages(bytes)
                        .body())
                .isEqualTo("null");
        assertThat(handled).containsExactly(event);
    }

    @Test
    void EV15_otherEvents_areAnsweredByTheFunctionForThem_orRefused() {
        byte[] bytes = "{\"job\":7}".getBytes(StandardCharsets.UTF_8);
        assertThat(test(routes -> routes.other((json, context) -> json))
                        .sendMessages(bytes)
                        .body())
                .isEqualTo("{\"job\":7}");
        assertThat(test(routes -> {}).sendMessages(bytes).body()).contains("400");
        test(routes -> routes.other((json, context) -> {
                    throw new IllegalStateException("no job");
                }))
                .sendMessages(bytes)
                .expectRaised("no job");
        test(routes -> routes.other((json, context) -> {
                    throw new Exception("checked");
                }))
                .sendMessages(bytes)
                .expectRaised("The function for other events failed");
    }

    /** What is not as AWS writes it is nobody's message, and stays where it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"a:b:c:d:e:q\",\"body\":\"\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"a:b:c:d:e:q\",\"messageId\":\"1\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"a:b:c:d:e:q\",\"messageId\":\"1\",\"messageId\":\"2\",\"body\":\"\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"eventSourceARN\":\"a:b:c:d:e:q\",\"messageId\":{},\"body\":\"\"}]}",
                "{\"Records\":[{\"eventSource\":\"aws:kinesis\",\"eventSourceARN\":\"x\",\"eventID\":\"1\",\"kinesis\":{\"data\":\"?\",\"sequenceNumber\":\"1\"}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:kinesis\",\"eventSourceARN\":\"x\",\"eventID\":\"1\",\"kinesis\":{}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:dynamodb\",\"eventSourceARN\":\"x\",\"eventID\":\"1\",\"eventName\":\"INSERT\","
                        + "\"dynamodb\":{\"SequenceNumber\":\"1\",\"NewImage\":{\"a\":{\"X\":1}}}}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",",
                "{\"Records\":[1]}",
                "{\"Records\":{}}",
                "{\"detail-type\":\"a\",\"source\":\"b\"}",
                "{\"detail-type\":[],\"source\":\"b\",\"id\":\"1\"}"
            })
    void EV15_malformedRecords_failTheInvocation(String event) {
        LiftTest test = test(routes -> routes.sqs("*", named("queue"))
                .kinesis("*", named("stream"))
                .dynamoDb("*", "*", named("table"))
                .eventBridge("*", "*", named("bus")));
        assertThat(test.sendMessages(event.getBytes(StandardCharsets.UTF_8)).raised())
                .isPresent();
        assertThat(handled).isEmpty();
    }

    /** Whatever becomes of the bytes: each record is handled, reported, or the whole event fails; none is passed over. */
    @Test
    void EV15_mutatedEvents_passNoRecordOver() {
        long seed = Long.getLong("lift.seed", System.nanoTime());
        Random random = new Random(seed);
        LiftTest test = test(routes -> routes.sqs("*", message -> {
                    if (message.bodyText().length() % 2 == 0) {
                        throw new IllegalStateException("planted");
                    }
                    handled.add(message.id());
                })
                .kinesis("*", message -> handled.add(message.id()))
                .dynamoDb("*", "*", message -> handled.add(message.id())));
        List<byte[]> events = List.of(
                test.sqs("orders").message("a").message("bb").message("ccc").event(),
                test.sqs("orders.fifo")
                        .message("a")
                        .group("g")
                        .message("bb")
                        .attribute("k", "v")
                        .message("c")
                        .event(),
                test.kinesis("clicks").message("a").message("b").message("c").event(),
                test.dynamoDb("orders", "INSERT")
                        .message("{\"k\":{\"S\":\"a\"}}")
                        .message("{\"k\":{\"N\":\"1\"}}")
                        .message("{\"k\":{\"L\":[]}}")
                        .event());
        int answered = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] event = mutated(events.get(round % events.size()), random);
            handled.clear();
            TestBatch report = test.sendMessages(event);
            String text = new String(event, StandardCharsets.UTF_8);
            if (report.raised().isEmpty() && text.startsWith("{\"Records\":[")) {
                answered++;
                boolean stream = text.contains("aws:kinesis") || text.contains("aws:dynamodb");
                assertThat(handled.size() + report.failures().size())
                        .as("seed %d: %s", seed, text)
                        .isEqualTo(stream ? handled.size() : 3);
            }
        }
        assertThat(answered).as("seed %d", seed).isGreaterThan(1_000);
    }

    private static byte[] mutated(byte[] event, Random random) {
        byte[] copy = event.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(copy.length);
            switch (random.nextInt(4)) {
                case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> copy[at] = (byte) "\"{}[],:0antf\\ ".charAt(random.nextInt(14));
                case 2 -> copy = java.util.Arrays.copyOf(copy, Math.max(1, at));
                default -> {
                    int other = random.nextInt(copy.length);
                    byte kept = copy[at];
                    copy[at] = copy[other];
                    copy[other] = kept;
                }
            }
        }
        return copy;
    }

    /** A sender can nest the detail of an event deeper than anybody reads: it must not be lost by that. */
    @Test
    void EV15_eventNestedTooDeeply_failsTheInvocation() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        for (String event : List.of(
                "{\"detail-type\":\"a\",\"source\":\"b\",\"id\":\"1\",\"detail\":{\"a\":" + deep + "}}",
                "{\"Records\":[{\"eventSource\":\"aws:dynamodb\",\"dynamodb\":" + deep + "}]}")) {
            assertThat(test(routes -> routes.eventBridge("*", "*", named("bus")))
                            .sendMessages(event.getBytes(StandardCharsets.UTF_8))
                            .raised())
                    .isPresent();
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void message_ofAQueue_isReadWhole() {
        test(routes -> routes.sqs("orders.fifo", message -> {
                    assertThat(message.source()).isEqualTo(MessageSource.SQS);
                    assertThat(message.name()).isEqualTo("orders.fifo");
                    assertThat(message.arn()).isEqualTo("arn:aws:sqs:eu-west-1:123456789012:orders.fifo");
                    assertThat(message.id()).isEqualTo("m-7");
                    assertThat(message.group()).contains("customer-1");
                    assertThat(message.sequenceNumber()).contains("18801");
                    assertThat(message.receiveCount()).isEqualTo(3);
                    assertThat(message.time()).contains(Instant.parse("2026-01-02T03:04:05.678Z"));
                    assertThat(message.headers()).containsEntry("trace", "t-1").hasSize(1);
                    assertThat(message.header("trace")).contains("t-1");
                    assertThat(message.header("Trace")).isEmpty();
                    assertThat(message.bodyText()).isEqualTo("é\n\"😀");
                    assertThat(message.type()).isEmpty();
                    assertThat(new String(message.json(), StandardCharsets.UTF_8))
                            .contains("\"receiptHandle\":\"handle-m-7\"");
                    assertThat(message.deadline().remainingMillis()).isPositive();
                    assertThat(message.context()).isPresent();
                    assertThat(message.toString()).isEqualTo("SQS orders.fifo m-7");
                    handled.add("looked");
                }))
                .sqs("orders.fifo")
                .message("é\n\"😀")
                .id("m-7")
                .group("customer-1")
                .receiveCount(3)
                .attribute("trace", "t-1")
                .send()
                .expectHandled();
        assertThat(handled).containsExactly("looked");
    }

    @Test
    void messages_ofOtherSources_areReadWhole() {
        LiftTest test = test(routes -> routes.sns("news", message -> {
                    assertThat(message.arn()).isEqualTo("arn:aws:sns:eu-west-1:123456789012:news");
                    assertThat(message.time()).contains(Instant.parse("2026-01-02T03:04:05.678Z"));
                    assertThat(message.header("lang")).contains("en");
                    handled.add(message.bodyText());
                })
                .eventBridge("shop.orders", "Paid", message -> {
                    assertThat(message.type()).isEqualTo("Paid");
                    assertThat(message.time()).contains(Instant.parse("2026-01-02T03:04:05Z"));
                    handled.add(message.bodyText());
                })
                .schedule("nightly", message -> {
                    assertThat(message.arn()).endsWith("rule/nightly");
                    handled.add(message.type());
                })
                .s3("photos", "*", message -> {
                    assertThat(message.type()).isEqualTo("ObjectCreated:Put");
                    assertThat(message.bodyText()).contains("\"size\":1024");
                    handled.add(message.group().orElse(""));
                })
                .kinesis("clicks", message -> {
                    assertThat(message.group()).contains("user-1");
                    assertThat(message.sequenceNumber()).contains("1");
                    assertThat(message.id()).isEqualTo("shardId-000000000006:1");
                    assertThat(message.time()).contains(Instant.parse("2026-01-02T03:04:05.678Z"));
                    handled.add(message.bodyText());
                })
                .dynamoDb("orders", "*", message -> {
                    assertThat(message.time()).contains(Instant.parse("2026-01-02T03:04:05Z"));
                    handled.add(message.type() + " " + message.bodyText());
                }));
        test.sns("news").message("hello").attribute("lang", "en").send().expectHandled();
        test.eventBridge("shop.orders", "Paid").message("{\"id\": 7}").send().expectHandled();
        test.schedule("nightly").send().expectHandled();
        test.s3("photos", "ObjectCreated:Put").message("a b+c/é%.png").send().expectHandled();
        test.kinesis("clicks").message("click\u0000é").group("user-1").send().expectHandled();
        test.dynamoDb("orders", "INSERT")
                .message("{\"id\":{\"S\":\"o-1\"},\"n\":{\"N\":\"12.50\"},\"b\":{\"BOOL\":true},\"z\":{\"NULL\":true},"
                        + "\"l\":{\"L\":[{\"S\":\"a\"},{\"N\":\"1\"}]},\"m\":{\"M\":{\"k\":{\"S\":\"v\"}}},\"ss\":{\"SS\":[\"x\"]},"
                        + "\"ns\":{\"NS\":[\"1\",\"2\"]},\"bin\":{\"B\":\"AAE=\"},\"bs\":{\"BS\":[\"AAE=\"]}}")
                .send()
                .expectHandled();
        test.dynamoDb("orders", "REMOVE")
                .message("{\"id\":{\"S\":\"o-1\"}}")
                .send()
                .expectHandled();
        assertThat(handled)
                .containsExactly(
                        "hello",
                        "{\"id\": 7}",
                        "Scheduled Event",
                        "a b+c/é%.png",
                        "click\u0000é",
                        "INSERT {\"id\":\"o-1\",\"n\":12.50,\"b\":true,\"z\":null,\"l\":[\"a\",1],\"m\":{\"k\":\"v\"},"
                                + "\"ss\":[\"x\"],\"ns\":[1,2],\"bin\":\"AAE=\",\"bs\":[\"AAE=\"]}",
                        "REMOVE {\"id\":\"o-1\"}");
    }

    /** EventBridge Scheduler's default payload has its detail in a string, and another source. */
    @Test
    void schedule_ofScheduler_isOneToo() {
        test(routes -> routes.schedule("my-schedule", named("schedule")))
                .sendMessages(
                        ("{\"version\":\"0\",\"id\":\"53dc4d37\",\"detail-type\":\"Scheduled Event\",\"source\":\"aws.scheduler\","
                                        + "\"account\":\"123456789012\",\"time\":\"2026-01-02T03:04:05Z\",\"region\":\"eu-west-1\","
                                        + "\"resources\":[\"arn:aws:scheduler:eu-west-1:123456789012:schedule/default/my-schedule\"],\"detail\":\"{}\"}")
                                .getBytes(StandardCharsets.UTF_8))
                .expectHandled();
        assertThat(handled).containsExactly("schedule");
    }

    record Order(String sku, int quantity) {}

    /** What can not be read fails, and is not dropped. */
    @Test
    void typedBodies_areReadByTheCodecsOfTheApp() {
        LiftTest test =
                test(routes -> routes.sqs("orders", Order.class, (message, order) -> handled.add(order.toString()))
                        .sns("orders", Order.class, (message, order) -> handled.add(order.toString()))
                        .eventBridge("shop", "*", Order.class, (message, order) -> handled.add(order.toString()))
                        .kinesis("orders", Order.class, (message, order) -> handled.add(order.toString()))
                        .dynamoDb("orders", "*", Order.class, (message, order) -> handled.add(order.toString())));
        String json = "{\"sku\":\"a\",\"quantity\":2}";
        test.sqs("orders")
                .message(json)
                .message("no JSON")
                .message("{\"sku\":7}")
                .send()
                .expectFailures("message-2", "message-3");
        test.sns("orders").message(json).send().expectHandled();
        test.eventBridge("shop", "x").message(json).send().expectHandled();
        test.kinesis("orders").message(json).send().expectHandled();
        test.dynamoDb("orders", "INSERT")
                .message("{\"sku\":{\"S\":\"a\"},\"quantity\":{\"N\":\"2\"}}")
                .send()
                .expectHandled();
        assertThat(handled).hasSize(5).containsOnly("Order[sku=a, quantity=2]");
    }

    @Test
    void middleware_surroundsInItsOrder_andGroupsInheritIt() {
        Attribute<String> left = Attribute.of("left");
        test(routes -> routes.use((message, next) -> {
                            message.set(left, "by the outer");
                            handled.add("outer");
                            next.handle(message);
                            handled.add("outer again");
                        })
                        .group(group -> group.use((message, next) -> {
                                    handled.add(
                                            "inner sees " + message.get(left).orElse("nothing"));
                                    next.handle(message.withBody(new byte[] {'x'}));
                                })
                                .sqs(
                                        "orders",
                                        message -> handled.add(message.bodyText()
                                                + message.get(left).orElse(""))))
                        .sqs("others", named("others")))
                .sqs("orders")
                .message("y")
                .send()
                .expectHandled();
        assertThat(handled).containsExactly("outer", "inner sees by the outer", "xby the outer", "outer again");
    }

    @Test
    void unwrap_takesOutWhatQueuesGetFromTopicsAndBuses() {
        LiftTest test = test(routes -> routes.group(group -> group.use(Unwrap.sns())
                        .sqs(
                                "news",
                                message -> handled.add(message + " " + message.bodyText() + message.headers()
                                        + message.receiveCount())))
                .group(group -> group.use(Unwrap.eventBridge())
                        .sqs(
                                "bus",
                                Order.class,
                                (message, order) -> handled.add(message + " " + message.type() + order))));
        String notification =
                "{\"Type\":\"Notification\",\"MessageId\":\"n-1\",\"TopicArn\":\"arn:aws:sns:eu-west-1:1:news\","
                        + "\"Message\":\"hello\",\"Timestamp\":\"2026-01-02T03:04:05.678Z\",\"MessageAttributes\":{\"k\":{\"Type\":\"String\",\"Value\":\"v\"}}}";
        test.sqs("news")
                .message(notification)
                .receiveCount(2)
                .message("hello")
                .send()
                .expectFailures("message-2");
        test.sqs("bus")
                .message(
                        "{\"version\":\"0\",\"id\":\"e-1\",\"detail-type\":\"Paid\",\"source\":\"shop\",\"resources\":[],"
                                + "\"detail\":{\"sku\":\"a\",\"quantity\":2}}")
                .send()
                .expectHandled();
        assertThat(handled)
                .containsExactly("SNS news n-1 hello{k=v}2", "EVENT_BRIDGE shop e-1 PaidOrder[sku=a, quantity=2]");
    }

    @Test
    void tables_thatContradictThemselves_areRefused() {
        assertThatThrownBy(() -> Events.of(
                        routes -> routes.sqs("orders", named("a")).group(group -> group.sqs("orders", named("b")))))
                .hasMessageContaining("Two routes take SQS orders");
        assertThatThrownBy(() -> Events.of(routes -> routes.sqs("a", named("a")).use(MessageLog.toSlf4j())))
                .hasMessageContaining("before the first route");
        assertThatThrownBy(() -> Events.of(routes -> routes.sqs(" ", named("a"))))
                .hasMessageContaining("'*' for any");
        assertThatThrownBy(() -> Events.of(routes ->
                        routes.other((json, context) -> null).group(group -> group.other((json, context) -> null))))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> Events.of(routes -> routes.parallel(0))).hasMessageContaining("1 to 100");
        assertThatThrownBy(() -> Events.of(routes -> routes.reserve(java.time.Duration.ofMinutes(16))))
                .hasMessageContaining("15 minutes");
    }

    @Test
    void table_isPrinted() {
        Events events = Events.of(routes -> routes.sqs("orders", named("a")).eventBridge("shop", "Paid", named("b")));
        assertThat(events).hasToString("SQS orders\nEVENT_BRIDGE shop Paid");
        assertThat(new EventFunctionOfTests(routes -> routes.sqs("orders", named("a"))))
                .hasToString("GET     /health\nSQS orders");
        assertThat(events.routes()).extracting(EventRoute::name).containsExactly("orders", "shop");
    }
}
