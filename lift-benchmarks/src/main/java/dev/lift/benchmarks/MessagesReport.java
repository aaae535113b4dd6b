package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes {@code docs/performance/messages.md}: what it costs to take the messages of a queue, warm and at the start. */
public final class MessagesReport {
    private final Measurements measured;
    private final StringBuilder page = new StringBuilder();

    private MessagesReport(Measurements measured) {
        this.measured = measured;
    }

    /** Arguments: the folder of the results, the folder of the report, and the commit. */
    public static void main(String[] arguments) throws IOException {
        write(Measurements.in(Path.of(arguments[0])), Path.of(arguments[1]), arguments[2]);
    }

    static void write(Measurements measured, Path folder, String commit) throws IOException {
        MessagesReport report = new MessagesReport(measured);
        report.line("# Messages");
        report.line("");
        report.line(
                "Written by `scripts/bench messages` from one run: commit %s, %s, %d processors, JDK %s.",
                commit,
                Machine.name(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" and ", measured.jdks()));
        report.batches();
        report.starts();
        Files.writeString(folder.resolve("messages.md"), report.page);
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void batches() {
        line("");
        line("## A batch");
        line("");
        line(
                "Bytes of the event of an SQS queue to bytes of the reply that names the messages that failed, one of those in each batch of more than one, without a stack trace; bodies are orders as JSON. JMH, one fork, C2; the log is off. Ratios are to jackson-core by hand, which has none of what Lift does for each message: its boundary, deadline, log and route.");
        for (String jdk : measured.jdks()) {
            List<Result> results = measured.of(jdk, "messages");
            line("");
            line("| JDK %s | messages | time | ratio | bytes | time of each |", jdk);
            line("|---|---:|---:|---:|---:|---:|");
            for (Result each : results) {
                double messages = Double.parseDouble(each.parameter("messages"));
                line(
                        "| %s | %.0f | %,.0f ns | %.2fx | %,.0f B | %,.0f ns |",
                        each.parameter("function"),
                        messages,
                        each.nanos(),
                        each.nanos() / floor(results, each),
                        each.bytes(),
                        each.nanos() / messages);
            }
        }
    }

    private static double floor(List<Result> results, Result like) {
        return results.stream()
                .filter(each -> each.parameter("messages").equals(like.parameter("messages")))
                .filter(each -> each.parameter("function").equals("by hand, jackson-core"))
                .findFirst()
                .orElse(like)
                .nanos();
    }

    private void starts() {
        line("");
        line("## A start");
        line("");
        line(
                "From the start of the process to the reply to its first event, of ten messages, under AWS's runtime client, `-XX:+UseSerialGC -XX:TieredStopAtLevel=1`: medians of rounds in turns.");
        for (String jdk : measured.jdks()) {
            line("");
            line("| JDK %s | CPU | ratio | first event | classes |", jdk);
            line("|---|---:|---:|---:|---:|");
            double floor = 0;
            for (String[] row : measured.firstRequests()) {
                if (row[0].equals(jdk) && row[1].equals("MESSAGES")) {
                    double cpu = Double.parseDouble(row[7]);
                    floor = floor == 0 ? cpu : floor;
                    line("| %s | %s ms | %.2fx | %s ms | %s |", row[2], row[7], cpu / floor, row[5], row[8]);
                }
            }
        }
    }
}
