package dev.lift.resources;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;

/**
 * Whatever threads do to a pool or a resource at the same time, some order of it one after the other would give the same. Each thread
 * gives back what it has borrowed itself.
 */
@EnabledOnJre(
        value = JRE.JAVA_17,
        disabledReason = "Lincheck 3.7 does not end on 25, where it has to change the classes of a running JVM")
class LincheckTest {
    /**
     * A pool of two, and who has borrowed what. Expiry and closing are not here but in jcstress ({@code PoolStress}): an object takes its
     * place until it has been destroyed, and while it is made, so that a borrower who does not wait may be told that there is none at a
     * moment at which, one after the other, there would be one.
     */
    public static class PoolState {
        private final Pool<Integer> pool = Pool.<Integer>builder("two", () -> 1)
                .max(2)
                .maxCreating(2)
                .borrowTimeout(Duration.ofNanos(1))
                .build();

        private final Map<Integer, Deque<Lease<Integer>>> leases = new ConcurrentHashMap<>();

        private Deque<Lease<Integer>> of(int thread) {
            return leases.computeIfAbsent(thread, number -> new ArrayDeque<>());
        }

        /** Takes what is there, or may be made, without waiting. */
        @Operation
        public boolean borrow(@Param(gen = ThreadIdGen.class) int thread) throws InterruptedException {
            try {
                of(thread).push(pool.borrow());
                return true;
            } catch (PoolException nothing) {
                return false;
            }
        }

        @Operation
        public boolean giveBack(@Param(gen = ThreadIdGen.class) int thread) {
            Lease<Integer> lease = of(thread).poll();
            if (lease != null) {
                lease.close();
            }
            return lease != null;
        }
    }

    /** A lazy resource, and the end of it. */
    public static class ResourceState {
        private final AtomicInteger starts = new AtomicInteger();
        private final ResourcesBuilder builder = Resources.builder(name -> null).withoutShutdownHook();
        private final Resource<Integer> lazy =
                builder.add("lazy", starts::incrementAndGet).lazy();
        private final Resources resources = builder.start();

        /** Always what was started first, until the end. */
        @Operation
        public int get() {
            try {
                return lazy.get();
            } catch (ResourceException stopped) {
                return -1;
            }
        }

        @Operation
        public void close() {
            resources.close();
        }
    }

    private static StressOptions stress() {
        return new StressOptions()
                .iterations(20)
                .invocationsPerIteration(200)
                .threads(3)
                .actorsPerThread(3);
    }

    @Test
    void PO15_pool_isLinearizable() {
        stress().check(PoolState.class);
    }

    @Test
    void LI03_lazyResourceAndItsEnd_areLinearizable() {
        stress().check(ResourceState.class);
    }
}
