package dev.lift.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import dev.lift.Lift;
import dev.lift.http.Response;
import dev.lift.lambda.Event;
import dev.lift.lambda.LiftHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that are posted to the gateway. */
class LocalEventsTest {
    /** Gives events back, as what handles them is not of this module. */
    private static final class Function extends LiftHandler {
        Function() {
            super(Lift.of(app -> app.get("/_lift/events", request -> Response.text("a route of the app"))
                    .get("/hello", request -> Response.text("hello"))));
        }

        @Override
        protected void handleOther(Event event, OutputStream reply, @Nullable Context context) throws IOException {
            String text = new String(event.bytes(), StandardCharsets.UTF_8);
            if (text.contains("hang")) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException late) {
                    Thread.currentThread().interrupt();
                }
            }
            if (text.contains("bad")) {
                throw new IllegalStateException("secret");
            }
            reply.write(event.bytes());
        }
    }

    @SuppressWarnings("NullAway.Init")
    private LocalGateway gateway;

    @BeforeEach
    void start() {
        gateway = LocalGateway.of(new Function())
                .port(0)
                .timeout(Duration.ofSeconds(1))
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private String send(String method, String header, String event) throws IOException {
        byte[] body = event.getBytes(StandardCharsets.UTF_8);
        String head = method + " /_lift/events HTTP/1.1" + header + "\nContent-Length: " + body.length;
        byte[] reply = LocalGatewayTest.send(gateway, head, body).getBytes(StandardCharsets.ISO_8859_1);
        return new String(reply, StandardCharsets.UTF_8);
    }

    private String post(String event) throws IOException {
        return send("POST", "", event);
    }

    @Test
    void event_isWhatTheFunctionIsInvokedWith_andItsReplyComesBack() throws IOException {
        assertThat(post("{\"Records\":[{\"body\":\"é\"}]}"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("Content-Type: application/json")
                .endsWith("\r\n\r\n{\"Records\":[{\"body\":\"é\"}]}");
    }

    @Test
    void functionThatFails_orIsLate_isAnError() throws IOException {
        assertThat(post("{\"Records\":\"bad\"}"))
                .startsWith("HTTP/1.1 502")
                .contains("The function failed")
                .doesNotContain("secret");
        assertThat(post("{\"Records\":\"hang\"}")).startsWith("HTTP/1.1 503");
    }

    /** Any site could make a browser send events to this machine. */
    @Test
    void eventFromAPage_isRefused() throws IOException {
        assertThat(send("POST", "\nOrigin: https://evil.example", "{}")).startsWith("HTTP/1.1 403");
    }

    @Test
    void otherMethods_goToTheApp() throws IOException {
        assertThat(send("GET", "", "")).endsWith("a route of the app");
    }
}
