package dev.lift.aws.metrics;

import dev.lift.json.JsonWriter;
import dev.lift.middleware.RequestMetrics;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Metrics for CloudWatch in its embedded metric format: each document is a line of the log, from which CloudWatch makes the metrics, so
 * that nothing is called and nothing is lost with a process that is frozen. As the sink of {@link RequestMetrics} it keeps how requests
 * went, and writes all that was measured once at the end of each; {@link #count} and {@link #record} are for what the business is about.
 *
 * <p>For requests there are {@code Requests}, {@code Latency}, {@code ClientErrors} (4xx), {@code Errors} (5xx) and {@code ColdStarts}, for
 * the service and for each route and method of it. Each set of dimension values is a metric that is paid for: beyond 1,000 different ones
 * ({@link #most}) values are {@code other}.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * EmfMetrics shop = EmfMetrics.of("Shop", "orders");
 * app.use(RequestMetrics.to(shop)).get("/", request -> {
 *     shop.count("OrdersPlaced", 1);
 *     shop.record("Amount", 12.5, MetricUnit.NONE, Map.of("currency", "EUR"));
 *     return Response.ok();
 * });
 * }</pre>
 */
public final class EmfMetrics implements RequestMetrics.Sink {
    private static final String OTHER = "other";
    private static final String SERVICE = "service";
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_VALUE = 1_024;
    private static final int MOST_DIMENSIONS = 30;

    private final String namespace;
    private final String service;
    private final Clock clock;
    private final Consumer<byte[]> out;
    private final int most;

    // What was measured since the last flush, by dimensions. Guarded by this.
    private final Map<Map<String, String>, Series> pending = new LinkedHashMap<>();

    /** All sets of dimensions that there have been, so that clients can not make more and more. Guarded by this. */
    private final Set<Map<String, String>> known = new HashSet<>();

    private EmfMetrics(String namespace, String service, Clock clock, Consumer<byte[]> out, int most) {
        this.namespace = namespace;
        this.service = service;
        this.clock = clock;
        this.out = out;
        this.most = most;
    }

    /**
     * Makes metrics that are written to standard output.
     *
     * @param namespace the namespace in CloudWatch, of 1 to 255 characters
     * @param service the value of the dimension {@code service}
     * @return the metrics
     * @throws IllegalArgumentException when the namespace is empty, too long, or not of visible ASCII
     */
    public static EmfMetrics of(String namespace, String service) {
        return new EmfMetrics(checkName(namespace), value(service), Clock.systemUTC(), EmfMetrics::print, 1_000);
    }

    /** As one write: two processes or threads must not mix their lines. */
    private static void print(byte[] line) {
        PrintStream stream = System.out;
        synchronized (stream) {
            stream.write(line, 0, line.length);
            stream.flush();
        }
    }

    /**
     * Sets where lines go, for tests.
     *
     * @param lines takes a line with its end
     * @return metrics with it, with nothing measured yet
     */
    public EmfMetrics to(Consumer<byte[]> lines) {
        return new EmfMetrics(namespace, service, clock, lines, most);
    }

    /**
     * Sets the clock, for tests.
     *
     * @param wall tells the time
     * @return metrics with it, with nothing measured yet
     */
    public EmfMetrics clock(Clock wall) {
        return new EmfMetrics(namespace, service, wall, out, most);
    }

    /**
     * Sets how many different sets of dimension values there may be.
     *
     * @param sets from 1; 1,000 unless set
     * @return metrics with it, with nothing measured yet
     * @throws IllegalArgumentException when it is below 1
     */
    public EmfMetrics most(int sets) {
        if (sets < 1) {
            throw new IllegalArgumentException("There is one set of dimensions at least, was " + sets);
        }
        return new EmfMetrics(namespace, service, clock, out, sets);
    }

    /**
     * Counts something.
     *
     * @param name the name of the metric
     * @param times how many
     * @throws IllegalArgumentException when the name is empty, too long or not of visible ASCII
     */
    public void count(String name, long times) {
        record(name, (double) times, MetricUnit.COUNT, Map.of());
    }

    /**
     * Keeps a value. It is written with the next flush.
     *
     * @param name the name of the metric, of 1 to 255 visible characters of ASCII
     * @param value the value
     * @param unit what it is measured in
     * @param dimensions what it is told apart by, beside the service: 29 at most. What CloudWatch would not take of a value is replaced
     * @throws IllegalArgumentException when a name is none, the value is not finite, or there are too many dimensions
     */
    public void record(String name, double value, MetricUnit unit, Map<String, String> dimensions) {
        checkName(name);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("The value of " + name + " must be finite, was " + value);
        }
        if (dimensions.size() >= MOST_DIMENSIONS || dimensions.containsKey(name) || name.equals(SERVICE)) {
            throw new IllegalArgumentException(
                    name + " has 29 dimensions at most, and another name than each, was of " + dimensions.keySet());
        }
        Map<String, String> all = new TreeMap<>();
        dimensions.forEach((dimension, text) -> all.put(checkName(dimension), value(text)));
        all.put(SERVICE, service);
        add(all, name, value, unit);
    }

    private synchronized void add(Map<String, String> dimensions, String name, double value, MetricUnit unit) {
        Map<String, String> kept = known.contains(dimensions) || known.size() < most ? dimensions : others(dimensions);
        known.add(kept);
        Series series = pending.computeIfAbsent(kept, key -> new Series());
        if (series.add(name, value, unit)) {
            write(kept, series);
            pending.remove(kept);
        }
    }

    private Map<String, String> others(Map<String, String> dimensions) {
        Map<String, String> others = new TreeMap<>();
        dimensions.keySet().forEach(name -> others.put(name, OTHER));
        others.put(SERVICE, service);
        return others;
    }

    @Override
    public void record(RequestMetrics.Sample sample) {
        Map<String, String> dimensions = Map.of("route", sample.route(), "method", sample.method());
        record("Requests", 1, MetricUnit.COUNT, dimensions);
        record("Latency", sample.duration().toNanos() / 1e6, MetricUnit.MILLISECONDS, dimensions);
        record("ClientErrors", sample.status() / 100 == 4 ? 1 : 0, MetricUnit.COUNT, dimensions);
        record("Errors", sample.status() >= 500 ? 1 : 0, MetricUnit.COUNT, dimensions);
        if (sample.coldStart()) {
            record("ColdStarts", 1, MetricUnit.COUNT, dimensions);
        }
        flush();
    }

    /**
     * Writes all that was measured since the last time. {@link RequestMetrics} does it at the end of each request; whoever handles messages
     * does it when they are handled, and {@code lift-resources} before a timeout: {@code resources.flush("metrics", metrics::flush)}.
     */
    public synchronized void flush() {
        pending.forEach(this::write);
        pending.clear();
    }

    private void write(Map<String, String> dimensions, Series series) {
        List<List<String>> sets = new ArrayList<>();
        sets.add(List.of(SERVICE));
        if (dimensions.size() > 1) {
            sets.add(List.copyOf(dimensions.keySet()));
        }
        JsonWriter line = new JsonWriter(512);
        series.write(namespace, dimensions, sets, clock.millis(), line);
        byte[] json = line.toByteArray();
        byte[] ended = java.util.Arrays.copyOf(json, json.length + 1);
        ended[json.length] = '\n';
        out.accept(ended);
    }

    private static String checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || !name.equals(value(name)) || name.equals("_aws")) {
            throw new IllegalArgumentException(
                    "A name has 1 to 255 visible characters of ASCII and does not begin with ':', was '" + name + "'");
        }
        return name;
    }

    /** Returns what CloudWatch takes as the value of a dimension: visible ASCII, not empty, without a colon at the beginning. */
    private static String value(String text) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), LONGEST_VALUE); i++) {
            char c = text.charAt(i);
            value.append(c < ' ' || c > '~' ? '?' : c);
        }
        if (value.toString().isBlank()) {
            return "-";
        }
        if (value.charAt(0) == ':') {
            value.setCharAt(0, '?');
        }
        return value.toString();
    }

    /** The namespace and the service. */
    @Override
    public String toString() {
        return "EmfMetrics[" + namespace + " " + service + "]";
    }
}
