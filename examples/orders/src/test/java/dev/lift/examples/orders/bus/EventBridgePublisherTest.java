package dev.lift.examples.orders.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.lift.examples.orders.domain.OrderEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes to EventBridge, and what comes of its answers. */
class EventBridgePublisherTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final OrderEvent PAID = new OrderEvent(
            UUID.randomUUID(), "OrderPaid", UUID.randomUUID(), "acme", 1_200, Instant.parse("2026-01-02T03:04:05Z"));
    private static final OrderEvent SHIPPED = new OrderEvent(
            UUID.randomUUID(), "OrderShipped", PAID.order(), "acme", 1_200, Instant.parse("2026-01-03T03:04:05Z"));

    private final List<JsonNode> received = new ArrayList<>();
    private String reply = "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"1\"},{\"EventId\":\"2\"}]}";
    private HttpServer server;
    private EventBridgePublisher publisher;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        publisher = EventBridgePublisher.of(
                "shop", URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        publisher.close();
        server.stop(0);
    }

    @Test
    void publish_sendsAllWithOneCall() throws IOException {
        publisher.publish(List.of(PAID, SHIPPED));
        assertThat(received).hasSize(1);
        JsonNode entry = received.get(0).path("Entries").get(0);
        assertThat(entry.path("EventBusName").asText()).isEqualTo("shop");
        assertThat(entry.path("Source").asText()).isEqualTo("shop.orders");
        assertThat(entry.path("DetailType").asText()).isEqualTo("OrderPaid");
        JsonNode detail = JSON.readTree(entry.path("Detail").asText());
        assertThat(detail.path("id").asText()).isEqualTo(PAID.id().toString());
        assertThat(detail.path("order").asText()).isEqualTo(PAID.order().toString());
        assertThat(detail.path("cents").asLong()).isEqualTo(1_200);
        assertThat(received.get(0).path("Entries")).hasSize(2);
    }

    /** The call succeeds all the same, so that what was not taken would be lost. */
    @Test
    void publish_entryThatIsNotTaken_isAFailure() {
        reply = "{\"FailedEntryCount\":1,\"Entries\":[{\"EventId\":\"1\"},{\"ErrorCode\":\"ThrottlingException\"}]}";
        assertThatThrownBy(() -> publisher.publish(List.of(PAID, SHIPPED)))
                .hasMessage("1 of 2 events were not taken: [ThrottlingException]");
    }
}
