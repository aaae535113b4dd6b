package dev.lift.examples.orders.http;

import dev.lift.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of orders.
 *
 * @param next what to send as {@code cursor} for the next page; null on the last
 */
@Json
record OrderPage(List<OrderView> orders, @Nullable String next) {}
