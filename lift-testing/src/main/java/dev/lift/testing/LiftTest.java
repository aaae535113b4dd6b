package dev.lift.testing;

import dev.lift.http.EventSource;
import dev.lift.lambda.LiftHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends requests through a function, each as the bytes of a real event, and looks at the bytes that come back.
 *
 * <p>Immutable and thread-safe; {@code with...} returns copies.
 *
 * <pre>{@code
 * LiftTest test = LiftTest.of(new HelloFunction());
 * test.get("/hello/Ada").send().expectStatus(200).expectBody("Hello, Ada");
 * test.everySource(source -> source.get("/hello/Ada").send().expectStatus(200));
 * }</pre>
 */
public final class LiftTest {
    private static final AtomicLong REQUESTS = new AtomicLong();

    private final LiftHandler handler;
    private final EventSource source;
    private final Clock clock;
    private final Duration timeout;

    private LiftTest(LiftHandler handler, EventSource source, Clock clock, Duration timeout) {
        this.handler = handler;
        this.source = source;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * Makes a client of a function, through HTTP API events and with a timeout of 30 seconds.
     *
     * @param handler the function
     * @return the client
     */
    public static LiftTest of(LiftHandler handler) {
        return new LiftTest(handler, EventSource.HTTP_API, Clock.systemUTC(), Duration.ofSeconds(30));
    }

    /**
     * Returns a client that sends events of another source.
     *
     * @param other the source
     * @return the client
     */
    public LiftTest withSource(EventSource other) {
        return new LiftTest(handler, other, clock, timeout);
    }

    /**
     * Returns a client whose deadlines follow a clock.
     *
     * @param other the clock, such as a {@link TestClock}
     * @return the client
     */
    public LiftTest withClock(Clock other) {
        return new LiftTest(handler, source, other, timeout);
    }

    /**
     * Returns a client with another timeout.
     *
     * @param other the time from the start of each invocation to its deadline
     * @return the client
     */
    public LiftTest withTimeout(Duration other) {
        return new LiftTest(handler, source, clock, other);
    }

    /**
     * Runs a test once for each source that has an event format.
     *
     * @param test gets a client of that source
     */
    public void everySource(Consumer<LiftTest> test) {
        for (EventSource each : EventSource.values()) {
            if (each != EventSource.OTHER) {
                test.accept(withSource(each));
            }
        }
    }

    /**
     * Returns the source of this client's events.
     *
     * @return the source
     */
    public EventSource source() {
        return source;
    }

    /**
     * Starts a {@code GET}.
     *
     * @param target path and query as a client writes them
     * @return the request
     */
    public TestRequest get(String target) {
        return request("GET", target);
    }

    /**
     * Starts a {@code POST}.
     *
     * @param target path and query as a client writes them
     * @return the request
     */
    public TestRequest post(String target) {
        return request("POST", target);
    }

    /**
     * Starts a {@code PUT}.
     *
     * @param target path and query as a client writes them
     * @return the request
     */
    public TestRequest put(String target) {
        return request("PUT", target);
    }

    /**
     * Starts a {@code PATCH}.
     *
     * @param target path and query as a client writes them
     * @return the request
     */
    public TestRequest patch(String target) {
        return request("PATCH", target);
    }

    /**
     * Starts a {@code DELETE}.
     *
     * @param target path and query as a client writes them
     * @return the request
     */
    public TestRequest delete(String target) {
        return request("DELETE", target);
    }

    /**
     * Starts a request of any method.
     *
     * @param method the method
     * @param target path and query as a client writes them
     * @return the request
     */
    public TestRequest request(String method, String target) {
        return new TestRequest(this, source, method, target);
    }

    /**
     * Sends an event that a test has made or recorded.
     *
     * @param from the source in whose format the reply is expected
     * @param event the bytes of the event
     * @return the reply
     */
    public TestResponse sendEvent(EventSource from, byte[] event) {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event), reply, newContext());
        } catch (IOException impossible) {
            throw new AssertionError("Streams in memory do not fail", impossible);
        }
        return new TestResponse(from, event, reply.toByteArray());
    }

    /**
     * Starts messages of a queue.
     *
     * @param queue its name; one of {@code .fifo} has groups
     * @return the messages
     */
    public TestMessages sqs(String queue) {
        return new TestMessages(this, TestMessages.Kind.SQS, queue, "");
    }

    /**
     * Starts a message of a topic.
     *
     * @param topic its name
     * @return the message
     */
    public TestMessages sns(String topic) {
        return new TestMessages(this, TestMessages.Kind.SNS, topic, "");
    }

    /**
     * Starts an event of a bus.
     *
     * @param eventSource such as {@code shop.orders}
     * @param detailType such as {@code OrderPaid}
     * @return the event, whose detail is its message
     */
    public TestMessages eventBridge(String eventSource, String detailType) {
        return new TestMessages(this, TestMessages.Kind.EVENT_BRIDGE, eventSource, detailType);
    }

    /**
     * Makes an event of a rule with a schedule.
     *
     * @param rule its name
     * @return the event
     */
    public TestMessages schedule(String rule) {
        return new TestMessages(this, TestMessages.Kind.SCHEDULE, rule, "").message("{}");
    }

    /**
     * Starts an event of a bucket.
     *
     * @param bucket its name
     * @param event such as {@code ObjectCreated:Put}
     * @return the event, whose messages are the keys of objects
     */
    public TestMessages s3(String bucket, String event) {
        return new TestMessages(this, TestMessages.Kind.S3, bucket, event);
    }

    /**
     * Starts records of a table's stream.
     *
     * @param table its name
     * @param event {@code INSERT}, {@code MODIFY} or {@code REMOVE}
     * @return the records, whose messages are images with DynamoDB's types
     */
    public TestMessages dynamoDb(String table, String event) {
        return new TestMessages(this, TestMessages.Kind.DYNAMODB, table, event);
    }

    /**
     * Starts records of a stream.
     *
     * @param stream its name
     * @return the records
     */
    public TestMessages kinesis(String stream) {
        return new TestMessages(this, TestMessages.Kind.KINESIS, stream, "");
    }

    /**
     * Starts a connection of a WebSocket API.
     *
     * @param connectionId its id
     * @return the connection, which is not open yet
     */
    public TestWebSocket webSocket(String connectionId) {
        return new TestWebSocket(this, connectionId);
    }

    /**
     * Sends an event of messages that a test has made or recorded.
     *
     * @param event the bytes of the event
     * @return what the function reported
     */
    public TestBatch sendMessages(byte[] event) {
        return reported(() -> {
            ByteArrayOutputStream reply = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), reply, newContext());
            return reply.toByteArray();
        });
    }

    /**
     * Looks at what an invocation with messages reported, wherever it ran, such as under a {@link RuntimeEmulator}.
     *
     * @param invocation returns the reply, or throws what the function failed with
     * @return what it reported
     */
    public static TestBatch reported(Callable<byte[]> invocation) {
        try {
            return new TestBatch(invocation.call(), null);
        } catch (Exception | Error raised) {
            return new TestBatch(new byte[0], raised);
        }
    }

    private TestContext newContext() {
        return new TestContext("test-" + REQUESTS.incrementAndGet(), clock, timeout);
    }

    /** Makes the request of a race that carries a canary, which the reply must give back. */
    @FunctionalInterface
    public interface Canary {
        /**
         * Makes a request.
         *
         * @param test the client
         * @param canary a text of ASCII letters and digits that no other request has
         * @return a request whose reply has the canary in its body
         */
        TestRequest request(LiftTest test, String canary);
    }

    /**
     * Sends requests from many threads at a time, each with a canary of its own, and fails when a reply lacks its canary or
     * has another's.
     *
     * @param threads the number of threads, such as 32
     * @param requests the number of requests of each thread
     * @param canary makes the requests
     */
    public void race(int threads, int requests, Canary canary) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                futures.add(pool.submit(racer(thread, requests, canary)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            throw new AssertionError(cause == null ? "" : cause.getMessage(), cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("The race was interrupted", interrupted);
        } finally {
            pool.shutdownNow();
        }
    }

    private Callable<Void> racer(int thread, int requests, Canary canary) {
        return () -> {
            for (int i = 0; i < requests; i++) {
                String own = "canary" + thread + "x" + i + "z";
                String body = canary.request(this, own).send().body();
                int first = body.indexOf("canary");
                if (first < 0 || !body.replace(own, "").equals(body.replaceAll("canary[0-9]+x[0-9]+z", ""))) {
                    throw new AssertionError(
                            "Expected the canary " + own + " and no other, but the reply was: " + body);
                }
            }
            return null;
        };
    }
}
