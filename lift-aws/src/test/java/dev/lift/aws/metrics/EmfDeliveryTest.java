package dev.lift.aws.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.LambdaReply;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What CloudWatch gets of a function under AWS's runtime client: the lines of its output that are documents of the format. */
class EmfDeliveryTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static int post(RuntimeEmulator lambda, String path) throws IOException {
        byte[] reply = lambda.invoke(new EventBuilder("POST", path).build(EventSource.HTTP_API));
        return LambdaReply.parse(EventSource.HTTP_API, reply).status();
    }

    private static List<String> metrics(String output) throws IOException {
        List<String> names = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.startsWith("{\"_aws\"")) {
                JsonNode document = JSON.readTree(line);
                String route = document.path("route").asText("-");
                document.at("/_aws/CloudWatchMetrics/0/Metrics").forEach(metric -> {
                    String name = metric.get("Name").asText();
                    names.add(route + " " + name + " " + document.get(name));
                });
            }
        }
        return names;
    }

    /** Lambda would kill the process within the next 500 ms; what was counted until then is out, though the request never ends. */
    @Test
    void metrics_areOutBeforeATimeout() throws Exception {
        try (RuntimeEmulator lambda = RuntimeEmulator.of(MeasuredFunction.class.getName())
                .timeout(Duration.ofSeconds(2))
                .start()) {
            assertThat(post(lambda, "/orders")).isEqualTo(204);
            assertThat(metrics(lambda.awaitOutput("\"/orders\"")))
                    .contains("- Orders 1.0", "/orders Requests 1.0")
                    .doesNotContain("- Hanging 1.0");
            assertThat(post(lambda, "/hang")).isEqualTo(504);
            assertThat(metrics(lambda.awaitOutput("\"Hanging\":"))).containsOnlyOnce("- Hanging 1.0");
            assertThat(post(lambda, "/orders")).isEqualTo(204);
        }
    }

    @Test
    void metrics_ofAProcessThatIsShutDown_areOut() throws Exception {
        try (RuntimeEmulator lambda =
                RuntimeEmulator.of(MeasuredFunction.class.getName()).start()) {
            assertThat(post(lambda, "/orders")).isEqualTo(204);
            assertThat(lambda.shutdown()).isEqualTo(143);
            assertThat(metrics(lambda.awaitOutput("\"/orders\"")))
                    .containsOnlyOnce("- Orders 1.0", "/orders Requests 1.0");
        }
    }
}
