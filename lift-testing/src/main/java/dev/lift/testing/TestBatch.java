package dev.lift.testing;

import dev.lift.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a function reported of the messages of an event: which have failed, or that all have, by failing itself.
 *
 * <p>Immutable and thread-safe.
 *
 * <pre>{@code
 * test.sqs("orders").message("{}").message("no JSON").send().expectFailures("message-2");
 * }</pre>
 */
public final class TestBatch {
    private final byte[] reply;
    private final @Nullable Throwable raised;

    TestBatch(byte[] reply, @Nullable Throwable raised) {
        this.reply = reply;
        this.raised = raised;
    }

    /**
     * Returns what the function failed with.
     *
     * @return what was thrown to Lambda's runtime, or empty
     */
    public Optional<Throwable> raised() {
        return Optional.ofNullable(raised);
    }

    /**
     * Returns the reply as it was written.
     *
     * @return JSON; empty when the function failed
     */
    public String body() {
        return new String(reply, StandardCharsets.UTF_8);
    }

    /**
     * Returns which messages Lambda would have sent again, by the reply: see {@code ReportBatchItemFailures}.
     *
     * @return ids of a queue, or the first sequence number of a stream
     * @throws AssertionError when the reply is none that Lambda would understand
     */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        try {
            JsonReader in = new JsonReader(reply);
            in.beginObject();
            while (in.nextMember()) {
                if (!in.nameIs("batchItemFailures")) {
                    throw new AssertionError("The reply has a member " + in.name() + ": " + body());
                }
                readFailures(in, failures);
            }
            in.end();
        } catch (IOException malformed) {
            throw new AssertionError("The reply is no report of failures: " + body(), malformed);
        }
        return failures;
    }

    private static void readFailures(JsonReader in, List<String> failures) throws IOException {
        in.beginArray();
        while (in.nextElement()) {
            in.beginObject();
            while (in.nextMember()) {
                if (in.nameIs("itemIdentifier")) {
                    failures.add(in.readString());
                } else {
                    in.skipValue();
                }
            }
        }
    }

    /**
     * Expects that all were handled.
     *
     * @return this report
     */
    public TestBatch expectHandled() {
        return expectFailures();
    }

    /**
     * Expects that some have failed and no others, and that the function has not.
     *
     * @param identifiers ids of a queue, or the first sequence number of a stream, in order
     * @return this report
     */
    public TestBatch expectFailures(String... identifiers) {
        if (raised != null) {
            throw new AssertionError("The function failed", raised);
        }
        List<String> failures = failures();
        if (!failures.equals(List.of(identifiers))) {
            throw new AssertionError("Expected failures " + List.of(identifiers) + ", were " + failures);
        }
        return this;
    }

    /**
     * Expects that the function failed, so that Lambda sends all again.
     *
     * @param text a part of the message
     * @return this report
     */
    public TestBatch expectRaised(String text) {
        if (raised == null) {
            throw new AssertionError("Expected the function to fail, replied " + body());
        }
        if (!String.valueOf(raised.getMessage()).contains(text)) {
            throw new AssertionError("Expected '" + text + "' in what was raised", raised);
        }
        return this;
    }

    /** Whether it failed; the reply. */
    @Override
    public String toString() {
        return "TestBatch[" + (raised == null ? body() : raised) + "]";
    }
}
