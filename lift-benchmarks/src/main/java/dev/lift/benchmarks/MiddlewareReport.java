package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Writes {@code docs/performance/middleware.md} and {@code middleware-starts.md}: what each middleware adds to a request, and to a start. */
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
        MiddlewareReport requests = new MiddlewareReport(measured);
        requests.head("Middleware: requests", commit);
        requests.requests();
        Files.writeString(folder.resolve("middleware.md"), requests.page);
        MiddlewareReport starts = new MiddlewareReport(measured);
        starts.head("Middleware: starts", commit);
        starts.starts();
        Files.writeString(folder.resolve("middleware-starts.md"), starts.page);
    }

    private void head(String title, String commit) {
        line("# %s", title);
        line("");
        line(
                "Written by `scripts/bench middleware` from one run: commit %s, %s, %d processors, JDK %s.",
                commit,
                Machine.name(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" and ", measured.jdks()));
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void requests() {
        line("");
        line("## What each adds to a request");
        line("");
        line(
                "Request to response, JMH, one fork, C2: the difference to the same request without it. A negative one says that it is below what the machine can tell.");
        line(
                "The eight are `RequestId`, `AccessLog`, `SecurityHeaders`, `Cors`, `BodyLimit`, `ApiKeyAuthentication`, `Authorization` and `RateLimit`; without a key there are `ServerTiming` and `CacheControl` in the place of the two that know callers.");
        for (String jdk : measured.jdks()) {
            Map<Stack, Result> results = new EnumMap<>(Stack.class);
            for (Result each : measured.of(jdk, "middleware")) {
                results.put(Stack.valueOf(each.parameter("stack")), each);
            }
            for (Stack.Exchange exchange : Stack.Exchange.values()) {
                table(jdk, exchange, results);
            }
        }
    }

    private void table(String jdk, Stack.Exchange exchange, Map<Stack, Result> results) {
        Result none = results.get(exchange.none());
        if (none == null) {
            return;
        }
        line("");
        line(
                "| JDK %s, %s, over %,.0f ns and %,.0f B | time | bytes |",
                jdk, exchange.sentence, none.nanos(), none.bytes());
        line("|---|---:|---:|");
        results.forEach((stack, each) -> {
            if (stack.exchange == exchange && each != none) {
                line(
                        stack.alike() == 1 ? "| %s | %+,.0f ns | %+,.0f B |" : "| %s | %+,.1f ns | %+,.1f B |",
                        stack.label,
                        (each.nanos() - none.nanos()) / stack.alike(),
                        (each.bytes() - none.bytes()) / stack.alike());
            }
        });
    }

    private void starts() {
        line("");
        line("## What each adds to a start");
        line("");
        line(
                "From the start of the process to the reply to its first request under AWS's runtime client, generated codecs, `-XX:+UseSerialGC -XX:TieredStopAtLevel=1`: CPU time of all threads, medians of rounds in turns, and classes. The requests are those of [the tables of requests](middleware.md), with replies as JSON and bodies that are read. They are the first of their process, so that none of them is a hit or a replay.");
        line(
                "What needs SHA-256, HMAC, random numbers, SLF4J or a library pays for the first use of them. Behind `ofHashes` of `BasicAuthentication` are 600,000 rounds of HMAC for each password, as there have to be.");
        for (String jdk : measured.jdks()) {
            Map<Stack, String[]> rows = new EnumMap<>(Stack.class);
            for (String[] row : measured.firstRequests()) {
                if (row[0].equals(jdk) && row[1].equals("MIDDLEWARE")) {
                    rows.put(Stack.valueOf(row[2]), row);
                }
            }
            if (!rows.isEmpty()) {
                startTable(jdk, rows);
            }
        }
    }

    private void startTable(String jdk, Map<Stack, String[]> rows) {
        line("");
        line("| JDK %s | CPU | classes |", jdk);
        line("|---|---:|---:|");
        rows.forEach((stack, row) -> {
            String[] none = rows.get(stack == Stack.BEAN_VALIDATION ? Stack.NONE_WRITE : stack.exchange.none());
            if (none == null || none == row) {
                line("| %s: a %s | %s ms | %s |", stack.label, stack.exchange.method, row[7], row[8]);
            } else {
                line(
                        "| %s | %+.1f ms | %+d |",
                        stack.label,
                        Double.parseDouble(row[7]) - Double.parseDouble(none[7]),
                        Long.parseLong(row[8]) - Long.parseLong(none[8]));
            }
        });
    }
}
