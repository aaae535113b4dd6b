package dev.lift.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a run of {@code scripts/bench} has measured: results of JMH, and the rows of cold starts, of retained heap and of first requests. */
record Measurements(
        List<Result> results, List<String[]> coldStarts, List<String[]> memory, List<String[]> firstRequests) {
    /** One result of JMH. */
    record Result(
            String jdk,
            String suite,
            String method,
            Map<String, String> parameters,
            double nanos,
            double error,
            double bytes) {
        String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }
    }

    static Measurements in(Path folder) throws IOException {
        Measurements measured =
                new Measurements(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        measured.read(folder);
        return measured;
    }

    private void read(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".json")) {
                readSuite(
                        file,
                        name.substring(0, name.indexOf('-')),
                        name.substring(name.indexOf('-') + 1, name.length() - 5));
            } else if (name.equals("cold-start.csv")) {
                coldStarts.addAll(rows(file));
            } else if (name.endsWith("first-request.csv")) {
                firstRequests.addAll(rows(file));
            } else if (name.endsWith("memory.csv")) {
                memory.addAll(rows(file));
            }
        }
    }

    private void readSuite(Path file, String jdk, String suite) throws IOException {
        for (JsonNode each : new JsonMapper().readTree(file.toFile())) {
            String method = each.get("benchmark").textValue();
            Map<String, String> parameters = new LinkedHashMap<>();
            each.path("params")
                    .properties()
                    .forEach(entry ->
                            parameters.put(entry.getKey(), entry.getValue().textValue()));
            double bytes = 0;
            for (Map.Entry<String, JsonNode> secondary :
                    each.get("secondaryMetrics").properties()) {
                if (secondary.getKey().endsWith("gc.alloc.rate.norm")) {
                    bytes = secondary.getValue().get("score").doubleValue();
                }
            }
            JsonNode metric = each.get("primaryMetric");
            results.add(new Result(
                    jdk,
                    suite,
                    method.substring(method.lastIndexOf('.') + 1),
                    parameters,
                    metric.get("score").doubleValue(),
                    metric.path("scoreError").asDouble(),
                    bytes));
        }
    }

    /** Rows without the header. Only names have quotes, and only names have commas. */
    private static List<String[]> rows(Path csv) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (String line :
                Files.readAllLines(csv).subList(1, Files.readAllLines(csv).size())) {
            String[] cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
            for (int i = 0; i < cells.length; i++) {
                cells[i] = cells[i].replace("\"", "");
            }
            rows.add(cells);
        }
        return rows;
    }

    List<String> jdks() {
        TreeSet<String> jdks = new TreeSet<>();
        results.forEach(result -> jdks.add(result.jdk()));
        return List.copyOf(jdks);
    }

    List<Result> of(String jdk, String suite) {
        return results.stream()
                .filter(result -> result.jdk().equals(jdk) && result.suite().equals(suite))
                .toList();
    }
}
