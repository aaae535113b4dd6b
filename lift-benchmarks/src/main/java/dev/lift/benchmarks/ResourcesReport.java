package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes {@code docs/performance/resources.md}: priming, what resources add to a start, and what they add to a request. */
public final class ResourcesReport {
    private final Measurements measured;
    private final StringBuilder page = new StringBuilder();

    private ResourcesReport(Measurements measured) {
        this.measured = measured;
    }

    /** Arguments: the folder of the results, the folder of the report, and the commit. */
    public static void main(String[] arguments) throws IOException {
        write(Measurements.in(Path.of(arguments[0])), Path.of(arguments[1]), arguments[2]);
    }

    static void write(Measurements measured, Path folder, String commit) throws IOException {
        ResourcesReport report = new ResourcesReport(measured);
        report.line("# Resources");
        report.line("");
        report.line(
                "Written by `scripts/bench resources` from one run: commit %s, %s, %d processors, JDK %s.",
                commit,
                Machine.name(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" and ", measured.jdks()));
        report.restores();
        report.starts();
        report.requests();
        Files.writeString(folder.resolve("resources.md"), report.page);
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private List<String[]> rows(String jdk, String kind) {
        return measured.firstRequests().stream()
                .filter(row -> row[0].equals(jdk) && row[1].equals(kind))
                .toList();
    }

    private void restores() {
        line("");
        line("## The first request after a restore");
        line("");
        line(
                "`POST /orders` under AWS's runtime client as SnapStart starts a function, `-XX:+UseSerialGC -XX:TieredStopAtLevel=1`; medians of %s rounds in turns. *Before* is the time from the start of",
                measured.firstRequests().isEmpty()
                        ? "0"
                        : measured.firstRequests().get(0)[3]);
        line(
                "the process to the checkpoint, priming included, which no client waits for. The restore goes on in the same process: loading a snapshot is not in here, and comes on top for all alike.");
        for (String jdk : measured.jdks()) {
            line("");
            line("| JDK %s | before | first request | CPU of it | to not primed |", jdk);
            line("|---|---:|---:|---:|---:|");
            double floor = 0;
            for (String[] row : rows(jdk, "RESTORED")) {
                double first = Double.parseDouble(row[5]);
                floor = row[2].endsWith("not primed") ? first : floor;
                line("| %s | %s ms | %s ms | %s ms | %.2fx |", row[2], row[4], row[5], row[6], first / floor);
            }
        }
    }

    private void starts() {
        line("");
        line("## What resources add to a start on demand");
        line("");
        line(
                "From the start of the process to the reply to its first request, by generated codecs: one resource that does nothing, the middleware that counts, the hook, and the registration of the extension over two sockets.");
        for (String jdk : measured.jdks()) {
            line("");
            line("| JDK %s | CPU | init | first request |", jdk);
            line("|---|---:|---:|---:|");
            for (String[] row : rows(jdk, "ON_DEMAND")) {
                line("| %s | %s ms | %s ms | %s ms |", row[2], row[7], row[4], row[5]);
            }
        }
    }

    private void requests() {
        line("");
        line("## What they add to a request");
        line("");
        line(
                "Request to response, JMH, one fork, C2. A flush before the timeout needs the handler on a thread of its own.");
        for (String jdk : measured.jdks()) {
            line("");
            line("| JDK %s | time | bytes |", jdk);
            line("|---|---:|---:|");
            for (Result each : measured.of(jdk, "resources")) {
                line("| %s | %,.0f ns | %,.0f B |", each.parameter("served"), each.nanos(), each.bytes());
            }
        }
    }
}
