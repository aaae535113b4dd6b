package dev.lift.examples.orders.bus;

import dev.lift.examples.orders.domain.EventPublisher;
import dev.lift.examples.orders.domain.OrderEvent;
import dev.lift.json.JsonWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** Sends events to a bus of EventBridge. Each has the id of the event in its detail, by which who hears of it twice can tell. */
public final class EventBridgePublisher implements EventPublisher, AutoCloseable {
    private static final String SOURCE = "shop.orders";

    private final EventBridgeClient client;
    private final String bus;

    private EventBridgePublisher(EventBridgeClient client, String bus) {
        this.client = client;
        this.bus = bus;
    }

    /**
     * Makes one.
     *
     * @param bus the name of the bus
     * @param endpoint another endpoint than AWS's, which takes any credentials; null for none
     */
    public static EventBridgePublisher of(String bus, @Nullable URI endpoint) {
        EventBridgeClientBuilder builder = EventBridgeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofSeconds(3)));
        if (endpoint != null) {
            builder.endpointOverride(endpoint)
                    .region(Region.EU_WEST_1)
                    .credentialsProvider(
                            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        }
        return new EventBridgePublisher(builder.build(), bus);
    }

    @Override
    public void publish(List<OrderEvent> events) throws IOException {
        List<PutEventsRequestEntry> entries = new ArrayList<>();
        for (OrderEvent each : events) {
            entries.add(PutEventsRequestEntry.builder()
                    .eventBusName(bus)
                    .source(SOURCE)
                    .detailType(each.type())
                    .time(each.time())
                    .detail(detail(each))
                    .build());
        }
        PutEventsResponse response = client.putEvents(request -> request.entries(entries));
        // The call succeeds also when it took some of them, or none.
        if (response.failedEntryCount() > 0) {
            throw new IOException(response.failedEntryCount() + " of " + events.size() + " events were not taken: "
                    + response.entries().stream()
                            .map(PutEventsResultEntry::errorCode)
                            .filter(code -> code != null)
                            .distinct()
                            .toList());
        }
    }

    private static String detail(OrderEvent event) {
        JsonWriter out = new JsonWriter().beginObject();
        out.name("id").string(event.id().toString());
        out.name("order").string(event.order().toString());
        out.name("tenant").string(event.tenant());
        out.name("cents").number(event.cents());
        return new String(out.endObject().toByteArray(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
