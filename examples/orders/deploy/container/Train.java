import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts a function under AWS's runtime client, has it answer some requests, and lets the JVM write an archive of the classes that it
 * loaded. Run by the build of an image, with the JDK and the class path that it will have:
 *
 * <pre>{@code java Train.java HANDLER CLASS-PATH ARCHIVE /path ... }</pre>
 *
 * <p>Where there is an archive already, the function is started from it.
 *
 * <p>The function's settings are the environment variables. What it can not reach while an image is built, such as a database, it has to
 * start without.
 */
public final class Train {
    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private Train() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 4) {
            System.err.println("Usage: java Train.java HANDLER CLASS-PATH ARCHIVE /path ...");
            System.exit(2);
        }
        Path archive = Path.of(arguments[2]).toAbsolutePath();
        List<String> paths = Arrays.asList(arguments).subList(3, arguments.length);
        Deque<String> events = new ArrayDeque<>();
        for (String path : paths) {
            events.add(event(path));
        }
        CountDownLatch left = new CountDownLatch(events.size());
        HttpServer api = runtimeApi(events, left);
        boolean cache = Runtime.version().feature() >= 25;
        boolean there = Files.exists(archive);
        String option = there
                ? cache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile="
                : cache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                option + archive,
                "-cp",
                arguments[1],
                CLIENT,
                arguments[0]));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(Map.of(
                "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + api.getAddress().getPort(),
                "_HANDLER", arguments[0],
                "AWS_LAMBDA_FUNCTION_NAME", "train",
                "AWS_LAMBDA_FUNCTION_VERSION", "$LATEST",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "LAMBDA_TASK_ROOT", "/tmp"));
        long begin = System.nanoTime();
        Process function = builder.start();
        boolean answered = false;
        for (int second = 0; second < 120 && !answered && function.isAlive(); second++) {
            answered = left.await(1, TimeUnit.SECONDS);
        }
        long millis = (System.nanoTime() - begin) / 1_000_000;
        function.toHandle().destroy(); // SIGTERM: the JVM writes the archive when it ends.
        function.waitFor();
        api.stop(0);
        if (!answered || !Files.exists(archive)) {
            System.err.println(answered ? "The JVM wrote no archive" : "The function has not answered; see above");
            System.exit(1);
        }
        System.out.printf(
                "%s %s of %,d bytes: %,d ms from the start to the last reply%n",
                there ? "from" : "made", archive.getFileName(), Files.size(archive), millis);
        System.exit(0);
    }

    /** A GET as an HTTP API sends it. */
    private static String event(String path) {
        return "{\"version\":\"2.0\",\"routeKey\":\"$default\",\"rawPath\":\"" + path + "\",\"rawQueryString\":\"\",\"headers\":{\"host\":\"train\"},"
                + "\"requestContext\":{\"accountId\":\"1\",\"apiId\":\"a\",\"domainName\":\"train\",\"domainPrefix\":\"t\",\"http\":{\"method\":\"GET\","
                + "\"path\":\"" + path + "\",\"protocol\":\"HTTP/1.1\",\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"train\"},\"requestId\":\"r\","
                + "\"routeKey\":\"$default\",\"stage\":\"$default\",\"time\":\"01/Jan/2026:00:00:00 +0000\",\"timeEpoch\":0},\"isBase64Encoded\":false}";
    }

    /** What Lambda is to a function: the next event, and what becomes of it. */
    private static HttpServer runtimeApi(Deque<String> events, CountDownLatch left) throws IOException {
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(Executors.newCachedThreadPool());
        api.createContext("/2018-06-01/runtime/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            if (!path.endsWith("/next")) {
                if (path.endsWith("/response")) {
                    left.countDown();
                }
                exchange.sendResponseHeaders(202, -1);
                exchange.close();
                return;
            }
            String event = events.poll();
            if (event == null) {
                return; // As Lambda does when there is nothing to do: the function waits.
            }
            byte[] body = event.getBytes(StandardCharsets.UTF_8);
            // The client's native part ends the process where one of these is missing.
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
            exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", "train-" + events.size());
            exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + 60_000));
            exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:local:1:function:train");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        api.createContext("/2020-01-01/extension/", exchange -> {
            exchange.getResponseHeaders().set("Lambda-Extension-Identifier", "train");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        api.start();
        return api;
    }
}
