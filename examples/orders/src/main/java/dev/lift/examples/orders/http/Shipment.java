package dev.lift.examples.orders.http;

import dev.lift.json.Json;
import java.util.UUID;

/** A message of the warehouse: an order has left it. */
@Json
record Shipment(String tenant, UUID order) {}
