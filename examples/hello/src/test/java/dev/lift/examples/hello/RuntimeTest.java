package dev.lift.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The function as it is deployed: in a process of its own, under AWS's runtime interface client. */
class RuntimeTest {
    private static RuntimeEmulator.Builder hello() {
        return RuntimeEmulator.of(HelloFunction.class.getName());
    }

    private static void greet(RuntimeEmulator lambda, EventSource source) throws IOException {
        byte[] event = new EventBuilder("GET", "/hello/Ada").build(source);
        LambdaReply reply = LambdaReply.parse(source, lambda.invoke(event));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("Hello, Ada");
    }

    @Test
    void normal_everySource_isAnswered() throws IOException {
        try (RuntimeEmulator lambda = hello().start()) {
            for (EventSource source : EventSource.values()) {
                if (source != EventSource.OTHER) {
                    greet(lambda, source);
                }
            }
        }
    }

    @Test
    void CC01_eightThreadsAndTenThousandCanaries_noneIsCrossed() throws IOException {
        try (RuntimeEmulator lambda = hello().concurrency(8).start()) {
            int requests = 10_000;
            int window = 64;
            List<CompletableFuture<byte[]>> replies = new ArrayList<>(requests);
            for (int i = 0; i < requests; i++) {
                if (i >= window) {
                    replies.get(i - window).join();
                }
                replies.add(
                        lambda.invokeLater(new EventBuilder("GET", "/hello/canary-" + i).build(EventSource.HTTP_API)));
            }
            for (int i = 0; i < requests; i++) {
                LambdaReply reply =
                        LambdaReply.parse(EventSource.HTTP_API, replies.get(i).join());
                assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("Hello, canary-" + i);
            }
            assertThat(lambda.process().isAlive()).isTrue();
        }
    }

    @Test
    void snapStart_afterRestore_isAnswered() throws IOException {
        try (RuntimeEmulator lambda = hello().snapStart().start()) {
            greet(lambda, EventSource.HTTP_API);
        }
    }
}
