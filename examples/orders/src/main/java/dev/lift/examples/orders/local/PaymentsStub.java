package dev.lift.examples.orders.local;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A payment provider on this machine. It pays what it is asked for once for each {@code Idempotency-Key}, and can be told to misbehave:
 * {@code curl -X PUT http://127.0.0.1:PORT/behaviour -d decline}, or {@code fail}, {@code hang}, {@code lose} (it takes the money, and
 * nobody hears of it), {@code chaos} (each of these once in 400 charges), {@code pay}.
 */
public final class PaymentsStub implements AutoCloseable {
    private static final List<String> MISBEHAVIOURS = List.of("decline", "fail", "hang", "lose");

    private final HttpServer server;
    private final Map<String, String> payments = new ConcurrentHashMap<>();
    private final List<String> charges = Collections.synchronizedList(new ArrayList<>());

    private final Semaphore asked = new Semaphore(0);

    private volatile String behaviour = "pay";

    private PaymentsStub(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a port; 0 for any that is free. */
    public static PaymentsStub start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        PaymentsStub stub = new PaymentsStub(server);
        server.createContext("/charges", stub::charge);
        server.createContext("/behaviour", stub::behave);
        server.setExecutor(Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "payments-stub");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
        return stub;
    }

    /** Returns its address. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Makes it behave in one of the ways above. */
    public void behave(String way) {
        behaviour = way;
    }

    /** Returns which orders money was taken for, each as often as it was. */
    public List<String> charges() {
        return List.copyOf(charges);
    }

    /** Waits until it has been asked for money, whatever it made of that. */
    public void awaitCharge(Duration atMost) throws InterruptedException {
        if (!asked.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Nobody asked for money within " + atMost);
        }
    }

    private void behave(HttpExchange exchange) throws IOException {
        behaviour = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).strip();
        reply(exchange, 200, "{}");
    }

    private void charge(HttpExchange exchange) throws IOException {
        String order = String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        exchange.getRequestBody().readAllBytes();
        asked.release();
        String way = behaviour.equals("chaos") ? anything() : behaviour;
        // What it has said of a key it says again.
        switch (way.equals("decline") && payments.containsKey(order) ? "pay" : way) {
            case "decline" -> reply(exchange, 402, "{}");
            case "fail" -> reply(exchange, 500, "{}");
            case "hang" -> exchange.getRequestHeaders(); // No reply, until the client gives up.
            case "lose" -> {
                pay(order);
                exchange.close();
            }
            default -> reply(exchange, 201, "{\"payment\":\"" + pay(order) + "\"}");
        }
    }

    private static String anything() {
        int chance = ThreadLocalRandom.current().nextInt(400);
        return chance < MISBEHAVIOURS.size() ? MISBEHAVIOURS.get(chance) : "pay";
    }

    private String pay(String order) {
        return payments.computeIfAbsent(order, key -> {
            charges.add(key);
            return "pay_" + key;
        });
    }

    private static void reply(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
