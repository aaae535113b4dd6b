package dev.lift.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Finds the route of one path and takes the values of its parameters out. Paths of all routes come in a random order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingBenchmark {
    @Param({"nothing", "HashMap", "segment trie", "Lift", "Jooby", "Spring", "Undertow"})
    String router = "Lift";

    @Param({
        "github",
        "static10",
        "static100",
        "static1000",
        "static10000",
        "param10",
        "param100",
        "param1000",
        "param10000"
    })
    String table = "github";

    @Param("hit")
    String which = "hit";

    private Lookup lookup = path -> -1;
    private byte[][] paths = {};
    private int next;

    @Setup
    public void prepare() {
        List<String> patterns = Tables.patterns(table);
        lookup = Lookup.of(router, patterns);
        List<String> all = new ArrayList<>(Tables.paths(patterns, which));
        Collections.shuffle(all, new Random(42));
        paths = new byte[all.size()][];
        boolean found =
                router.equals("nothing") || which.equals("hit") || !which.equals("miss") && !which.equals("hostile");
        for (int i = 0; i < paths.length; i++) {
            paths[i] = all.get(i).getBytes(StandardCharsets.ISO_8859_1);
            if (lookup.find(all.get(i)) >= 0 != found) {
                throw new IllegalStateException(router + " answers wrong for " + all.get(i));
            }
        }
    }

    @Benchmark
    public int find() {
        int index = next;
        next = index + 1 == paths.length ? 0 : index + 1;
        // A path arrives as bytes, and becomes a string that nobody has hashed yet.
        return lookup.find(new String(paths[index], StandardCharsets.ISO_8859_1));
    }
}
