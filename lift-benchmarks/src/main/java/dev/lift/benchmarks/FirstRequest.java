package dev.lift.benchmarks;

import dev.lift.testing.RuntimeEmulator;
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
import java.util.stream.Stream;

/**
 * Measures the first request after a restore with and without priming, and what resources add to a start on demand: each function in a
 * process of its own under AWS's runtime client, in turns, medians. The restore goes on in the process of the checkpoint, so what it
 * takes to load a snapshot is not in here. Linux only.
 */
public final class FirstRequest {
    static final String HEADER = "jdk,kind,function,rounds,init_wall_ms,first_wall_ms,first_cpu_ms,cpu_ms,classes";

    /** How a function is started. */
    private enum Kind {
        RESTORED,
        ON_DEMAND,
        MIDDLEWARE,
        MESSAGES
    }

    private record Variant(Kind kind, String name, Class<?> function, Map<String, String> environment) {}

    private record Sample(double initWall, double firstWall, double firstCpu, double cpu) {}

    private static final List<Variant> VARIANTS = List.of(
            restored("databind, not primed", ResourcefulFunctions.Databind.class, Map.of()),
            restored("databind, each route once", ResourcefulFunctions.Databind.class, Map.of("PRIMING", "1")),
            restored("databind, 300 rounds", ResourcefulFunctions.Databind.class, Map.of("PRIMING", "300")),
            restored("generated codecs, not primed", ResourcefulFunctions.Generated.class, Map.of()),
            restored("generated codecs, each route once", ResourcefulFunctions.Generated.class, Map.of("PRIMING", "1")),
            restored("generated codecs, 300 rounds", ResourcefulFunctions.Generated.class, Map.of("PRIMING", "300")),
            new Variant(Kind.ON_DEMAND, "no resources", LiftFunctions.Generated.class, Map.of()),
            new Variant(
                    Kind.ON_DEMAND,
                    "resources, without the extension",
                    ResourcefulFunctions.Generated.class,
                    Map.of("SHUTDOWN", "no")),
            new Variant(Kind.ON_DEMAND, "resources and extension", ResourcefulFunctions.Generated.class, Map.of()));

    private static final List<Variant> MIDDLEWARE = Stream.of(Stack.values())
            .filter(stack -> stack != Stack.NONE_TYPED) // The function reads every POST: it is the one before.
            .filter(stack -> stack.alike() == 1)
            .map(stack -> new Variant(
                    Kind.MIDDLEWARE, stack.name(), MiddlewareFunction.class, Map.of("MIDDLEWARE", stack.name())))
            .toList();

    private static final List<Variant> MESSAGES = MessageFunctions.ALL.entrySet().stream()
            .map(each -> new Variant(Kind.MESSAGES, each.getKey(), each.getValue(), Map.of()))
            .toList();

    private FirstRequest() {}

    private static Variant restored(String name, Class<?> function, Map<String, String> environment) {
        return new Variant(Kind.RESTORED, name, function, environment);
    }

    /** Arguments: rounds, the CSV file, {@code middleware} or {@code messages} for that alone, and names of variants for those alone. */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        List<Variant> variants = variants(arguments.length > 2 ? arguments[2] : "");
        if (arguments.length > 3) {
            List<String> names = List.of(arguments[3].split(",", -1));
            variants = variants.stream()
                    .filter(each -> names.contains(each.name()))
                    .toList();
        }
        Map<Variant, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                samples.computeIfAbsent(variant, name -> new ArrayList<>()).add(measure(variant));
            }
            System.err.printf("first request, JDK %s: round %d of %d%n", jdk(), round + 1, rounds);
        }
        Path csv = Path.of(arguments[1]);
        List<String> rows = new ArrayList<>(Files.exists(csv) ? List.of() : List.of(HEADER));
        for (Variant variant : variants) {
            rows.add(row(variant, samples.getOrDefault(variant, List.of())));
        }
        Files.write(csv, rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<Variant> variants(String which) {
        return switch (which) {
            case "middleware" -> MIDDLEWARE;
            case "messages" -> MESSAGES;
            default -> VARIANTS;
        };
    }

    private static String jdk() {
        return System.getProperty("java.version");
    }

    private static String row(Variant variant, List<Sample> samples) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s,%s,\"%s\",%d,%.1f,%.2f,%.2f,%.1f,%d",
                jdk(),
                variant.kind(),
                variant.name(),
                samples.size(),
                ColdStart.median(samples.stream().map(Sample::initWall).toList()),
                ColdStart.median(samples.stream().map(Sample::firstWall).toList()),
                ColdStart.median(samples.stream().map(Sample::firstCpu).toList()),
                ColdStart.median(samples.stream().map(Sample::cpu).toList()),
                variant.kind() == Kind.MIDDLEWARE || variant.kind() == Kind.MESSAGES ? classes(variant) : 0);
    }

    private static RuntimeEmulator.Builder builder(Variant variant) {
        RuntimeEmulator.Builder builder =
                RuntimeEmulator.of(variant.function().getName()).jvm(ColdStart.JVM.toArray(new String[0]));
        variant.environment().forEach(builder::environment);
        return builder;
    }

    private static byte[] event(Variant variant) {
        return switch (variant.kind()) {
            case RESTORED, ON_DEMAND -> Api.postOrder();
            case MESSAGES -> MessageFunctions.event(10);
            case MIDDLEWARE -> {
                Stack stack = Stack.valueOf(variant.name());
                yield stack.event(stack.exchange.method.equals("POST") ? "/orders" : "/orders/1");
            }
        };
    }

    private static boolean isRight(Variant variant, String reply) throws IOException {
        if (variant.kind() == Kind.MESSAGES) {
            return reply.equals("{\"batchItemFailures\":[{\"itemIdentifier\":\"message-2\"}]}");
        }
        boolean isGet = variant.kind() == Kind.MIDDLEWARE
                && Stack.valueOf(variant.name()).exchange.method.equals("GET");
        return isGet ? reply.startsWith("{\"statusCode\":200,") : Functions.isRight("order", reply);
    }

    private static long classes(Variant variant) throws IOException {
        Path list = Files.createTempFile("classes", ".txt");
        try (RuntimeEmulator lambda =
                builder(variant).jvm("-Xlog:class+load:file=" + list).start()) {
            lambda.invoke(event(variant));
            try (Stream<String> lines = Files.lines(list)) {
                return lines.filter(line -> line.contains("source:")).count();
            }
        } finally {
            Files.delete(list);
        }
    }

    private static Sample measure(Variant variant) throws IOException {
        RuntimeEmulator.Builder builder = builder(variant);
        long begun = System.nanoTime();
        try (RuntimeEmulator lambda = (variant.kind() == Kind.RESTORED ? builder.snapStart() : builder).start()) {
            double initWall = (System.nanoTime() - begun) / 1e6;
            long pid = lambda.process().pid();
            double before = ColdStart.cpuMillis(pid);
            long invoked = System.nanoTime();
            String reply = new String(lambda.invoke(event(variant)), StandardCharsets.UTF_8);
            double firstWall = (System.nanoTime() - invoked) / 1e6;
            double cpu = ColdStart.cpuMillis(pid);
            if (!isRight(variant, reply)) {
                throw new IllegalStateException(variant.name() + " answered " + reply + lambda.output());
            }
            return new Sample(initWall, firstWall, cpu - before, cpu);
        }
    }
}
