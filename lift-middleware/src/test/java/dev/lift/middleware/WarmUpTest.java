package dev.lift.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.lambda.Event;
import dev.lift.lambda.LiftHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that keep an environment alive. */
class WarmUpTest {
    private static final class Function extends LiftHandler {
        Function() {
            super(Lift.of(routes -> routes.get("/", request -> Response.text("served"))));
        }

        @Override
        protected void handleOther(Event event, OutputStream reply, @Nullable Context context) throws IOException {
            reply.write((WarmUp.isWarmUp(event) ? "warm" : "other").getBytes(StandardCharsets.US_ASCII));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"source\":\"serverless-plugin-warmup\"}|warm",
                "{\"a\":[1,{}],\"source\":\"serverless-plugin-warmup\",\"b\":2}|warm",
                "{\"warmer\":true,\"concurrency\":3}|warm",
                "{\"warmer\":false}|other",
                "{\"warmer\":\"true\"}|other",
                "{\"source\":\"aws.events\"}|other",
                "{\"source\":[\"serverless-plugin-warmup\"]}|other",
                "{\"detail\":{\"source\":\"serverless-plugin-warmup\"}}|other",
                "{\"Records\":[]}|other",
                "{}|other"
            })
    void events_ofPlugins_areKnown(String event, String answer) throws Exception {
        ByteArrayOutputStream reply = new ByteArrayOutputStream();
        new Function().handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), reply, null);
        assertThat(reply.toString(StandardCharsets.UTF_8)).isEqualTo(answer);
    }
}
