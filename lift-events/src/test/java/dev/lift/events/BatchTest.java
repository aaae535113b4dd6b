package dev.lift.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import dev.lift.testing.LiftTest;
import dev.lift.testing.TestBatch;
import dev.lift.testing.TestClock;
import dev.lift.testing.TestMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** What is reported of messages that fail. Ids are those of the fault catalogue. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchTest {
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());

    /** Fails messages whose text begins with "bad". */
    private final MessageHandler handler = message -> {
        if (message.bodyText().startsWith("bad")) {
            throw new IllegalStateException(message.bodyText());
        }
        handled.add(message.bodyText());
    };

    private static LiftTest test(Consumer<EventRoutes> routes) {
        return LiftTest.of(new EventFunctionOfTests(routes));
    }

    private TestMessages queue(String... bodies) {
        TestMessages messages = test(routes -> routes.sqs("orders", handler)).sqs("orders");
        for (String body : bodies) {
            messages.message(body);
        }
        return messages;
    }

    @Test
    void WS08_messagesThatFail_areReported_andOthersHandled() {
        queue("a", "bad", "b", "bad", "c").send().expectFailures("message-2", "message-4");
        assertThat(handled).containsExactly("a", "b", "c");
        queue("a").send().expectHandled();
    }

    /** A trigger without ReportBatchItemFailures would take the reply for success. */
    @Test
    void WS08_allThatFail_failTheInvocation() {
        queue("bad").send().expectRaised("1 of 1 messages of SQS orders failed");
        assertThat(queue("bad 1", "bad 2")
                        .send()
                        .expectRaised("2 of 2")
                        .raised()
                        .orElseThrow())
                .hasRootCauseMessage("bad 1");
    }

    @Test
    void WS08_wholeBatches_failTheInvocationForOne() {
        LiftTest test = test(routes -> routes.wholeBatches().group(group -> group.sqs("orders", handler)));
        test.sqs("orders").message("a").message("bad").send().expectRaised("1 of 2 messages");
        test.sqs("orders").message("a").send().expectHandled();
    }

    /** Sources that know no report of failures. */
    @Test
    void WS08_eventsThatFail_failTheInvocation() {
        LiftTest test = test(routes -> routes.sns("news", handler)
                .eventBridge("shop", "*", message -> {
                    throw new IllegalStateException("bad");
                })
                .schedule("nightly", message -> {
                    throw new IllegalStateException("bad");
                })
                .s3("photos", "*", message -> {
                    if (message.group().orElse("").startsWith("bad")) {
                        throw new IllegalStateException("bad");
                    }
                    handled.add(message.group().orElse(""));
                }));
        test.sns("news").message("bad").send().expectRaised("1 of 1 messages of SNS news failed");
        test.eventBridge("shop", "x").message("{}").send().expectRaised("EVENT_BRIDGE shop");
        test.schedule("nightly").send().expectRaised("SCHEDULE nightly");
        test.s3("photos", "ObjectCreated:Put")
                .message("bad")
                .message("a.png")
                .send()
                .expectRaised("1 of 2");
        assertThat(handled).containsExactly("a.png");
    }

    @Test
    void WS08_fifo_stopsTheGroupOfAFailure_andNoOther() {
        test(routes -> routes.sqs("orders.fifo", handler))
                .sqs("orders.fifo")
                .message("a1")
                .group("a")
                .message("b1")
                .group("b")
                .message("bad a2")
                .group("a")
                .message("b2")
                .group("b")
                .message("a3")
                .group("a")
                .send()
                .expectFailures("message-3", "message-5");
        assertThat(handled).containsExactly("a1", "b1", "b2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void WS08_streams_goOnFromTheFirstFailure(boolean kinesis) {
        LiftTest test =
                test(routes -> routes.parallel(10).kinesis("orders", handler).dynamoDb("orders", "*", message -> {
                    if (message.bodyText().contains("bad")) {
                        throw new IllegalStateException("bad");
                    }
                    handled.add(message.bodyText());
                }));
        TestMessages messages = kinesis ? test.kinesis("orders") : test.dynamoDb("orders", "INSERT");
        for (String each : List.of("a", "b", "bad", "c", "bad")) {
            messages.message(kinesis ? each : "{\"k\":{\"S\":\"" + each + "\"}}");
        }
        messages.send().expectFailures("3");
        assertThat(handled).hasSize(2);
        TestMessages first = kinesis ? test.kinesis("orders") : test.dynamoDb("orders", "INSERT");
        first.message(kinesis ? "bad" : "{\"k\":{\"S\":\"bad\"}}").send().expectRaised("1 of 1");
    }

    /** The clock moves with each message that is handled. */
    @Test
    void WS08_messagesWithoutTime_areNotBegun_andComeAgain() {
        TestClock clock = TestClock.at(Instant.EPOCH);
        List<String> causes = new ArrayList<>();
        Consumer<EventRoutes> routes = events -> events.reserve(Duration.ofSeconds(2))
                .onFailure((message, cause) -> causes.add(message.id() + " " + cause.getMessage()))
                .sqs("orders", message -> {
                    clock.advance(Duration.ofSeconds(3));
                    handled.add(message.bodyText());
                });
        TestMessages messages = LiftTest.of(new EventFunctionOfTests(routes))
                .withClock(clock)
                .withTimeout(Duration.ofSeconds(8))
                .sqs("orders");
        for (int i = 1; i <= 4; i++) {
            messages.message(Integer.toString(i));
        }
        messages.send().expectFailures("message-3", "message-4");
        assertThat(handled).containsExactly("1", "2");
        assertThat(causes)
                .containsExactly(
                        "message-3 Less than 2000 ms of the invocation were left",
                        "message-4 Less than 2000 ms of the invocation were left");
    }

    @Test
    void WS08_streamWithoutTime_goesOnFromThere() {
        TestClock clock = TestClock.at(Instant.EPOCH);
        LiftTest test = LiftTest.of(new EventFunctionOfTests(routes -> routes.kinesis("orders", message -> {
                    clock.advance(Duration.ofSeconds(5));
                })))
                .withClock(clock)
                .withTimeout(Duration.ofSeconds(8));
        test.kinesis("orders").message("1").message("2").message("3").send().expectFailures("3");
    }

    /** As many as are set at a time: each waits for the others. */
    @Test
    void parallel_handlesThatMany_onThreadsThatEnd() throws Exception {
        CyclicBarrier all = new CyclicBarrier(4);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TestMessages messages = test(routes -> routes.parallel(4).sqs("orders", message -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    all.await(30, TimeUnit.SECONDS);
                    running.decrementAndGet();
                    handler.handle(message);
                }))
                .sqs("orders");
        for (int i = 0; i < 20; i++) {
            messages.message(i % 5 == 0 ? "bad" : "good " + i);
        }
        messages.send().expectFailures("message-1", "message-6", "message-11", "message-16");
        assertThat(handled).hasSize(16);
        assertThat(most).hasValue(4);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("lift-batch"));
    }

    /** Groups side by side, and each in its order. */
    @Test
    void WS08_parallelFifo_keepsTheOrderOfEachGroup() {
        TestMessages messages =
                test(routes -> routes.parallel(8).sqs("orders.fifo", handler)).sqs("orders.fifo");
        for (int i = 0; i < 400; i++) {
            int group = i % 13;
            messages.message((i == 7 * 13 + 5 ? "bad " : "") + group + ":" + i).group("g" + group);
        }
        List<String> failures = messages.send().failures();
        for (int group = 0; group < 13; group++) {
            String prefix = group + ":";
            List<Integer> order = handled.stream()
                    .filter(text -> text.startsWith(prefix))
                    .map(text -> Integer.parseInt(text.substring(prefix.length())))
                    .toList();
            assertThat(order).isSorted().doesNotHaveDuplicates();
        }
        assertThat(handled.size() + failures.size()).isEqualTo(400);
        assertThat(failures).first().isEqualTo("message-" + (7 * 13 + 5 + 1));
    }

    /** What ends a process is not for one message to answer for. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void ER_fatalError_failsTheInvocation_onceNothingIsRunning(int parallel) {
        AtomicInteger running = new AtomicInteger();
        LiftTest test = test(routes -> routes.parallel(parallel).sqs("orders", message -> {
            running.incrementAndGet();
            try {
                if (message.id().equals("message-2")) {
                    throw new OutOfMemoryError("planted");
                }
                Thread.onSpinWait();
            } finally {
                running.decrementAndGet();
            }
        }));
        TestMessages messages = test.sqs("orders");
        for (int i = 0; i < 8; i++) {
            messages.message("x");
        }
        assertThat(messages.send().raised()).containsInstanceOf(OutOfMemoryError.class);
        assertThat(running).hasValue(0);
    }

    @Test
    void ER_errorsOfOneMessage_areItsOwn() {
        test(routes -> routes.sqs("orders", message -> {
                    switch (message.bodyText()) {
                        case "link" -> throw new NoClassDefFoundError("planted");
                        case "assert" -> throw new AssertionError("planted");
                        case "stack" -> overflow(1);
                        case "interrupt" -> Thread.currentThread().interrupt();
                        case "interrupted" -> throw new InterruptedException("planted");
                        default ->
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    }
                }))
                .sqs("orders")
                .message("link")
                .message("assert")
                .message("stack")
                .message("interrupt")
                .message("fine")
                .message("interrupted")
                .message("fine")
                .send()
                .expectFailures("message-1", "message-2", "message-3", "message-6");
    }

    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }

    @Test
    void listeners_hearOfEachFailureOnce_andTheirOwnCostNothing() {
        List<String> heard = new ArrayList<>();
        test(routes -> routes.onFailure((message, cause) -> {
                            throw new IllegalStateException("listener");
                        })
                        .onFailure((message, cause) -> heard.add("all " + message.id() + " " + cause.getMessage()))
                        .group(group -> group.sqs("orders", handler)
                                .onFailure((message, cause) -> heard.add("group " + message.id()))))
                .sqs("orders")
                .message("bad")
                .message("a")
                .send()
                .expectFailures("message-1");
        assertThat(heard).containsExactly("group message-1", "all message-1 bad");
    }

    /** A backend that is broken, and a listener that throws what nobody expects, must not make a message look handled. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void ER09_brokenLogAndListener_loseNothing(int parallel) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        TurboFilter broken = new TurboFilter() {
            @Override
            public FilterReply decide(
                    Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
                if (logger.getName().equals(Events.class.getName())) {
                    throw new IllegalStateException("planted");
                }
                return FilterReply.NEUTRAL;
            }
        };
        context.addTurboFilter(broken);
        try {
            TestMessages messages = test(routes -> routes.parallel(parallel).sqs("orders", handler))
                    .sqs("orders");
            for (int i = 0; i < 10; i++) {
                messages.message(i % 2 == 0 ? "bad" : "good");
            }
            messages.send().expectFailures("message-1", "message-3", "message-5", "message-7", "message-9");
        } finally {
            context.getTurboFilterList().remove(broken);
        }
        TestMessages messages = test(routes -> routes.parallel(parallel)
                        .onFailure((message, cause) -> {
                            throw new AssertionError("planted");
                        })
                        .sqs("orders", handler))
                .sqs("orders");
        for (int i = 0; i < 10; i++) {
            messages.message(i % 2 == 0 ? "bad" : "good");
        }
        TestBatch report = messages.send();
        if (report.raised().isEmpty()) {
            assertThat(report.failures()).contains("message-1", "message-3", "message-5", "message-7", "message-9");
        }
    }

    /** Threads of a batch do not share what one message was given. */
    @Test
    void attributes_areOfOneMessage() {
        dev.lift.http.Attribute<String> key = dev.lift.http.Attribute.of("mine");
        Set<String> wrong = Collections.synchronizedSet(new java.util.HashSet<>());
        TestMessages messages = test(routes -> routes.parallel(4)
                        .use((message, next) -> {
                            message.set(key, message.id());
                            next.handle(message);
                        })
                        .sqs("orders", message -> {
                            if (!message.get(key).orElse("").equals(message.id())) {
                                wrong.add(message.id());
                            }
                        }))
                .sqs("orders");
        for (int i = 0; i < 200; i++) {
            messages.message("x");
        }
        messages.send().expectHandled();
        assertThat(wrong).isEmpty();
    }

    @Test
    void testBuilders_refuseWhatAwsWouldNotSend() {
        LiftTest test = test(routes -> routes.sns("news", handler));
        assertThatThrownBy(() -> test.sns("news").message("a").message("b"))
                .hasMessageContaining("one message at a time");
        assertThatThrownBy(() -> test.eventBridge("a", "b").message("no JSON").event())
                .hasMessageContaining("JSON");
        assertThatThrownBy(() -> test.sqs("a").id("x")).hasMessageContaining("first");
        assertThatThrownBy(() -> test.sns("news").message("a").send().expectRaised("x"))
                .hasMessageContaining("Expected the function to fail");
        assertThatThrownBy(() -> test.sns("news").message("bad").send().expectHandled())
                .hasMessageContaining("The function failed");
        assertThatThrownBy(() -> test.sns("news").message("a").send().expectFailures("b"))
                .hasMessageContaining("Expected failures");
    }
}
