package dev.lift.examples.orders.domain;

import java.util.UUID;

/** Takes the money. */
@FunctionalInterface
public interface PaymentProvider {
    /**
     * Charges an order. Charging one again gives the same payment, and takes no more money.
     *
     * @param order what is paid for
     * @param cents how much
     * @return what the provider calls the payment
     * @throws PaymentDeclinedException when it is not paid, and will not be
     * @throws Exception when it is not known whether it was paid
     */
    String charge(UUID order, long cents) throws Exception;
}
