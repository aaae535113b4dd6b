import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Customers who place orders, look at them, pay most and cancel some: {@code java Load.java URL TOKEN [SECONDS] [CUSTOMERS]}. What fails in a
 * way that may be tried again is tried again, with the same key. In the end it says how often each reply came and how long they took.
 */
public final class Load {
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    private final String url;
    private final String token;
    private final ConcurrentMap<String, List<Long>> micros = new ConcurrentHashMap<>();

    private record Reply(int status, String body, String etag) {}

    private Load(String url, String token) {
        this.url = url;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 2) {
            System.err.println("Usage: java Load.java URL TOKEN [SECONDS] [CUSTOMERS]");
            System.exit(2);
        }
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        int customers = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 8;
        System.exit(new Load(arguments[0], arguments[1]).run(Duration.ofSeconds(seconds), customers));
    }

    private int run(Duration duration, int customers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(customers);
        long end = System.nanoTime() + duration.toNanos();
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < customers; i++) {
            running.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    order();
                }
                return null;
            }));
        }
        int seconds = 0;
        while (System.nanoTime() < end) {
            Thread.sleep(1_000); // How far it is, once a second.
            System.err.printf("\r%d of %d s, %,d replies", ++seconds, duration.toSeconds(), count());
        }
        System.err.println();
        for (Future<?> each : running) {
            each.get();
        }
        threads.shutdown();
        return report(duration);
    }

    private long count() {
        return micros.values().stream().mapToLong(List::size).sum();
    }

    private void order() throws IOException, InterruptedException {
        Reply placed = send("POST", "/orders", "{\"lines\":[{\"sku\":\"mug\",\"quantity\":1}]}", "");
        Matcher id = ID.matcher(placed.body);
        if (placed.status != 201 || !id.find()) {
            return;
        }
        String path = "/orders/" + id.group(1);
        send("GET", path, "", "");
        if (ThreadLocalRandom.current().nextInt(10) == 0) {
            send("POST", path + "/cancel", "", placed.etag);
        } else {
            send("POST", path + "/pay", "", "");
        }
        send("GET", "/orders?limit=5", "", "");
    }

    /** Sends a request until it is answered for good, five times at most. */
    private Reply send(String method, String path, String body, String version) throws IOException, InterruptedException {
        String key = UUID.randomUUID().toString();
        Reply reply = once(method, path, body, version, key);
        for (int attempt = 1; attempt < 5 && isTemporary(reply.status); attempt++) {
            Thread.sleep(100L << attempt); // As clients should: what is overloaded is not helped by haste.
            reply = once(method, path, body, version, key);
        }
        return reply;
    }

    private static boolean isTemporary(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    private Reply once(String method, String path, String body, String version, String key) throws IOException {
        long begin = System.nanoTime();
        HttpURLConnection connection = (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(5_000);
        connection.setReadTimeout(35_000);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (method.equals("POST")) {
            connection.setRequestProperty("Idempotency-Key", key);
            connection.setRequestProperty("Content-Type", "application/json");
            if (!version.isEmpty()) {
                connection.setRequestProperty("If-Match", version);
            }
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        int status = connection.getResponseCode();
        String text;
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String name = method + " " + path.replaceAll("[0-9a-f-]{36}", "{id}").replaceAll("\\?.*", "") + " " + status;
        micros.computeIfAbsent(name, none -> java.util.Collections.synchronizedList(new ArrayList<>()))
                .add((System.nanoTime() - begin) / 1_000);
        String etag = connection.getHeaderField("ETag");
        return new Reply(status, text, etag == null ? "" : etag);
    }

    private int report(Duration duration) {
        System.out.printf("%-34s %9s %9s %9s %9s%n", "request and status", "replies", "median", "99 %", "longest");
        boolean failed = false;
        for (Map.Entry<String, List<Long>> each : new TreeMap<>(micros).entrySet()) {
            long[] sorted = each.getValue().stream().mapToLong(Long::longValue).sorted().toArray();
            System.out.printf(
                    "%-34s %,9d %6.1f ms %6.1f ms %6.1f ms%n",
                    each.getKey(), sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
            failed |= each.getKey().endsWith(" 500");
        }
        System.out.printf("%,d replies, %,d a second%n", count(), count() / Math.max(1, duration.toSeconds()));
        return failed ? 1 : 0;
    }

    private static double at(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(part * sorted.length))] / 1_000.0;
    }
}
