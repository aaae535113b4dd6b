package dev.lift.resources;

import dev.lift.http.Deadline;
import dev.lift.http.HttpException;
import java.io.IOException;
import java.time.Duration;

/** The pool of any objects. */
class PoolContractTest extends PoolContract {
    @Override
    Subject pool(int max, Duration borrowTimeout) {
        Pool<Object> pool = Pool.<Object>builder("objects", () -> {
                    backend.attempts.incrementAndGet();
                    backend.awaitGate();
                    if (backend.down) {
                        throw new IOException("The backend is down");
                    }
                    return backend.opened(new Object());
                })
                .destroy(backend.open::remove)
                .validate(object -> !backend.dead.contains(object))
                .max(max)
                .borrowTimeout(borrowTimeout)
                .destructionTimeout(SHORT)
                .clock(clock)
                .listener(this::listen)
                .build();
        return new Subject() {
            @Override
            public Lent borrow(Deadline deadline) throws InterruptedException {
                Lease<Object> lease = pool.borrow(deadline);
                Object object = lease.get();
                return new Lent() {
                    @Override
                    public Object identity() {
                        return object;
                    }

                    @Override
                    public void close() {
                        lease.close();
                    }
                };
            }

            @Override
            public PoolStats stats() {
                return pool.stats();
            }

            @Override
            public void evict() {
                pool.evict();
            }

            @Override
            public Lifecycle lifecycle() {
                return pool;
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    @Override
    boolean isUnavailable(Throwable thrown) {
        return thrown instanceof HttpException answer && answer.status() == 503;
    }
}
