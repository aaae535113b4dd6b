package dev.lift.benchmarks;

import dev.lift.http.EventSource;
import dev.lift.json.Json;
import dev.lift.testing.EventBuilder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The API that all functions here serve: {@code GET /hello}, {@code GET /users/{id}}, {@code POST /orders}, {@code GET
 * /orders/{id}/items/{item}}, and 404 for the rest.
 */
final class Api {
    private Api() {}

    @Json
    @io.avaje.jsonb.Json
    record User(String id, String name) {}

    @Json
    @io.avaje.jsonb.Json
    record NewOrder(String sku, int quantity, @Nullable String note) {}

    @Json
    @io.avaje.jsonb.Json
    record Order(
            String id, String sku, int quantity, @Nullable String note) {}

    @Json
    @io.avaje.jsonb.Json
    record Item(String order, String item) {}

    static User user(String id) {
        return new User(id, "Ada");
    }

    static Order order(NewOrder order) {
        return new Order("1", order.sku(), order.quantity(), order.note());
    }

    /** The body of each POST, and what comes back. */
    static final String NEW_ORDER = "{\"sku\":\"A-1\",\"quantity\":2,\"note\":\"gift\"}";

    static final String ORDER = "{\"id\":\"1\",\"sku\":\"A-1\",\"quantity\":2,\"note\":\"gift\"}";

    /** A page of orders, 4 kB of JSON. */
    static String orders() {
        StringJoiner page = new StringJoiner(",", "[", "]");
        for (int i = 0; i < 70; i++) {
            page.add("{\"id\":\"" + 7919 * i + "\",\"sku\":\"A-" + i % 7 + "\",\"quantity\":" + i % 5
                    + ",\"note\":\"gift\"}");
        }
        return page.toString();
    }

    private static EventBuilder event(String method, String path) {
        return new EventBuilder(method, path)
                .header("Host", "abcdefghij.execute-api.eu-central-1.amazonaws.com")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                .header("Accept", "application/json, text/plain, */*")
                .header("Accept-Language", "en-US,en;q=0.5")
                .header("Accept-Encoding", "gzip, deflate, br, zstd")
                .header("X-Forwarded-For", "203.0.113.7")
                .header("X-Forwarded-Port", "443")
                .header("X-Forwarded-Proto", "https");
    }

    /** An event of an API Gateway HTTP API, payload 2.0. */
    static byte[] get(String path) {
        return get(path, EventSource.HTTP_API);
    }

    static byte[] get(String path, EventSource source) {
        return event("GET", path).build(source);
    }

    static byte[] postOrder() {
        return postOrder(EventSource.HTTP_API);
    }

    static byte[] postOrder(EventSource source) {
        return event("POST", "/orders")
                .header("Content-Type", "application/json")
                .body(NEW_ORDER.getBytes(StandardCharsets.UTF_8))
                .build(source);
    }
}
