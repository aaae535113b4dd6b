package dev.lift.examples.orders.local;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders to look at, where there are none yet. They are placed as any client places them. */
final class SampleOrders {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final List<String> ORDERS = List.of(
            "{\"lines\":[{\"sku\":\"mug\",\"quantity\":4}]}",
            "{\"lines\":[{\"sku\":\"shirt\",\"quantity\":1},{\"sku\":\"poster\",\"quantity\":2}]}",
            "{\"lines\":[{\"sku\":\"poster\",\"quantity\":1}]}");

    private final String url;
    private final String token;

    private SampleOrders(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** Places three and pays the first, unless the customer has one. */
    static void place(String url, String token) throws IOException {
        SampleOrders orders = new SampleOrders(url, token);
        if (!orders.send("GET", "/orders?limit=1", "", "").contains("\"id\"")) {
            String first = orders.add(0);
            String unused = orders.add(1) + orders.add(2);
            orders.send("POST", "/orders/" + first + "/pay", "sample-pay-" + first, "");
        }
    }

    private String add(int index) throws IOException {
        String placed = send("POST", "/orders", "sample-" + index + "-" + System.nanoTime(), ORDERS.get(index));
        Matcher id = ID.matcher(placed);
        if (!id.find()) {
            throw new IOException("The order was answered with " + placed);
        }
        return id.group(1);
    }

    private String send(String method, String path, String key, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (!key.isEmpty()) {
            connection.setRequestProperty("Idempotency-Key", key);
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
