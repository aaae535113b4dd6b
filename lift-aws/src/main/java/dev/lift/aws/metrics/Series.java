package dev.lift.aws.metrics;

import dev.lift.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured for one set of dimensions since the last flush. Guarded by the metrics that it is of. */
final class Series {
    /** The most values of a metric, and the most metrics, of one document. */
    private static final int MOST = 100;

    private final Map<String, Values> metrics = new LinkedHashMap<>();

    private record Values(MetricUnit unit, List<Double> values) {}

    /** Adds a value, and returns whether the series is full with it. */
    boolean add(String name, double value, MetricUnit unit) {
        List<Double> values = metrics.computeIfAbsent(name, key -> new Values(unit, new ArrayList<>(1))).values;
        values.add(value);
        return values.size() == MOST || metrics.size() == MOST;
    }

    /** Writes the document of these values. */
    void write(String namespace, Map<String, String> dimensions, List<List<String>> sets, long millis, JsonWriter out) {
        out.beginObject().name("_aws").beginObject();
        out.name("Timestamp").number(millis);
        out.name("CloudWatchMetrics").beginArray().beginObject();
        out.name("Namespace").string(namespace);
        out.name("Dimensions").beginArray();
        for (List<String> set : sets) {
            out.beginArray();
            set.forEach(out::string);
            out.endArray();
        }
        out.endArray().name("Metrics").beginArray();
        metrics.forEach((name, each) -> out.beginObject()
                .name("Name")
                .string(name)
                .name("Unit")
                .string(each.unit.cloudWatchName())
                .endObject());
        out.endArray().endObject().endArray().endObject();
        dimensions.forEach((name, value) -> out.name(name).string(value));
        metrics.forEach((name, each) -> {
            out.name(name);
            if (each.values.size() == 1) {
                out.number(each.values.get(0));
            } else {
                out.beginArray();
                each.values.forEach(out::number);
                out.endArray();
            }
        });
        out.endObject();
    }
}
