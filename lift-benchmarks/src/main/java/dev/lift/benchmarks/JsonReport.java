package dev.lift.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes a table in Markdown of the results of {@link JsonBenchmark}: each figure next to that of databind in the same run. */
public final class JsonReport {
    private static final List<String> WAYS = List.of("generated", "explicit", "avaje", "databind");

    private JsonReport() {}

    public static void main(String[] arguments) throws IOException {
        System.out.printf("%nJDK %s:%n%n", System.getProperty("java.version"));
        System.out.println("| compiler | body | | " + String.join(" | ", WAYS) + " |");
        System.out.println("|---|---|---|" + "---:|".repeat(WAYS.size()));
        print("C2", Path.of(arguments[0]));
        print("C1", Path.of(arguments[1]));
    }

    private static void print(String compiler, Path csv) throws IOException {
        Map<String, Double> scores = scores(csv);
        for (String body : new String[] {"order", "basket"}) {
            for (String operation : new String[] {"read", "write"}) {
                List<String> times = new ArrayList<>();
                List<String> bytes = new ArrayList<>();
                for (String way : WAYS) {
                    double time = scores.get(operation + " " + body + " " + way);
                    double floor = scores.get(operation + " " + body + " databind");
                    times.add(String.format(Locale.ROOT, "%.0f ns (%.2fx)", time, time / floor));
                    bytes.add(String.format(
                            Locale.ROOT, "%,.0f B", scores.get(operation + " " + body + " " + way + " bytes")));
                }
                System.out.println(
                        "| " + compiler + " | " + body + " | " + operation + " | " + String.join(" | ", times) + " |");
                System.out.println("| | | | " + String.join(" | ", bytes) + " |");
            }
        }
    }

    /** The columns are: benchmark, mode, threads, samples, score, error, unit, then the parameters body and by. */
    private static Map<String, Double> scores(Path csv) throws IOException {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (String line : Files.readAllLines(csv)) {
            String[] cells = line.replace("\"", "").split(",");
            String[] name = cells[0].split(":");
            boolean bytes = name.length > 1 && name[1].endsWith("gc.alloc.rate.norm");
            if (!cells[0].startsWith("dev.lift") || name.length > 1 && !bytes) {
                continue;
            }
            String operation = name[0].substring(name[0].lastIndexOf('.') + 1);
            String key = operation + " " + cells[7] + " " + cells[8] + (bytes ? " bytes" : "");
            scores.put(key, Double.parseDouble(cells[4]));
        }
        return scores;
    }
}
