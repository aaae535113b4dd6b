package dev.lift.examples.hello;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lift.BodyHandler;
import dev.lift.Handler;
import dev.lift.Lift;
import dev.lift.Routes;
import dev.lift.http.EventSource;
import dev.lift.http.Request;
import dev.lift.http.Response;
import dev.lift.lambda.LiftHandler;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures start to first reply of hello against a function that answers a constant, each in a process of its own under AWS's
 * runtime client, in turns. CPU time is that of all threads, read from the kernel when the reply is there. Run by {@code
 * scripts/cold-start}; Linux only.
 */
public final class ColdStart {
    private static final List<String> JVM =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx512m");

    private ColdStart() {}

    /** Answers a constant: what the JVM and the runtime client cost by themselves. */
    public static final class Constant implements RequestStreamHandler {
        private static final byte[] REPLY =
                "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"text/plain\"},\"body\":\"Hello, Ada\",\"isBase64Encoded\":false}"
                        .getBytes(StandardCharsets.UTF_8);

        @Override
        public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
            event.readAllBytes();
            reply.write(REPLY);
        }
    }

    /** The routes of hello without its three lambdas, of which the first is what costs: what is left is Lift's own. */
    public static final class WithoutLambdas extends LiftHandler {
        public WithoutLambdas() {
            super(Lift.of(new HelloRoutes()));
        }
    }

    private static final class HelloRoutes implements Consumer<Routes> {
        @Override
        public void accept(Routes app) {
            app.codecs(AppCodecs.all());
            app.get("/hello/{name}", new Hello());
            app.post("/echo", Echo.class, new EchoHandler());
        }
    }

    private static final class Hello implements Handler {
        @Override
        public Response handle(Request request) {
            return Response.text("Hello, ".concat(request.pathParam("name")));
        }
    }

    private static final class EchoHandler implements BodyHandler<Echo> {
        @Override
        public Response handle(Request request, Echo echo) {
            return Response.json(new EchoReply(echo.message()));
        }
    }

    private record Sample(double cpuMillis, double wallMillis) {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
        List<Sample> constant = new ArrayList<>();
        List<Sample> hello = new ArrayList<>();
        List<Sample> withoutLambdas = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            constant.add(measure(Constant.class));
            hello.add(measure(HelloFunction.class));
            withoutLambdas.add(measure(WithoutLambdas.class));
            System.err.printf("round %d of %d%n", round + 1, rounds);
        }
        System.out.printf("JDK %s, %d rounds, medians%n", System.getProperty("java.version"), rounds);
        print("constant reply", constant, constant);
        print("hello", hello, constant);
        print("without lambdas", withoutLambdas, constant);
    }

    private static void print(String name, List<Sample> samples, List<Sample> floor) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < samples.size(); round++) {
            ratios.add(samples.get(round).cpuMillis / floor.get(round).cpuMillis);
        }
        System.out.printf(
                "%-15s %6.1f ms CPU %6.1f ms wall %5.2fx CPU%n",
                name,
                median(samples.stream().map(Sample::cpuMillis).toList()),
                median(samples.stream().map(Sample::wallMillis).toList()),
                median(ratios));
    }

    private static Sample measure(Class<?> function) throws IOException {
        byte[] event = new EventBuilder("GET", "/hello/Ada")
                .header("Host", "example.com")
                .header("User-Agent", "curl/8")
                .header("Accept", "*/*")
                .build(EventSource.HTTP_API);
        long start = System.nanoTime();
        try (RuntimeEmulator lambda = RuntimeEmulator.of(function.getName())
                .jvm(JVM.toArray(new String[0]))
                .start()) {
            lambda.invoke(event);
            double wall = (System.nanoTime() - start) / 1e6;
            return new Sample(cpuNanos(lambda.process().pid()) / 1e6, wall);
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

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
