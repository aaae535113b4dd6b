package dev.lift.examples.orders.http;

import dev.lift.Handler;
import dev.lift.Middleware;
import dev.lift.examples.orders.storage.ClaimLostException;
import dev.lift.examples.orders.storage.Storage;
import dev.lift.examples.orders.storage.Transaction;
import dev.lift.http.Attribute;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.middleware.IdempotencyClaim;
import java.util.Optional;

/**
 * A transaction for each request, committed when the reply is a success, together with the reply that is kept for the request's
 * idempotency key: there is no order without its key, and no key without its order.
 */
final class Transactions implements Middleware {
    private static final Attribute<Transaction> TRANSACTION = Attribute.of("transaction");

    private final Storage storage;

    Transactions(Storage storage) {
        this.storage = storage;
    }

    static Transaction of(Request request) {
        return request.get(TRANSACTION).orElseThrow(() -> new IllegalStateException("No transaction surrounds this"));
    }

    @Override
    public Response handle(Request request, Handler next) throws Exception {
        try (Transaction transaction = storage.begin(request.deadline())) {
            request.set(TRANSACTION, transaction);
            Response response = next.handle(request);
            if (response.status() < 400) {
                complete(request, response, transaction);
                transaction.commit();
            }
            return response;
        }
    }

    private static void complete(Request request, Response response, Transaction transaction) throws Exception {
        Optional<IdempotencyClaim> claim = IdempotencyClaim.of(request);
        if (claim.isPresent() && !claim.get().complete(response, transaction.claims())) {
            throw new ClaimLostException();
        }
    }
}
