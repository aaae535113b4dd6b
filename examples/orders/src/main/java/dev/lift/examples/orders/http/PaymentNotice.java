package dev.lift.examples.orders.http;

import dev.lift.json.Json;
import java.util.UUID;

/** What the payment provider says of itself. */
@Json
record PaymentNotice(String tenant, UUID order, String payment) {}
