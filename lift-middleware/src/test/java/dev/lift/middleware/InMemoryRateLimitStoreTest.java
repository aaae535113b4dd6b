package dev.lift.middleware;

/** The store of this process. */
class InMemoryRateLimitStoreTest extends RateLimitStoreContract {
    @Override
    protected RateLimitStore store() {
        return InMemoryRateLimitStore.ofKeys(100);
    }
}
