package dev.lift.aws.dynamodb;

import dev.lift.Lift;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.middleware.Idempotency;
import dev.lift.testing.TestClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process with an app behind an idempotency in DynamoDB, which writes each payment that it makes into a ledger. */
final class PaymentsProcess {
    private PaymentsProcess() {}

    static Lift app(URI endpoint, String table, Path ledger, Clock clock) {
        DynamoDbIdempotencyStore store = DynamoDbIdempotencyStore.of(LocalDynamoDb.client(endpoint), table);
        return Lift.of(app -> app.use(Idempotency.with(store).clock(clock)).post("/payments/{id}", request -> {
            pay(ledger, request.pathParam("id"));
            return Response.text("paid " + request.pathParam("id"));
        }));
    }

    /** One write for each, which the operating system does as a whole. */
    private static void pay(Path ledger, String id) throws IOException {
        Files.write(ledger, (id + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    static Response send(Lift app, String id) {
        return app.handle(Request.post("/payments/" + id)
                .header("Idempotency-Key", "key-" + id)
                .build());
    }

    /** Arguments: endpoint, table, ledger, the first key, the number of keys, threads, and the time. */
    public static void main(String[] arguments) throws InterruptedException {
        Lift app = app(
                URI.create(arguments[0]),
                arguments[1],
                Path.of(arguments[2]),
                TestClock.at(Instant.parse(arguments[6])));
        int first = Integer.parseInt(arguments[3]);
        int keys = Integer.parseInt(arguments[4]);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[5]); i++) {
            Thread thread = new Thread(() -> {
                for (int key = first; key < first + keys; key++) {
                    int status = send(app, Integer.toString(key)).status();
                    System.out.printf(Locale.ROOT, "request %d %d%n", key, status);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("end");
    }
}
