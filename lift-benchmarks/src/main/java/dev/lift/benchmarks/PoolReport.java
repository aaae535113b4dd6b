package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes {@code docs/performance/pool.md}: a borrow and a return, next to other pools. */
public final class PoolReport {
    private final Measurements measured;
    private final StringBuilder page = new StringBuilder();

    private PoolReport(Measurements measured) {
        this.measured = measured;
    }

    /** Arguments: the folder of the results, the folder of the report, and the commit. */
    public static void main(String[] arguments) throws IOException {
        write(Measurements.in(Path.of(arguments[0])), Path.of(arguments[1]), arguments[2]);
    }

    static void write(Measurements measured, Path folder, String commit) throws IOException {
        PoolReport report = new PoolReport(measured);
        report.line("# Pools");
        report.line("");
        report.line(
                "Written by `scripts/bench pool` from one run: commit %s, %s, %d processors, JDK %s. JMH, one fork, C2.",
                commit,
                Machine.name(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" and ", measured.jdks()));
        report.line("");
        report.line(
                "One borrow and return of an object that is there, in a pool of four, by one thread and by two at once. Stormpot and HikariCP prefer the object that the thread had last, and so do without a lock, and without an order of waiters;");
        report.line(
                "HikariCP also wraps a JDBC connection. Lift's pool has one lock, and makes a lease that can be closed once and is missed when it is dropped.");
        for (String jdk : measured.jdks()) {
            report.table(jdk);
        }
        Files.writeString(folder.resolve("pool.md"), report.page);
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void table(String jdk) {
        line("");
        line("| JDK %s | 1 thread | bytes | 2 threads | bytes |", jdk);
        line("|---|---:|---:|---:|---:|");
        for (Result one : measured.of(jdk, "pool-1")) {
            measured.of(jdk, "pool-2").stream()
                    .filter(two -> two.parameter("by").equals(one.parameter("by")))
                    .forEach(two -> line("| %s | %s | %s |", one.parameter("by"), cell(one), cell(two)));
        }
    }

    private static String cell(Result result) {
        return String.format(Locale.ROOT, "%,.0f ns | %,.0f B", result.nanos(), result.bytes());
    }
}
