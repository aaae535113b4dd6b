package dev.lift.events;

import dev.lift.Lift;
import dev.lift.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** One function for HTTP, a queue, a stream and a bus; unless it is calm, it fails, hangs and ends now and then. */
public final class ShippingFunction extends LiftEventHandler {
    private static final Path LEDGER = Path.of(String.valueOf(System.getenv("LEDGER")));
    private static final boolean CALM = System.getenv("CALM") != null;

    public ShippingFunction() {
        super(
                Lift.of(app -> app.get(
                        "/shipped",
                        request -> Response.text(
                                "shipped " + Files.readAllLines(LEDGER).size()))),
                Events.of(events -> events.sqs("orders", message -> ship(message.id()))
                        .sqs("orders.fifo", message -> ship(message.id()))
                        .kinesis("orders", message -> ship(message.bodyText()))
                        .sqs("memory", message -> {
                            throw new OutOfMemoryError("planted");
                        })
                        .eventBridge("shop.orders", "OrderPaid", message -> ship(message.id()))));
    }

    private static void ship(String id) throws IOException, InterruptedException {
        misbehave(0);
        Files.write(LEDGER, (id + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
        misbehave(100);
    }

    private static void misbehave(int luck) throws InterruptedException {
        int chance = CALM ? 1_000 : ThreadLocalRandom.current().nextInt(1_000) + luck;
        if (chance < 5) {
            Runtime.getRuntime().halt(137);
        } else if (chance < 7) {
            Thread.sleep(60_000); // Hangs, until Lambda ends the process: the fault that is planted.
        } else if (chance < 60) {
            throw new IllegalStateException("planted");
        }
        if (luck > 0 && !CALM && chance < 105) {
            Runtime.getRuntime().halt(137);
        }
    }
}
