package dev.lift.benchmarks;

import dev.lift.testing.RuntimeEmulator;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measures start to first reply of each function, each in a process of its own under AWS's runtime client, in turns, and adds a row
 * for each to a CSV file. CPU time is that of all threads, read from the kernel when the reply is there, and so is resident memory. The
 * ratios are medians of the rounds' ratios. Linux only; run by {@code scripts/cold-start}.
 */
public final class ColdStart {
    static final String HEADER = "jdk,request,archive,function,rounds,cpu_ms,cpu_to_constant,cpu_to_jackson_core,"
            + "init_wall_ms,first_invoke_wall_ms,first_invoke_cpu_ms,wall_ms,classes,resident_mb,warm_wall_us";

    static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m");

    /** What the functions of this module need; the rest of its class path is for other benchmarks. */
    private static final List<String> JARS = List.of(
            "lift-benchmarks",
            "lift-core",
            "aws-lambda-java",
            "utils-lite",
            "annotations-",
            "jackson-",
            "avaje-",
            "joda",
            "slf4j-api");

    private static final int WARM_INVOCATIONS = 21;

    private record Variant(String name, String function, String classPath) {}

    private record Sample(
            double cpu, double initWall, double firstWall, double firstCpu, double resident, double warmMicros) {
        double wall() {
            return initWall + firstWall;
        }
    }

    private final String request;
    private final boolean archived;
    private final byte[] event;
    private final List<Variant> variants;

    private ColdStart(String request, boolean archived, List<Variant> variants) {
        this.request = request;
        this.archived = archived;
        this.event = request.equals("hello") ? Api.get("/hello") : Api.postOrder();
        this.variants = variants;
    }

    /** Arguments: rounds, {@code hello} or {@code order}, {@code default} or {@code archive}, the CSV file, and a folder of peers if they are to run. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Variant> variants = own();
        if (arguments.length > 4) {
            variants.addAll(peers(Path.of(arguments[4])));
        }
        new ColdStart(arguments[1], arguments[2].equals("archive"), variants)
                .run(Integer.parseInt(arguments[0]), Path.of(arguments[3]));
    }

    private static List<Variant> own() {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (JARS.stream().anyMatch(name::startsWith)) {
                jars.add(entry);
            }
        }
        String classPath = String.join(File.pathSeparator, jars);
        List<Variant> variants = new ArrayList<>();
        Functions.OWN.forEach((name, type) -> variants.add(new Variant(name, type.getName(), classPath)));
        return variants;
    }

    private static List<Variant> peers(Path folder) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (Map.Entry<String, String> peer : Functions.PEERS.entrySet()) {
            Path target = folder.resolve(Functions.folder(peer.getKey())).resolve("target");
            String jar = target.resolve(Functions.folder(peer.getKey()) + "-0.1.0-SNAPSHOT.jar")
                    .toString();
            String classPath = jar + File.pathSeparator + Files.readString(target.resolve("peer.classpath"));
            variants.add(new Variant(peer.getKey(), peer.getValue(), classPath));
        }
        return variants;
    }

    private void run(int rounds, Path csv) throws IOException, InterruptedException {
        Map<Variant, Path> archives = new LinkedHashMap<>();
        if (archived) {
            for (Variant variant : variants) {
                archives.put(variant, archive(variant));
            }
        }
        Map<Variant, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                samples.computeIfAbsent(variant, name -> new ArrayList<>())
                        .add(measure(variant, archives.get(variant)));
            }
            System.err.printf(
                    "cold start, JDK %s, %s%s: round %d of %d%n",
                    jdk(), request, archived ? ", archive" : "", round + 1, rounds);
        }
        List<String> rows = new ArrayList<>();
        if (!Files.exists(csv)) {
            rows.add(HEADER);
        }
        List<Sample> constant = samples.get(variants.get(0));
        List<Sample> stream = samples.get(variants.get(2));
        for (Map.Entry<Variant, List<Sample>> each : samples.entrySet()) {
            List<Sample> own = each.getValue();
            rows.add(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,\"%s\",%d,%.1f,%.3f,%.3f,%.1f,%.1f,%.1f,%.1f,%d,%.1f,%.0f",
                    jdk(),
                    request,
                    archived ? "yes" : "no",
                    each.getKey().name(),
                    rounds,
                    median(own, Sample::cpu),
                    ratio(own, constant),
                    ratio(own, stream),
                    median(own, Sample::initWall),
                    median(own, Sample::firstWall),
                    median(own, Sample::firstCpu),
                    median(own, Sample::wall),
                    classes(each.getKey(), archives.get(each.getKey())),
                    median(own, Sample::resident),
                    median(own, Sample::warmMicros)));
        }
        Files.write(csv, rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String jdk() {
        return System.getProperty("java.version");
    }

    private static double ratio(List<Sample> samples, List<Sample> floor) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < samples.size(); round++) {
            ratios.add(samples.get(round).cpu() / floor.get(round).cpu());
        }
        return median(ratios);
    }

    private RuntimeEmulator start(Variant variant, List<String> arguments) {
        List<String> jvm = new ArrayList<>(JVM);
        jvm.addAll(arguments);
        return RuntimeEmulator.of(variant.function())
                .classPath(variant.classPath())
                .jvm(jvm.toArray(new String[0]))
                .start();
    }

    private Sample measure(Variant variant, Path archive) throws IOException {
        long start = System.nanoTime();
        try (RuntimeEmulator lambda = start(variant, archive == null ? List.of() : use(archive))) {
            double initWall = (System.nanoTime() - start) / 1e6;
            long pid = lambda.process().pid();
            double initCpu = cpuMillis(pid);
            long invoked = System.nanoTime();
            String reply = new String(lambda.invoke(event), StandardCharsets.UTF_8);
            double firstWall = (System.nanoTime() - invoked) / 1e6;
            double cpu = cpuMillis(pid);
            double resident = residentMegabytes(pid);
            check(variant, reply, lambda);
            return new Sample(cpu, initWall, firstWall, cpu - initCpu, resident, warmMicros(lambda));
        }
    }

    private void check(Variant variant, String reply, RuntimeEmulator lambda) throws IOException {
        if (!variant.function().equals(Floors.Constant.class.getName()) && !Functions.isRight(request, reply)) {
            throw new IllegalStateException(variant.name() + " answered " + reply + lambda.output());
        }
    }

    private double warmMicros(RuntimeEmulator lambda) {
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < WARM_INVOCATIONS; i++) {
            long start = System.nanoTime();
            lambda.invoke(event);
            micros.add((System.nanoTime() - start) / 1e3);
        }
        return median(micros);
    }

    // Archives of loaded classes: of JDK 17 with the application's classes, of JDK 25 the cache of JEP 514.

    private static boolean hasAotCache() {
        return Runtime.version().feature() >= 25;
    }

    private static List<String> use(Path archive) {
        return List.of((hasAotCache() ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + archive);
    }

    private Path archive(Variant variant) throws IOException, InterruptedException {
        Path archive = Files.createTempDirectory("archive").resolve("classes.jsa");
        String make = (hasAotCache() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive;
        try (RuntimeEmulator lambda = start(variant, List.of(make))) {
            lambda.invoke(event);
            lambda.process()
                    .toHandle()
                    .destroy(); // Process.destroy would close its output, which the JVM still writes to.
            lambda.process().waitFor();
            if (!Files.exists(archive)) {
                throw new IOException("the JVM wrote no archive for " + variant.name() + ": " + lambda.output());
            }
        }
        archive.toFile().deleteOnExit();
        System.err.printf("archive of %s: %,d bytes%n", variant.name(), Files.size(archive));
        return archive;
    }

    private long classes(Variant variant, Path archive) throws IOException {
        Path list = Files.createTempFile("classes", ".txt");
        List<String> arguments = new ArrayList<>(archive == null ? List.of() : use(archive));
        arguments.add("-Xlog:class+load:file=" + list);
        try (RuntimeEmulator lambda = start(variant, arguments)) {
            lambda.invoke(event);
            try (Stream<String> lines = Files.lines(list)) {
                return lines.filter(line -> line.contains("source:")).count();
            }
        } finally {
            Files.delete(list);
        }
    }

    /** The first number of schedstat is the time that a thread has run, in nanoseconds. */
    static double cpuMillis(long pid) throws IOException {
        long nanos = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path task : tasks.toList()) {
                nanos += Long.parseLong(
                        Files.readString(task.resolve("schedstat")).split(" ")[0]);
            }
        }
        return nanos / 1e6;
    }

    private static double residentMegabytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS of " + pid);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return median(samples.stream().map(figure::applyAsDouble).toList());
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        sorted.sort(null);
        return sorted.get(sorted.size() / 2);
    }
}
