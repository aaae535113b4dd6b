package dev.lift.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of the report about cold starts. */
final class ColdStartTables {
    /** Where the lines of the page go. */
    interface Page {
        void line(String format, Object... arguments);
    }

    private final Measurements measured;
    private final Path folder;
    private final Page page;

    ColdStartTables(Measurements measured, Path folder, Page page) {
        this.measured = measured;
        this.folder = folder;
        this.page = page;
    }

    private List<String[]> coldStarts(String jdk, String request, String archive) {
        return measured.coldStarts().stream()
                .filter(row -> row[0].equals(jdk) && row[1].equals(request) && row[2].equals(archive))
                .toList();
    }

    void write() throws IOException {
        if (measured.coldStarts().isEmpty()) {
            return;
        }
        page.line("");
        page.line("## Cold start");
        page.line("");
        page.line(
                "From the start of the process to the reply under AWS's runtime interface client, with `-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m`; all functions");
        page.line(
                "serve the same four routes. Medians of %s rounds in which each function started once in turn; ratios are medians of the rounds' ratios.",
                measured.coldStarts().get(0)[4]);
        page.line(
                "*Constant* answers always the same: the JVM and the runtime client alone. *By hand, indexOf* is no correct reader of events but shows the limit.");
        page.line(
                "*First* is the first invocation, *warm* the median of the 21 after it, through the runtime interface client.");
        for (String archive : new String[] {"no", "yes"}) {
            for (String jdk : measured.jdks()) {
                for (String request : new String[] {"hello", "order"}) {
                    table(jdk, request, archive);
                }
            }
        }
        for (String jdk : measured.jdks()) {
            List<String> names = new ArrayList<>();
            List<Double> millis = new ArrayList<>();
            for (String[] row : coldStarts(jdk, "order", "no")) {
                names.add(row[3]);
                millis.add(Double.parseDouble(row[5]));
            }
            Charts.bars(
                    folder.resolve("cold-start-" + feature(jdk) + ".svg"),
                    "POST /orders: start to first reply, JDK " + jdk,
                    "CPU, ms",
                    names,
                    millis);
        }
    }

    private void table(String jdk, String request, String archive) {
        List<String[]> rows = coldStarts(jdk, request, archive);
        if (rows.isEmpty()) {
            return;
        }
        page.line("");
        String how = archive.equals("no")
                ? ""
                : feature(jdk) >= 25 ? ", with an AOT cache (JEP 514)" : ", with an archive of its classes (AppCDS)";
        page.line("### %s, JDK %s%s", request.equals("hello") ? "GET /hello" : "POST /orders", jdk, how);
        page.line("");
        if (archive.equals("no") && request.equals("order")) {
            page.line("![CPU time to the first reply](cold-start-%d.svg)", feature(jdk));
            page.line("");
        }
        page.line(
                "| function | CPU | to constant | to jackson-core | wall | first | first, CPU | classes | resident | warm |");
        page.line("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (String[] row : rows) {
            page.line(
                    "| %s | %.0f ms | %.2fx | %.2fx | %.0f ms | %.1f ms | %.1f ms | %s | %.0f MB | %s us |",
                    row[3],
                    number(row[5]),
                    number(row[6]),
                    number(row[7]),
                    number(row[11]),
                    number(row[9]),
                    number(row[10]),
                    row[12],
                    number(row[13]),
                    row[14]);
        }
    }

    private static double number(String cell) {
        return Double.parseDouble(cell);
    }

    static int feature(String jdk) {
        return Integer.parseInt(jdk.substring(0, jdk.indexOf('.')));
    }
}
