package dev.lift.examples.orders.domain;

/** So many of one article, at the price of the day. */
public record OrderLine(String sku, int quantity, long unitCents) {
    long cents() {
        return Math.multiplyExact(unitCents, quantity);
    }
}
