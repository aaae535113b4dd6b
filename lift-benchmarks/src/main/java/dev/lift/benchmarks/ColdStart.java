package dev.lift.benchmarks;

import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Measures start to first reply of each function, each in a process of its own under AWS's runtime client, in turns, and prints a
 * table in Markdown. CPU time is that of all threads, read from the kernel when the reply is there, and so is resident memory. The ratios
 * are medians of the rounds' ratios. Linux only; run by {@code scripts/cold-start}.
 */
public final class ColdStart {
    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx512m");

    private static final Map<String, Class<?>> FUNCTIONS = new LinkedHashMap<>();

    static {
        FUNCTIONS.put("constant reply", Floors.Constant.class);
        FUNCTIONS.put("by hand, indexOf", Floors.Bytes.class);
        FUNCTIONS.put("by hand, jackson-core", Floors.Stream.class);
        FUNCTIONS.put("by hand, AWS's events and databind", Floors.Events.class);
        FUNCTIONS.put("Lift, generated codecs", LiftFunctions.Generated.class);
        FUNCTIONS.put("Lift, generated codecs, no lambdas", LiftFunctions.GeneratedWithoutLambdas.class);
        FUNCTIONS.put("Lift, codecs by hand", LiftFunctions.Explicit.class);
        FUNCTIONS.put("Lift, avaje-jsonb", LiftFunctions.Avaje.class);
        FUNCTIONS.put("Lift, databind", LiftFunctions.Databind.class);
    }

    private record Sample(double cpuMillis, double wallMillis, double residentMegabytes) {}

    private ColdStart() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        String request = arguments.length > 1 ? arguments[1] : "order";
        byte[] event = request.equals("hello") ? Api.get("/hello") : Api.postOrder();
        String expected = request.equals("hello") ? "hello" : "A-1";
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Class<?>> function : FUNCTIONS.entrySet()) {
                samples.computeIfAbsent(function.getKey(), name -> new ArrayList<>())
                        .add(measure(function.getValue(), event, expected));
            }
            System.err.printf("round %d of %d%n", round + 1, rounds);
        }
        System.out.printf(
                "%nJDK %s, %s, %d rounds:%n%n",
                System.getProperty("java.version"),
                request.equals("hello") ? "`GET /hello`" : "`POST /orders`",
                rounds);
        System.out.println("| function | CPU | to constant | to jackson-core | wall | classes | resident |");
        System.out.println("|---|---:|---:|---:|---:|---:|---:|");
        for (Map.Entry<String, List<Sample>> each : samples.entrySet()) {
            List<Sample> own = each.getValue();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f ms | %.2fx | %.2fx | %.0f ms | %d | %.0f MB |%n",
                    each.getKey(),
                    median(own.stream().map(Sample::cpuMillis).toList()),
                    ratio(own, samples.get("constant reply")),
                    ratio(own, samples.get("by hand, jackson-core")),
                    median(own.stream().map(Sample::wallMillis).toList()),
                    classes(FUNCTIONS.get(each.getKey()), event),
                    median(own.stream().map(Sample::residentMegabytes).toList()));
        }
    }

    private static double ratio(List<Sample> samples, List<Sample> floor) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < samples.size(); round++) {
            ratios.add(samples.get(round).cpuMillis / floor.get(round).cpuMillis);
        }
        return median(ratios);
    }

    private static Sample measure(Class<?> function, byte[] event, String expected) throws IOException {
        long start = System.nanoTime();
        try (RuntimeEmulator lambda = RuntimeEmulator.of(function.getName())
                .jvm(JVM.toArray(new String[0]))
                .start()) {
            String reply = new String(lambda.invoke(event), StandardCharsets.UTF_8);
            double wall = (System.nanoTime() - start) / 1e6;
            long pid = lambda.process().pid();
            Sample sample = new Sample(cpuNanos(pid) / 1e6, wall, residentMegabytes(pid));
            if (!reply.contains(expected) && function != Floors.Constant.class) {
                throw new IllegalStateException(function.getName() + " answered " + reply + lambda.output());
            }
            return sample;
        }
    }

    private static long classes(Class<?> function, byte[] event) throws IOException {
        Path list = Files.createTempFile("classes", ".txt");
        try (RuntimeEmulator lambda = RuntimeEmulator.of(function.getName())
                .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + list)
                .start()) {
            lambda.invoke(event);
            try (Stream<String> lines = Files.lines(list)) {
                return lines.filter(line -> line.contains("source:")).count();
            }
        } finally {
            Files.delete(list);
        }
    }

    /** The first number of schedstat is the time that a thread has run, in nanoseconds. */
    private static long cpuNanos(long pid) throws IOException {
        long nanos = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                nanos += Long.parseLong(
                        Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return nanos;
    }

    private static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS of " + pid);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(null);
        return sorted.get(sorted.size() / 2);
    }
}
