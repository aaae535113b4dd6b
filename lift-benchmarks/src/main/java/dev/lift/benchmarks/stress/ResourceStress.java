package dev.lift.benchmarks.stress;

import dev.lift.resources.Resource;
import dev.lift.resources.ResourceException;
import dev.lift.resources.Resources;
import dev.lift.resources.ResourcesBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A lazy resource, which two threads want, or one while another ends it. */
public final class ResourceStress {
    private ResourceStress() {}

    /** Counts its starts and stops. */
    private static final class Lazy {
        final AtomicInteger starts = new AtomicInteger();
        final AtomicInteger stops = new AtomicInteger();
        final ResourcesBuilder builder = Resources.builder(name -> null).withoutShutdownHook();
        final Resource<Integer> resource =
                builder.add("lazy", starts::incrementAndGet).lazy().stop(stopped -> stops.incrementAndGet());
        final Resources resources = builder.start();

        int get() {
            try {
                return resource.get();
            } catch (ResourceException stopped) {
                return -1;
            }
        }
    }

    /** Two want it. */
    @JCStressTest
    @State
    @Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "both get the one that was started")
    @Outcome(expect = Expect.FORBIDDEN, desc = "it was started twice")
    public static class Start {
        private final Lazy lazy = new Lazy();

        @Actor
        public void first(III_Result result) {
            result.r1 = lazy.get();
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = lazy.get();
        }

        @Arbiter
        public void starts(III_Result result) {
            result.r3 = lazy.starts.get();
        }
    }

    /** It ends while somebody wants it: what has started is stopped, once. */
    @JCStressTest
    @State
    @Outcome(
            id = {"1, 1, 1", "-1, 1, 1", "-1, 0, 0"},
            expect = Expect.ACCEPTABLE,
            desc = "as many stops as starts")
    @Outcome(expect = Expect.FORBIDDEN, desc = "it was not stopped, or stopped twice")
    public static class End {
        private final Lazy lazy = new Lazy();

        @Actor
        public void get(III_Result result) {
            result.r1 = lazy.get();
        }

        @Actor
        public void close() {
            lazy.resources.close();
        }

        @Arbiter
        public void balance(III_Result result) {
            result.r2 = lazy.starts.get();
            result.r3 = lazy.stops.get();
        }
    }
}
