package dev.lift.benchmarks.stress;

import dev.lift.resources.Lease;
import dev.lift.resources.Pool;
import dev.lift.resources.PoolException;
import dev.lift.resources.PoolStats;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** A pool of one object, which two threads want, give back, expire and close. */
public final class PoolStress {
    private PoolStress() {}

    /** A pool of one number, and what was destroyed. */
    private static final class One {
        final AtomicInteger destroyed = new AtomicInteger();
        final Pool<Integer> pool = Pool.<Integer>builder("one", () -> 1)
                .destroy(number -> destroyed.incrementAndGet())
                .max(1)
                .borrowTimeout(Duration.ofNanos(1))
                .build();

        /** Returns the lease, or null where there was none to be had. */
        Lease<Integer> borrow() {
            try {
                return pool.borrow();
            } catch (PoolException nothing) {
                return null;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        /** 1 when the books balance: what was made and not destroyed is idle or on loan, and never more than one. */
        int balance() {
            PoolStats stats = pool.stats();
            boolean right = stats.created() - stats.destroyed() == stats.idle() + stats.active()
                    && stats.idle() + stats.active() <= 1
                    && stats.destroyed() == destroyed.get();
            return right ? 1 : 0;
        }
    }

    /** Two want the one object. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "one gets it")
    @Outcome(expect = Expect.FORBIDDEN, desc = "both, none, or the books are wrong")
    public static class Borrow {
        private final One one = new One();

        // Kept: a lease that nobody holds is one that was dropped, and its object another's.
        private Lease<Integer> first;
        private Lease<Integer> second;

        @Actor
        public void first(III_Result result) {
            first = one.borrow();
            result.r1 = first == null ? 0 : 1;
        }

        @Actor
        public void second(III_Result result) {
            second = one.borrow();
            result.r2 = second == null ? 0 : 1;
        }

        @Arbiter
        public void balance(III_Result result) {
            result.r3 = first != null && second != null ? 0 : one.balance();
        }
    }

    /** One gives back while another wants it. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1, 1", "1, 0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "the other gets it, or it is idle")
    @Outcome(expect = Expect.FORBIDDEN, desc = "it is lost or there twice")
    public static class Return {
        private final One one = new One();
        private final Lease<Integer> lease = one.borrow();
        private Lease<Integer> borrowed;

        @Actor
        public void giveBack() {
            lease.close();
        }

        @Actor
        public void borrow(III_Result result) {
            borrowed = one.borrow();
            result.r1 = borrowed == null ? 0 : 1;
        }

        @Arbiter
        public void balance(III_Result result) {
            result.r2 = one.pool.stats().idle();
            result.r3 = one.balance();
        }
    }

    /** Two threads close the same lease. */
    @JCStressTest
    @State
    @Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "it is back once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "it is lost or there twice")
    public static class DoubleReturn {
        private final One one = new One();
        private final Lease<Integer> lease = one.borrow();

        @Actor
        public void first() {
            lease.close();
        }

        @Actor
        public void second() {
            lease.close();
        }

        @Arbiter
        public void balance(III_Result result) {
            result.r1 = one.pool.stats().idle();
            result.r2 = one.pool.stats().active();
            result.r3 = one.balance();
        }
    }

    /** All expires while one gives back. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0, 1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "it is gone, once")
    @Outcome(expect = Expect.FORBIDDEN, desc = "it has survived, or was destroyed twice")
    public static class Expire {
        private final One one = new One();
        private final Lease<Integer> lease = one.borrow();

        @Actor
        public void giveBack() {
            lease.close();
        }

        @Actor
        public void expire() {
            one.pool.evict();
        }

        @Arbiter
        public void balance(IIII_Result result) {
            result.r1 = one.pool.stats().idle();
            result.r2 = one.pool.stats().active();
            result.r3 = one.destroyed.get();
            result.r4 = one.balance();
        }
    }

    /** The pool is closed while one borrows what is idle, and gives it back. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1, 0, 1", "1, 1, 0, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "lent or not, it is gone in the end")
    @Outcome(expect = Expect.FORBIDDEN, desc = "it is left, or was destroyed twice")
    public static class Shutdown {
        private final One one = new One();

        public Shutdown() {
            one.borrow().close();
        }

        @Actor
        public void borrow(IIII_Result result) {
            Lease<Integer> lease = one.borrow();
            result.r1 = lease == null ? 0 : 1;
            if (lease != null) {
                lease.close();
            }
        }

        @Actor
        public void close() {
            one.pool.close();
        }

        @Arbiter
        public void balance(IIII_Result result) {
            result.r2 = one.destroyed.get();
            result.r3 = one.pool.stats().idle() + one.pool.stats().active();
            result.r4 = one.balance();
        }
    }
}
