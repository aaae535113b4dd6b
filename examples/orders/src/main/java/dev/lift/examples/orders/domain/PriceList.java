package dev.lift.examples.orders.domain;

import java.util.OptionalLong;

/** What articles cost. */
@FunctionalInterface
public interface PriceList {
    /** Returns the price of an article in cents; empty when it is not for sale. */
    OptionalLong cents(String sku);
}
