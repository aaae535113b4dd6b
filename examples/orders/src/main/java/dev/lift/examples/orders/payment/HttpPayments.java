package dev.lift.examples.orders.payment;

import dev.lift.examples.orders.domain.PaymentDeclinedException;
import dev.lift.examples.orders.domain.PaymentProvider;
import dev.lift.http.Deadline;
import dev.lift.http.HttpException;
import dev.lift.json.JsonReader;
import dev.lift.json.JsonWriter;
import dev.lift.recovery.Recovery;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/**
 * The provider's {@code POST /charges}, whose {@code Idempotency-Key} is the order's id: however often an order is charged, it is paid once.
 * So what fails may be tried again, and a breaker keeps the function from waiting for a provider that is down.
 */
public final class HttpPayments implements Payments {
    private final URI charges;
    private final Recovery<String> recovery;

    /** Makes one of the provider's address. */
    public HttpPayments(URI provider) {
        this.charges = provider.resolve("/charges");
        this.recovery = Recovery.<String>builder("payments")
                .timeout(Duration.ofSeconds(2))
                .retry(retry -> retry.attempts(3))
                .circuitBreaker(breaker -> breaker.openFor(Duration.ofSeconds(10)))
                .build();
    }

    @Override
    public PaymentProvider within(Deadline deadline) {
        return (order, cents) -> {
            try {
                return recovery.call(deadline, attempt -> charge(order, cents, attempt.remaining()));
            } catch (HttpException refused) {
                if (refused.status() == 402) {
                    throw new PaymentDeclinedException("The provider declined order " + order);
                }
                throw refused;
            }
        };
    }

    /** Tells whether the breaker keeps calls from the provider. */
    public boolean isOpen() {
        return recovery.circuit().equals("open");
    }

    private String charge(UUID order, long cents, Duration within) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) charges.toURL().openConnection();
        int millis = (int) Math.max(1, within.toMillis());
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setRequestProperty("Idempotency-Key", order.toString());
        byte[] body = new JsonWriter()
                .beginObject()
                .name("order")
                .string(order.toString())
                .name("cents")
                .number(cents)
                .endObject()
                .toByteArray();
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status == 402) {
            throw new HttpException(402, "The provider declined");
        }
        if (status != 200 && status != 201) {
            throw new HttpException(503, "The provider answered with status " + status);
        }
        try (InputStream in = connection.getInputStream()) {
            return payment(in.readAllBytes());
        }
    }

    private static String payment(byte[] json) throws IOException {
        JsonReader in = new JsonReader(json);
        String payment = "";
        in.beginObject();
        while (in.nextMember()) {
            if (in.nameIs("payment")) {
                payment = in.readString();
            } else {
                in.skipValue();
            }
        }
        in.end();
        if (payment.isEmpty()) {
            throw new IOException("The provider's reply has no payment");
        }
        return payment;
    }
}
