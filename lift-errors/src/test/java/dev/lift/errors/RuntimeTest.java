package dev.lift.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Error handling as it is deployed: in a process of its own, under AWS's runtime interface client. */
class RuntimeTest {
    private static RuntimeEmulator.Builder function() {
        return RuntimeEmulator.of(FailingFunction.class.getName());
    }

    private static LambdaReply get(RuntimeEmulator lambda, String path) throws IOException {
        byte[] event = new EventBuilder("GET", path).build(EventSource.HTTP_API);
        return LambdaReply.parse(EventSource.HTTP_API, lambda.invoke(event));
    }

    private static String body(LambdaReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void ER06_developmentMode_askedForOnLambda_staysOff() throws Exception {
        try (RuntimeEmulator lambda = function().jvm("-Dlift.development=true").start()) {
            LambdaReply reply = get(lambda, "/bug");
            assertThat(reply.status()).isEqualTo(500);
            assertThat(body(reply)).doesNotContain("canary").doesNotContain("causes");
            lambda.awaitOutput("Development mode is asked for and stays off");
            assertThat(lambda.awaitOutput("code=internal-server-error")).contains("canary");
        }
    }

    @Test
    void ER09_loggingBackendThatFails_doesNotCostTheReply() throws IOException {
        try (RuntimeEmulator lambda =
                function().jvm("-Dslf4j.provider=" + FailingLog.class.getName()).start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(lambda, "/conflict").status()).isEqualTo(409);
                assertThat(body(get(lambda, "/conflict"))).contains("order-shipped");
                assertThat(get(lambda, "/bug").status()).isEqualTo(500);
                assertThat(body(get(lambda, "/good"))).isEqualTo("good");
            }
        }
    }

    @Test
    void EX09_handlerThatHangs_isAnsweredBeforeTheTimeout() throws IOException {
        try (RuntimeEmulator lambda = function().timeout(Duration.ofSeconds(2)).start()) {
            LambdaReply reply = get(lambda, "/limited/hang");
            assertThat(reply.status()).isEqualTo(504);
            assertThat(body(reply)).contains("timed-out");
            assertThat(body(get(lambda, "/good"))).isEqualTo("good");
            assertThat(lambda.process().isAlive()).isTrue();
        }
    }
}
