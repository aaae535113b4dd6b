package dev.lift.benchmarks;

import dev.lift.errors.Problems;
import dev.lift.recovery.Recovery;
import dev.lift.recovery.RecoveryBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a recovery adds to a call that does nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecoveryBenchmark {
    /** The strategies; or what happens with all of them but the time limit. */
    @Param({
        "none",
        "retry",
        "breaker",
        "bulkhead",
        "retry, breaker, bulkhead",
        "timeout",
        "retried once",
        "circuit open"
    })
    String strategies = "none";

    private Recovery<String> recovery = Recovery.<String>builder("nothing").build();
    private int calls;

    @Setup
    public void prepare() {
        RecoveryBuilder<String> builder = Recovery.builder("callee");
        boolean all = strategies.contains(",") || strategies.contains(" ");
        if (all || strategies.equals("retry")) {
            builder.retry(retry -> retry.attempts(3).budget(1, 1_000).backoff(Duration.ZERO, Duration.ZERO));
        }
        if (all || strategies.equals("breaker")) {
            builder.circuitBreaker(
                    breaker -> breaker.window(100).minimumCalls(100).openFor(Duration.ofDays(1)));
        }
        if (all || strategies.equals("bulkhead")) {
            builder.bulkhead(10);
        }
        if (strategies.equals("timeout")) {
            builder.timeout(Duration.ofSeconds(5));
        }
        if (strategies.equals("retried once")) {
            builder.circuitBreaker(
                    breaker -> breaker.window(100).minimumCalls(100).failureRate(100));
        }
        recovery = builder.fallback("fallback").build();
        if (strategies.equals("circuit open")) {
            for (int i = 0; i < 100; i++) {
                recovery.call(attempt -> {
                    throw Problems.unavailable("down");
                });
            }
        }
        String expected = strategies.equals("circuit open") ? "fallback" : "value";
        if (!call().equals(expected)) {
            throw new IllegalStateException(call());
        }
    }

    @Benchmark
    public String call() {
        calls = 0;
        return recovery.call(attempt -> {
            if (calls++ == 0 && strategies.equals("retried once")) {
                throw Problems.unavailable("down");
            }
            return "value";
        });
    }
}
