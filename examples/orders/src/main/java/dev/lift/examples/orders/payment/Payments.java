package dev.lift.examples.orders.payment;

import dev.lift.examples.orders.domain.PaymentProvider;
import dev.lift.http.Deadline;

/** Payments that are taken within the time that is left. */
@FunctionalInterface
public interface Payments {
    /** Returns the provider, which gives up before a deadline. */
    PaymentProvider within(Deadline deadline);
}
