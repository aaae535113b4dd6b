package dev.lift.benchmarks;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the pages, tables and charts of {@code docs/performance} from what a run of {@code scripts/bench} has measured. */
public final class Report {
    private static final List<String> ROUTERS =
            List.of("nothing", "HashMap", "segment trie", "Lift", "Jooby", "Spring", "Undertow");

    private final Measurements measured;
    private final StringBuilder page = new StringBuilder();
    private final Path folder;

    private Report(Measurements measured, Path folder) {
        this.measured = measured;
        this.folder = folder;
    }

    /** Arguments: the folder of the results, the folder of the report, and the commit. */
    public static void main(String[] arguments) throws IOException {
        Measurements measured = Measurements.in(Path.of(arguments[0]));
        new Report(measured, Path.of(arguments[1])).write(arguments[2]);
        ErrorsReport.write(measured, Path.of(arguments[1]), arguments[2]);
        PoolReport.write(measured, Path.of(arguments[1]), arguments[2]);
        ResourcesReport.write(measured, Path.of(arguments[1]), arguments[2]);
        MiddlewareReport.write(measured, Path.of(arguments[1]), arguments[2]);
        MessagesReport.write(measured, Path.of(arguments[1]), arguments[2]);
    }

    private void line(String format, Object... arguments) {
        page.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private void write(String commit) throws IOException {
        line("# Benchmarks");
        line("");
        line(
                "Written by `scripts/bench` (`make bench`) from one run: commit %s, %s, %d processors, JDK %s. Read the",
                commit,
                Machine.name(),
                Runtime.getRuntime().availableProcessors(),
                String.join(" and ", measured.jdks()));
        line(
                "figures as ratios, and differences of a tenth as noise: the machine is a shared virtual one. The numbers behind the page are in");
        line(
                "[jmh.csv](jmh.csv), [cold-start.csv](cold-start.csv) and [memory.csv](memory.csv). [notes.md](notes.md) says what was tried to make them better.");
        new ColdStartTables(measured, folder, this::line).write();
        events();
        routing();
        dispatch();
        parity();
        json();
        Files.writeString(folder.resolve("benchmarks.md"), page);
        writeCsv();
    }

    // Suites of JMH

    private static String function(String type) {
        String name = EventBenchmark.class.getPackageName() + "." + type;
        for (Map.Entry<String, Class<?>> own : Functions.OWN.entrySet()) {
            if (own.getValue().getName().equals(name)) {
                return own.getKey();
            }
        }
        for (Map.Entry<String, String> peer : Functions.PEERS.entrySet()) {
            if (peer.getValue().equals(type)) {
                return peer.getKey();
            }
        }
        throw new IllegalArgumentException(type);
    }

    private void events() {
        line("");
        line("## Bytes of an event to bytes of the reply, warm");
        line("");
        line(
                "One thread calls `handleRequest`; JMH, 1 fork, 3 iterations of a second to warm up and 3 to measure. The floor of the ratios is the function by hand on jackson-core.");
        for (String jdk : measured.jdks()) {
            List<Result> all = new ArrayList<>(measured.of(jdk, "events"));
            measured.results().stream()
                    .filter(result -> result.jdk().equals(jdk) && result.suite().matches("events-(?!c1).*"))
                    .forEach(all::add);
            eventTable("JDK " + jdk + ", C2", all);
            eventTable(
                    "JDK " + jdk + ", C1 alone, which is where Lambda stops unless told otherwise",
                    measured.of(jdk, "events-c1"));
            List<Result> sources = measured.of(jdk, "sources");
            if (!sources.isEmpty()) {
                line("");
                line(
                        "Lift, generated codecs, `POST /orders` from other sources: %s.",
                        String.join(
                                ", ",
                                sources.stream()
                                        .map(each -> String.format(
                                                Locale.ROOT,
                                                "%s %,.0f ns and %,.0f B",
                                                each.parameter("source"),
                                                each.nanos(),
                                                each.bytes()))
                                        .toList()));
            }
        }
    }

    private void eventTable(String title, List<Result> all) {
        if (all.isEmpty()) {
            return;
        }
        line("");
        line("%s:", title);
        line("");
        line("| function | GET /hello | | bytes | POST /orders | | bytes |");
        line("|---|---:|---:|---:|---:|---:|---:|");
        Map<String, StringBuilder> rows = new LinkedHashMap<>();
        for (String request : new String[] {"hello", "order"}) {
            double floor = all.stream()
                    .filter(each -> each.parameter("function").endsWith("Floors$Stream")
                            && each.parameter("request").equals(request))
                    .findFirst()
                    .orElseThrow()
                    .nanos();
            for (Result each : all) {
                if (each.parameter("request").equals(request)) {
                    rows.computeIfAbsent(function(each.parameter("function")), name -> new StringBuilder())
                            .append(String.format(
                                    Locale.ROOT,
                                    " %,.0f ns | %.2fx | %,.0f B |",
                                    each.nanos(),
                                    each.nanos() / floor,
                                    each.bytes()));
                }
            }
        }
        rows.forEach((name, cells) -> line("| %s |%s", name, cells));
    }

    private void routing() throws IOException {
        line("");
        line("## Routing alone");
        line("");
        line(
                "From the bytes of a path, as nobody has hashed it yet, to its route and the values of its parameters. *nothing* only makes the string, *HashMap* looks the whole path up");
        line(
                "in a map (which knows no parameters), *segment trie* has a map of segments at each node; then Lift and routers of others. `githubN`: the public API of GitHub;");
        line(
                "`staticN` and `paramN`: N routes such as `/api/v1/resource7` and `/api/v1/resource7/{id}/sub/{subid}`. Nanoseconds; paths of all routes in a random order.");
        for (String jdk : measured.jdks()) {
            List<Result> all = measured.of(jdk, "routing");
            List<String> tables =
                    all.stream().map(each -> each.parameter("table")).distinct().toList();
            line("");
            line("JDK %s:", jdk);
            line("");
            line("| table | %s |", String.join(" | ", ROUTERS));
            line("|---|%s", "---:|".repeat(ROUTERS.size()));
            for (String table : tables) {
                List<String> cells = new ArrayList<>();
                for (String router : ROUTERS) {
                    cells.add(cell(all, "table", table, router));
                }
                line(
                        "| %s%s | %s |",
                        table,
                        table.equals("github") ? Tables.patterns("github").size() : "",
                        String.join(" | ", cells));
            }
            Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
            for (Result each : all) {
                if (each.parameter("table").startsWith("param")) {
                    lines.computeIfAbsent(each.parameter("router"), name -> new LinkedHashMap<>())
                            .put(Integer.parseInt(each.parameter("table").substring(5)), each.nanos());
                }
            }
            String chart = "routing-" + ColdStartTables.feature(jdk) + ".svg";
            Charts.scaling(
                    folder.resolve(chart), "Lookup of a route with two parameters, JDK " + jdk, "routes", "ns", lines);
            line("");
            line("![Time of a lookup over the number of routes](%s)", chart);
            List<Result> which = measured.of(jdk, "routing-which");
            if (!which.isEmpty()) {
                line("");
                line(
                        "1,000 routes with parameters, one path again and again: that of the first, middle and last route, one that none serves, and one that goes on for 120 segments.");
                line("");
                line("| path | %s |", String.join(" | ", ROUTERS.subList(2, ROUTERS.size())));
                line("|---|%s", "---:|".repeat(ROUTERS.size() - 2));
                for (String path : new String[] {"first", "middle", "last", "miss", "hostile"}) {
                    List<String> cells = new ArrayList<>();
                    for (String router : ROUTERS.subList(2, ROUTERS.size())) {
                        cells.add(cell(which, "which", path, router));
                    }
                    line("| %s | %s |", path, String.join(" | ", cells));
                }
            }
        }
    }

    private static String cell(List<Result> all, String parameter, String value, String router) {
        return all.stream()
                .filter(each -> each.parameter(parameter).equals(value)
                        && each.parameter("router").equals(router))
                .map(each -> String.format(Locale.ROOT, "%,.0f", each.nanos()))
                .findFirst()
                .orElse("");
    }

    private void dispatch() throws IOException {
        line("");
        line("## Request to response");
        line("");
        line(
                "`Lift.handle` in an app of 100 routes with two parameters each: limits, router, chain, handler. The middleware do nothing.");
        for (String jdk : measured.jdks()) {
            List<Result> all = measured.of(jdk, "dispatch");
            line("");
            line("| JDK %s: middleware | time | bytes | per second and core |", jdk);
            line("|---|---:|---:|---:|");
            Map<String, Double> bars = new LinkedHashMap<>();
            for (Result each : all) {
                line(
                        "| %s | %.0f ns | %.0f B | %.1f million |",
                        each.parameter("middleware"), each.nanos(), each.bytes(), 1e3 / each.nanos());
                bars.put(each.parameter("middleware"), each.nanos());
            }
            if (all.size() > 1) {
                Result first = all.get(0);
                Result last = all.get(all.size() - 1);
                double count = Double.parseDouble(last.parameter("middleware"))
                        - Double.parseDouble(first.parameter("middleware"));
                line("");
                line("That is %.1f ns for each middleware.", (last.nanos() - first.nanos()) / count);
            }
            String chart = "middleware-" + ColdStartTables.feature(jdk) + ".svg";
            Charts.bars(
                    folder.resolve(chart),
                    "Request to response by number of middleware, JDK " + jdk,
                    "ns",
                    List.copyOf(bars.keySet()),
                    List.copyOf(bars.values()));
            line("");
            line("![Time over the number of middleware](%s)", chart);
            line("");
            line("What goes wrong, behind 5 middleware (*unmapped* writes a line to a log that is off):");
            line("");
            line("| outcome | time | bytes |");
            line("|---|---:|---:|");
            for (Result each : measured.of(jdk, "outcomes")) {
                line("| %s | %,.0f ns | %,.0f B |", each.parameter("outcome"), each.nanos(), each.bytes());
            }
        }
    }

    private void parity() {
        line("");
        line("## Construction only");
        line("");
        line(
                "A framework in Go of the same name published five figures: cold start 2 us, memory 30 KB, 2.5 million requests per second, 40 ns for each middleware, routing in O(1). What they had timed was");
        line(
                "the making of objects in a hot process; no request was dispatched. This is the same work here, next to the honest figures above.");
        line("");
        line("| work | its figure | JDK | here | bytes |");
        line("|---|---|---|---:|---:|");
        Map<String, String[]> works = new LinkedHashMap<>();
        works.put(
                "construct",
                new String[] {"an app with 5 empty middleware and 4 routes", "\"cold start\": 2 us, 2,432 B"});
        works.put(
                "register100Routes",
                new String[] {"an app with 100 routes with parameters", "\"memory\": 41 to 98 us, 30,369 B"});
        works.put(
                "request",
                new String[] {"a request", "\"routing\", \"middleware\", \"requests per second\": 400 ns, 568 B"});
        works.forEach((method, texts) -> {
            for (String jdk : measured.jdks()) {
                measured.of(jdk, "parity").stream()
                        .filter(each -> each.method().equals(method))
                        .forEach(each -> line(
                                "| %s | %s | %s | %,.0f ns | %,.0f B |",
                                texts[0], texts[1], jdk, each.nanos(), each.bytes()));
            }
        });
        line("");
        line(
                "The heap that an app retains once it is built, without the strings of its declarations and its handlers: %s.",
                String.join(
                        "; ",
                        measured.memory().stream()
                                .map(row -> String.format(
                                        Locale.ROOT,
                                        "%s routes %,d B (JDK %s)",
                                        row[1],
                                        Long.parseLong(row[2]),
                                        row[0]))
                                .toList()));
    }

    private void json() {
        line("");
        line("## JSON bodies");
        line("");
        line(
                "[json.md](json.md) has the whole comparison, also with C1. Here C2: *order* has three members in 40 bytes, *basket* 20 lines of five in 1.5 kB.");
        line("");
        line("| JDK | body | | generated | explicit | avaje | databind |");
        line("|---|---|---|---:|---:|---:|---:|");
        for (String jdk : measured.jdks()) {
            for (String body : new String[] {"order", "basket"}) {
                for (String operation : new String[] {"read", "write"}) {
                    List<String> cells = new ArrayList<>();
                    for (String by : new String[] {"generated", "explicit", "avaje", "databind"}) {
                        measured.of(jdk, "json").stream()
                                .filter(each -> each.method().equals(operation)
                                        && each.parameter("body").equals(body)
                                        && each.parameter("by").equals(by))
                                .forEach(each -> cells.add(
                                        String.format(Locale.ROOT, "%,.0f ns, %,.0f B", each.nanos(), each.bytes())));
                    }
                    line("| %s | %s | %s | %s |", jdk, body, operation, String.join(" | ", cells));
                }
            }
        }
    }

    private void writeCsv() throws IOException {
        List<String> jmh = new ArrayList<>(List.of("jdk,suite,method,parameters,nanoseconds,error,bytes"));
        for (Result each : measured.results()) {
            List<String> parameters = new ArrayList<>();
            each.parameters().forEach((name, value) -> parameters.add(name + "=" + value));
            jmh.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%s,%.1f,%.1f,%.0f",
                    each.jdk(),
                    each.suite(),
                    each.method(),
                    String.join(" ", parameters),
                    each.nanos(),
                    each.error(),
                    each.bytes()));
        }
        Files.write(folder.resolve("jmh.csv"), jmh);
        List<String> starts = new ArrayList<>(List.of(ColdStart.HEADER));
        measured.coldStarts().forEach(row -> {
            row[3] = '"' + row[3] + '"';
            starts.add(String.join(",", row));
        });
        Files.write(folder.resolve("cold-start.csv"), starts);
        List<String> heaps = new ArrayList<>(List.of("jdk,routes,retained_bytes"));
        measured.memory().forEach(row -> heaps.add(String.join(",", row)));
        Files.write(folder.resolve("memory.csv"), heaps);
    }
}
