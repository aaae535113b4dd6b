package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes {@code docs/performance/errors.md}: what errors and recoveries cost. */
public final class ErrorsReport {
    private final Measurements measured;
    private final StringBuilder page = new StringBuilder();

    private ErrorsReport(Measurements measured) {
        this.measured = measured;
    }

    /** Arguments: the folder of the results, the folder of the report, and the commit. */
    public static void main(String[] arguments) throws IOException {
        write(Measurements.in(Path.of(arguments[0])), Path.of(arguments[1]), arguments[2]);
    }

    static void write(Measurements measured, Path folder, String commit) throws IOException {
        ErrorsReport report = new ErrorsReport(measured);
        report.line("# Errors and recoveries");
        report.line("");
        report.line(
                "Written by `scripts/bench errors` from one run: commit %s, %s, %d processors, JDK %s. JMH, one fork, one thread, C2.",
                commit,
                Machine.name(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" and ", measured.jdks()));
        for (String jdk : measured.jdks()) {
            report.errors(jdk);
        }
        for (String jdk : measured.jdks()) {
            report.recoveries(jdk);
        }
        Files.writeString(folder.resolve("errors.md"), report.page);
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void errors(String jdk) {
        line("");
        line("## From a thrown exception to the bytes of its reply, JDK %s", jdk);
        line("");
        line(
                "`Lift.handle` of a request whose handler throws: by core's own answer, and by `ErrorMapping.standard()`, which adds the code, negotiates the form and writes a line to a log (that is off here).");
        line(
                "*anew*: each request throws an exception of its own, which captures a stack trace; *kept*: all throw one object. *served*: nothing is thrown.");
        line("");
        line("| outcome | thrown | core | bytes | lift-errors | bytes |");
        line("|---|---|---:|---:|---:|---:|");
        List<Result> results = measured.of(jdk, "errors");
        for (String outcome : new String[] {"served", "ApiException", "HttpException", "SQLException", "unmapped"}) {
            for (String thrown : new String[] {"anew", "kept"}) {
                List<String> cells = new ArrayList<>();
                for (String by : new String[] {"core", "lift-errors"}) {
                    results.stream()
                            .filter(each -> each.parameter("by").equals(by)
                                    && each.parameter("outcome").equals(outcome)
                                    && each.parameter("thrown").equals(thrown))
                            .forEach(each -> cells.add(cell(each)));
                }
                if (!cells.isEmpty() && (thrown.equals("anew") || !outcome.equals("served"))) {
                    line(
                            "| %s | %s | %s |",
                            outcome, outcome.equals("served") ? "" : thrown, String.join(" | ", cells));
                }
            }
        }
    }

    private void recoveries(String jdk) {
        line("");
        line("## What a recovery adds to a call that does nothing, JDK %s", jdk);
        line("");
        line(
                "*timeout* hands the call to another thread and back. *retried once* and *circuit open* have a retry, a breaker and a bulkhead.");
        line("");
        line("| strategies | time | bytes |");
        line("|---|---:|---:|");
        for (Result each : measured.of(jdk, "recovery")) {
            line("| %s | %s |", each.parameter("strategies"), cell(each));
        }
    }

    private static String cell(Result result) {
        return String.format(Locale.ROOT, "%,.0f ns | %,.0f B", result.nanos(), result.bytes());
    }
}
