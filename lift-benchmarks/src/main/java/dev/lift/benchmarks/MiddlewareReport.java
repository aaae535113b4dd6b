package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes {@code docs/performance/middleware.md}: what each middleware adds to a request, and to a start. */
public final class MiddlewareReport {
    private final Measurements measured;
    private final StringBuilder page = new StringBuilder();

    private MiddlewareReport(Measurements measured) {
        this.measured = measured;
    }

    /** Arguments: the folder of the results, the folder of the report, and the commit. */
    public static void main(String[] arguments) throws IOException {
        write(Measurements.in(Path.of(arguments[0])), Path.of(arguments[1]), arguments[2]);
    }

    static void write(Measurements measured, Path folder, String commit) throws IOException {
        MiddlewareReport report = new MiddlewareReport(measured);
        report.line("# Middleware");
        report.line("");
        report.line(
                "Written by `scripts/bench middleware` from one run: commit %s, %s, %d processors, JDK %s.",
                commit,
                Machine.name(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" and ", measured.jdks()));
        report.requests();
        report.starts();
        Files.writeString(folder.resolve("middleware.md"), report.page);
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void requests() {
        line("");
        line("## What each adds to a request");
        line("");
        line(
                "Request to response of 50 bytes, JMH, one fork, C2: the difference to the same request without it. A negative one says that it is below what the machine can tell.");
        line(
                "The eight are `RequestId`, `AccessLog`, `SecurityHeaders`, `Cors`, `BodyLimit`, `ApiKeyAuthentication`, `Authorization` and `RateLimit`; without a key there are `ServerTiming` and `CacheControl` in the place of the two that know callers. A middleware that does nothing is in [benchmarks.md](benchmarks.md).");
        for (String jdk : measured.jdks()) {
            List<Result> results = measured.of(jdk, "middleware");
            results.stream()
                    .filter(each -> each.parameter("stack").equals(Stacks.NONE))
                    .forEach(none -> table(jdk, none, results));
        }
    }

    private void table(String jdk, Result none, List<Result> results) {
        line("");
        line("| JDK %s, over %,.0f ns and %,.0f B | time | bytes |", jdk, none.nanos(), none.bytes());
        line("|---|---:|---:|");
        for (Result each : results) {
            if (each != none) {
                line(
                        "| %s | %+,.0f ns | %+,.0f B |",
                        each.parameter("stack"), each.nanos() - none.nanos(), each.bytes() - none.bytes());
            }
        }
    }

    private void starts() {
        line("");
        line("## What each adds to a start");
        line("");
        line(
                "From the start of the process to the reply to its first request under AWS's runtime client, generated codecs, `-XX:+UseSerialGC -XX:TieredStopAtLevel=1`: CPU time of all threads, medians of rounds in turns, and classes.");
        line(
                "What needs SHA-256, HMAC, random numbers or SLF4J pays for the JDK's or the library's first use of them.");
        for (String jdk : measured.jdks()) {
            List<String[]> rows = measured.firstRequests().stream()
                    .filter(row -> row[0].equals(jdk) && row[1].equals("MIDDLEWARE"))
                    .toList();
            if (!rows.isEmpty()) {
                startTable(jdk, rows);
            }
        }
    }

    private void startTable(String jdk, List<String[]> rows) {
        String[] none = rows.get(0);
        line("");
        line("| JDK %s, over %s ms and %s classes | CPU | classes |", jdk, none[7], none[8]);
        line("|---|---:|---:|");
        for (String[] row : rows.subList(1, rows.size())) {
            line(
                    "| %s | %+.1f ms | %+d |",
                    row[2],
                    Double.parseDouble(row[7]) - Double.parseDouble(none[7]),
                    Long.parseLong(row[8]) - Long.parseLong(none[8]));
        }
    }
}
