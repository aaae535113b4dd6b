package dev.lift.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.benchmarks.Measurements.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** What is made of measurements: pages that have them all, charts that are well-formed, and a guard that can fail. */
class ReportTest {
    @TempDir
    private Path folder;

    private static final String[] COLD_STARTS = {
        "17.0.15,order,no,\"constant reply\",3,111.6,1.000,0.754,86.7,1.6,1.2,88.0,936,40.0,533",
        "17.0.15,order,no,\"by hand, jackson-core\",3,148.0,1.326,1.000,106.5,15.0,17.2,121.5,1037,44.1,899",
        "17.0.15,order,no,\"Lift, generated codecs\",3,129.1,1.116,0.863,98.3,7.9,9.8,105.7,982,41.4,1530",
        "17.0.15,hello,no,\"constant reply\",3,111.6,1.000,0.754,86.7,1.6,1.2,88.0,936,40.0,533",
        "17.0.15,hello,no,\"Lift, generated codecs\",3,129.1,1.116,0.863,98.3,7.9,9.8,105.7,972,41.4,1530",
    };

    private static String json(String benchmark, double nanos, double bytes, String parameters) {
        return String.format(
                Locale.ROOT,
                "{\"benchmark\":\"dev.lift.benchmarks.%s\",\"params\":{%s},\"primaryMetric\":{\"score\":%f,\"scoreError\":\"NaN\"},"
                        + "\"secondaryMetrics\":{\"gc.alloc.rate.norm\":{\"score\":%f}}}",
                benchmark,
                parameters,
                nanos,
                bytes);
    }

    private void suite(String name, String... results) throws IOException {
        Files.writeString(folder.resolve("17.0.15-" + name + ".json"), "[" + String.join(",", results) + "]");
    }

    private static String route(String router, String table, double nanos) {
        return json(
                "RoutingBenchmark.find",
                nanos,
                0,
                "\"router\":\"" + router + "\",\"table\":\"" + table + "\",\"which\":\"hit\"");
    }

    private static String dispatch(int middleware, double nanos, double bytes) {
        return json("DispatchBenchmark.dispatch", nanos, bytes, "\"middleware\":\"" + middleware + "\"");
    }

    private static String error(String by, String outcome, double nanos, double bytes) {
        return json(
                "ErrorsBenchmark.answer",
                nanos,
                bytes,
                "\"by\":\"" + by + "\",\"outcome\":\"" + outcome + "\",\"thrown\":\"anew\"");
    }

    private static String event(String function, String request, double nanos) {
        return json(
                "EventBenchmark.handle",
                nanos,
                5_000,
                "\"function\":\"" + function + "\",\"request\":\"" + request + "\",\"source\":\"HTTP_API\"");
    }

    private Measurements measured(double lookup, double middleware, double constructed) throws IOException {
        List<String> rows = new ArrayList<>(List.of(ColdStart.HEADER));
        rows.addAll(List.of(COLD_STARTS));
        Files.write(folder.resolve("cold-start.csv"), rows);
        Files.writeString(folder.resolve("17.0.15-memory.csv"), "jdk,routes,retained_bytes\n17.0.15,100,34880\n");
        suite(
                "parity",
                json("ParityBenchmark.construct", 1_300, constructed, ""),
                json("ParityBenchmark.register100Routes", 80_000, 143_000, ""),
                json("ParityBenchmark.request", 33, 120, ""));
        suite("dispatch", dispatch(0, 90, 0), dispatch(5, 110, 64), dispatch(25, middleware, 64));
        suite(
                "events",
                event("Floors$Stream", "hello", 1_700),
                event("LiftFunctions$Generated", "hello", 1_900),
                event("Floors$Stream", "order", 2_400),
                event("LiftFunctions$Generated", "order", 2_900));
        suite(
                "errors",
                error("core", "served", 80, 64),
                error("lift-errors", "served", 81, 64),
                error("lift-errors", "ApiException", 1_500, 2_000));
        suite("pool-1", json("PoolBenchmark.borrowAndReturn", 90, 100, "\"by\":\"Lift\""));
        suite("pool-2", json("PoolBenchmark.borrowAndReturn", 200, 100, "\"by\":\"Lift\""));
        Files.write(
                folder.resolve("first-request.csv"),
                List.of(
                        FirstRequest.HEADER,
                        "17.0.15,RESTORED,\"databind, not primed\",11,300.0,40.00,60.00,400.0",
                        "17.0.15,RESTORED,\"databind, each route once\",11,500.0,4.00,6.00,600.0",
                        "17.0.15,ON_DEMAND,\"no resources\",11,100.0,20.00,30.00,130.0",
                        "17.0.15,MIDDLEWARE,\"NONE\",11,100.0,20.00,30.00,130.0,900",
                        "17.0.15,MIDDLEWARE,\"REQUEST_ID\",11,100.0,20.00,30.00,131.5,903"));
        suite(
                "middleware",
                json("MiddlewareBenchmark.handle", 90, 64, "\"stack\":\"NONE\""),
                json("MiddlewareBenchmark.handle", 120, 160, "\"stack\":\"REQUEST_ID\""));
        Files.write(
                folder.resolve("messages-first-request.csv"),
                List.of(
                        FirstRequest.HEADER,
                        "17.0.15,MESSAGES,\"by hand, jackson-core\",11,100.0,20.00,30.00,150.0,1000",
                        "17.0.15,MESSAGES,\"Lift, generated codecs\",11,100.0,20.00,30.00,135.0,950"));
        suite(
                "messages",
                json(
                        "MessageBenchmark.handle",
                        1_000,
                        640,
                        "\"function\":\"by hand, jackson-core\",\"messages\":\"10\""),
                json(
                        "MessageBenchmark.handle",
                        1_500,
                        160,
                        "\"function\":\"Lift, generated codecs\",\"messages\":\"10\""));
        suite("resources", json("ResourcesBenchmark.answer", 95, 96, "\"served\":\"counted\""));
        suite("recovery", json("RecoveryBenchmark.call", 150, 200, "\"strategies\":\"retry\""));
        suite(
                "routing",
                route("segment trie", "param10", 110),
                route("segment trie", "param100", 120),
                route("segment trie", "param10000", 200),
                route("Lift", "param10", 130),
                route("Lift", "param100", lookup),
                route("Lift", "param10000", 250));
        return Measurements.in(folder);
    }

    @Test
    void guard_figuresWithinTheirLimits_passes() throws IOException {
        assertThat(Guard.check(measured(140, 200, 4_600), 200_000)).isEmpty();
    }

    @Test
    void guard_figuresOverTheirLimits_namesEach() throws IOException {
        assertThat(Guard.check(measured(500, 900, 9_000), 300_000))
                .hasSize(4)
                .anyMatch(figure -> figure.startsWith("bytes of lift-core's jar: 300000.00, at most"))
                .anyMatch(figure -> figure.contains("4 routes, allocated"))
                .anyMatch(figure -> figure.contains("25 middleware"))
                .anyMatch(figure -> figure.contains("trie by hand"));
    }

    @Test
    void measurements_areReadWithTheirParameters() throws IOException {
        Result result = measured(140, 200, 4_600).of("17.0.15", "dispatch").get(1);
        assertThat(result.parameters()).isEqualTo(Map.of("middleware", "5"));
        assertThat(result.bytes()).isEqualTo(64);
    }

    @Test
    void report_ofARun_hasPagesTablesAndCharts() throws Exception {
        measured(140, 200, 4_600);
        Path report = Files.createDirectory(folder.resolve("report"));
        Report.main(new String[] {folder.toString(), report.toString(), "abc1234"});
        assertThat(Files.readString(report.resolve("benchmarks.md")))
                .contains(
                        "commit abc1234",
                        "| Lift, generated codecs | 129 ms | 1.12x | 0.86x |",
                        "| Lift, generated codecs | 1,900 ns | 1.12x | 5,000 B | 2,900 ns | 1.21x | 5,000 B |",
                        "| param100 |  |  | 120 | 140 |",
                        "| 5 | 110 ns | 64 B | 9.1 million |",
                        "100 routes 34,880 B (JDK 17.0.15)")
                .doesNotContain("NaN", "null");
        assertThat(Files.readString(report.resolve("errors.md")))
                .contains(
                        "commit abc1234", "| served |  | 80 ns | 64 B | 81 ns | 64 B |", "| retry | 150 ns | 200 B |");
        assertThat(Files.readString(report.resolve("pool.md")))
                .contains("commit abc1234", "| Lift | 90 ns | 100 B | 200 ns | 100 B |");
        assertThat(Files.readString(report.resolve("resources.md")))
                .contains(
                        "commit abc1234",
                        "| databind, each route once | 500.0 ms | 4.00 ms | 6.00 ms | 0.10x |",
                        "| no resources | 130.0 ms | 100.0 ms | 20.00 ms |",
                        "| counted | 95 ns | 96 B |");
        assertThat(Files.readString(report.resolve("middleware.md")))
                .contains(
                        "| JDK 17.0.15, a GET with a reply of 50 bytes, over 90 ns and 64 B | time | bytes |",
                        "| RequestId | +30 ns | +96 B |");
        assertThat(Files.readString(report.resolve("middleware-starts.md")))
                .contains("| none: a GET | 130.0 ms | 900 |", "| RequestId | +1.5 ms | +3 |");
        assertThat(Files.readString(report.resolve("messages.md")))
                .contains(
                        "| Lift, generated codecs | 10 | 1,500 ns | 1.50x | 160 B | 150 ns |",
                        "| Lift, generated codecs | 135.0 ms | 0.90x | 20.00 ms | 950 |");
        assertThat(Files.readAllLines(report.resolve("jmh.csv"))).hasSize(28);
        assertThat(Files.readAllLines(report.resolve("cold-start.csv"))).hasSize(6);
        for (String chart : new String[] {"cold-start-17", "routing-17", "middleware-17"}) {
            DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
            parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            Document svg = parsers.newDocumentBuilder()
                    .parse(report.resolve(chart + ".svg").toFile());
            assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        }
    }
}
