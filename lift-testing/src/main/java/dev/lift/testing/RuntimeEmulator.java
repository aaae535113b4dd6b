package dev.lift.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API in this process, and AWS's own runtime interface client with the function in a child process: what a
 * deployed function runs under, without AWS. The client ({@code aws-lambda-java-runtime-interface-client}) must be on the
 * class path of the test.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * try (RuntimeEmulator lambda = RuntimeEmulator.of("com.example.HelloFunction").start()) {
 *     byte[] reply = lambda.invoke(new EventBuilder("GET", "/hello/Ada").build(EventSource.HTTP_API));
 * }
 * }</pre>
 */
public final class RuntimeEmulator implements AutoCloseable {
    static {
        // The JDK's server writes head and body apart; the second would wait 40 ms for the acknowledgement of the
        // first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String API = "/2018-06-01/runtime/";
    private static final String EXTENSIONS = "/2020-01-01/extension/";

    /** What Lambda leaves a process with an internal extension from SIGTERM to SIGKILL. */
    private static final Duration SHUTDOWN = Duration.ofMillis(500);

    private static final long ANSWER_SECONDS = 60;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Process process;

    @SuppressWarnings("JdkObsolete") // Written by one thread and read by others.
    private static final int OUTPUT_SECONDS = 10;

    /** Guarded by itself. */
    private final StringBuilder output = new StringBuilder();

    private final LinkedBlockingQueue<Invocation> waiting = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<String> initialized = new CompletableFuture<>();
    private final CompletableFuture<Void> restore = new CompletableFuture<>();
    private final Set<String> registeredExtensions = ConcurrentHashMap.newKeySet();
    private final Set<String> readyExtensions = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private final Duration timeout;

    private RuntimeEmulator(Builder builder) throws IOException {
        timeout = builder.timeout;
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "runtime-emulator");
            thread.setDaemon(true);
            return thread;
        });
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(API, this::serve);
        server.createContext(EXTENSIONS, this::serveExtension);
        server.start();
        process = builder.process(server.getAddress().getPort());
        threads.execute(this::copyOutput);
        CompletableFuture<Void> unused = process.onExit().thenRun(this::failAll);
    }

    /**
     * Starts to describe an emulator.
     *
     * @param handler the name of the function's class
     * @return a builder
     */
    public static Builder of(String handler) {
        return new Builder(handler);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(API.length());
            if (path.equals("invocation/next")) {
                initialized.complete("invocation/next");
                next(exchange);
            } else if (path.equals("restore/next")) {
                initialized.complete("restore/next");
                await(restore);
                reply(exchange, 200, new byte[0]);
            } else {
                byte[] body = exchange.getRequestBody().readAllBytes();
                reply(exchange, 202, "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
                report(path, body);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** The part of the Extensions API that an extension without events uses. */
    private void serveExtension(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(EXTENSIONS.length());
            byte[] unused = exchange.getRequestBody().readAllBytes();
            if (path.equals("register")) {
                String name = exchange.getRequestHeaders().getFirst("Lambda-Extension-Name");
                registeredExtensions.add(name);
                exchange.getResponseHeaders().add("Lambda-Extension-Identifier", "id-of-" + name);
                reply(exchange, 200, "{\"functionName\":\"test\"}".getBytes(StandardCharsets.UTF_8));
            } else {
                readyExtensions.add(exchange.getRequestHeaders()
                        .getFirst("Lambda-Extension-Identifier")
                        .substring("id-of-".length()));
                new CountDownLatch(1).await(); // There are no events.
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        Invocation invocation = waiting.take();
        running.put(invocation.id, invocation);
        exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", invocation.id);
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Deadline-Ms", Long.toString(System.currentTimeMillis() + timeout.toMillis()));
        exchange.getResponseHeaders()
                .add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-west-1:123456789012:function:test");
        exchange.getResponseHeaders().add("Lambda-Runtime-Trace-Id", "Root=1-" + invocation.id + ";Sampled=1");
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> timeOut(invocation));
        reply(exchange, 200, invocation.event);
    }

    /** What Lambda does: the process is killed, whatever else it does; what it left in its folder for temporary files stays. */
    private void timeOut(Invocation invocation) {
        if (running.remove(invocation.id) != null) {
            process.destroyForcibly();
            invocation.reply.completeExceptionally(new FunctionError("Task timed out after " + timeout.toMillis()
                    + " ms, and the process was killed. It has printed:\n" + output()));
        }
    }

    private void report(String path, byte[] body) {
        if (path.equals("init/error") || path.equals("restore/error")) {
            initialized.complete(path + ": " + new String(body, StandardCharsets.UTF_8));
            return;
        }
        String[] parts = path.split("/", -1);
        Invocation invocation = parts.length == 3 ? running.remove(parts[1]) : null;
        if (invocation != null) {
            if (parts[2].equals("response")) {
                invocation.reply.complete(body);
            } else {
                invocation.reply.completeExceptionally(new FunctionError(new String(body, StandardCharsets.UTF_8)));
            }
        }
    }

    /** The client reads the content type without looking whether there is one. */
    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    /**
     * Invokes the function and waits for its reply.
     *
     * @param event the bytes of the event
     * @return the bytes of the reply
     * @throws FunctionError when the function failed, or the process ended
     */
    public byte[] invoke(byte[] event) {
        return await(invokeLater(event));
    }

    /**
     * Invokes the function.
     *
     * @param event the bytes of the event
     * @return the bytes of the reply, or a {@link FunctionError}
     */
    public CompletableFuture<byte[]> invokeLater(byte[] event) {
        Invocation invocation = new Invocation("request-" + ids.incrementAndGet(), event);
        if (!process.isAlive()) {
            invocation.reply.completeExceptionally(ended());
        } else {
            waiting.add(invocation);
        }
        return invocation.reply;
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof FunctionError error) {
                throw error;
            }
            throw new IllegalStateException("The emulator failed", failed.getCause());
        } catch (TimeoutException late) {
            throw new FunctionError("No answer within " + ANSWER_SECONDS + " s. The process has printed:\n" + output());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FunctionError("Interrupted");
        }
    }

    private void failAll() {
        initialized.complete("exit: " + output());
        for (Invocation invocation : running.values()) {
            invocation.reply.completeExceptionally(ended());
        }
        for (Invocation invocation = waiting.poll(); invocation != null; invocation = waiting.poll()) {
            invocation.reply.completeExceptionally(ended());
        }
    }

    private FunctionError ended() {
        return new FunctionError("The process has ended. It has printed:\n" + output());
    }

    private void copyOutput() {
        try (InputStream in = process.getInputStream()) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                line.write(b);
                if (b == '\n') {
                    append(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                }
            }
            append(line.toString(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // The process has ended.
        }
    }

    private void append(String text) {
        synchronized (output) {
            output.append(text);
            output.notifyAll();
        }
    }

    /**
     * Returns what the process has printed so far, its log included. It may come later than the reply that it was printed before; {@link
     * #awaitOutput} waits for it.
     *
     * @return the text
     */
    public String output() {
        synchronized (output) {
            return output.toString();
        }
    }

    /**
     * Waits until the process has printed something.
     *
     * @param text what is waited for
     * @return all that it has printed by then
     * @throws AssertionError when it has not within 10 seconds, with what it has printed
     * @throws InterruptedException when the thread is interrupted
     */
    public String awaitOutput(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(OUTPUT_SECONDS);
        synchronized (output) {
            while (output.indexOf(text) < 0) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("The process has not printed '" + text + "' but:\n" + output);
                }
                TimeUnit.NANOSECONDS.timedWait(output, left);
            }
            return output.toString();
        }
    }

    /**
     * Returns the process, to freeze, thaw or kill it.
     *
     * @return the process that runs the function
     */
    public Process process() {
        return process;
    }

    /**
     * Returns the extensions that the function has registered.
     *
     * @return the names of those that have said that they are ready
     */
    public Set<String> extensions() {
        return Set.copyOf(readyExtensions);
    }

    /**
     * Ends the process as Lambda ends an environment: with SIGTERM and 500 ms where the function has registered an extension, else with
     * SIGKILL. Requests that have not been answered fail.
     *
     * @return the exit code of the process: 143 after SIGTERM, 137 after SIGKILL, also where SIGTERM was not enough
     */
    public int shutdown() {
        try {
            if (!registeredExtensions.isEmpty()) {
                process.destroy();
                if (process.waitFor(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)) {
                    return process.exitValue();
                }
            }
            return process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FunctionError("Interrupted");
        }
    }

    /** Ends the process and the server. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    private static final class Invocation {
        final String id;
        final byte[] event;
        final CompletableFuture<byte[]> reply = new CompletableFuture<>();

        Invocation(String id, byte[] event) {
            this.id = id;
            this.event = event;
        }
    }

    /** An invocation that the runtime reported as failed. The message is what it reported. */
    public static final class FunctionError extends RuntimeException {
        private static final long serialVersionUID = 1;

        FunctionError(String message) {
            super(message);
        }
    }

    /** Describes an emulator. Not thread-safe. {@code RuntimeEmulator.of("com.example.HelloFunction").concurrency(8).start()} */
    public static final class Builder {
        private final String handler;
        private final List<String> jvmArguments = new ArrayList<>();
        private final List<String> excluded = new ArrayList<>();
        private final Map<String, String> variables = new LinkedHashMap<>();
        private Duration timeout = Duration.ofSeconds(30);
        private int concurrency;
        private boolean snapStart;
        private @Nullable String classPath;
        private @Nullable String javaHome = System.getProperty("java.home");

        Builder(String handler) {
            this.handler = handler;
        }

        /**
         * Runs the function as a managed instance does: several threads on one handler object.
         *
         * @param invocations how many invocations run at a time
         * @return this builder
         */
        public Builder concurrency(int invocations) {
            concurrency = invocations;
            return this;
        }

        /**
         * Runs the function as SnapStart does: checkpoint hooks after the start, restore hooks before the first invocation.
         *
         * @return this builder
         */
        public Builder snapStart() {
            snapStart = true;
            return this;
        }

        /**
         * Sets the function's timeout. Where an invocation has not been answered by then, it fails and the process is killed.
         *
         * @param value the time from the start of an invocation to its deadline; 30 seconds unless set
         * @return this builder
         */
        public Builder timeout(Duration value) {
            timeout = value;
            return this;
        }

        /**
         * Adds arguments for the child's JVM.
         *
         * @param arguments such as {@code -Xmx128m}
         * @return this builder
         */
        public Builder jvm(String... arguments) {
            jvmArguments.addAll(List.of(arguments));
            return this;
        }

        /**
         * Sets an environment variable of the child.
         *
         * @param name the name
         * @param value the value, which wins over the emulator's own
         * @return this builder
         */
        public Builder environment(String name, String value) {
            variables.put(name, value);
            return this;
        }

        /**
         * Leaves jars off the child's class path, to see that the function works without them.
         *
         * @param jar a part of the name of their files, such as {@code jackson-databind}
         * @return this builder
         */
        public Builder without(String jar) {
            excluded.add(jar);
            return this;
        }

        /**
         * Sets the child's class path, in place of that of this process.
         *
         * @param value jars and folders, AWS's runtime interface client among them
         * @return this builder
         */
        public Builder classPath(String value) {
            classPath = value;
            return this;
        }

        /**
         * Sets the JDK of the child.
         *
         * @param home its home directory; this process's own unless set
         * @return this builder
         */
        public Builder javaHome(String home) {
            javaHome = home;
            return this;
        }

        /**
         * Starts the function and waits until it asks for its first invocation.
         *
         * @return the emulator
         * @throws FunctionError when the function does not start
         */
        public RuntimeEmulator start() {
            RuntimeEmulator emulator;
            try {
                emulator = new RuntimeEmulator(this);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            String state = emulator.await(emulator.initialized);
            if (!state.endsWith("/next")) {
                emulator.close();
                throw new FunctionError(state);
            }
            emulator.restore.complete(null);
            return emulator;
        }

        Process process(int port) throws IOException {
            List<String> command = new ArrayList<>(List.of(javaHome + "/bin/java"));
            if (snapStart) {
                // As Lambda does: org.crac speaks to the runtime interface client then.
                command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
            }
            command.addAll(jvmArguments);
            command.add("-cp");
            command.add(classPath == null ? ownClassPath() : classPath);
            command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
            command.add(handler);
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            Map<String, String> environment = builder.environment();
            environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
            environment.put("_HANDLER", handler);
            environment.put("AWS_LAMBDA_FUNCTION_NAME", "test");
            environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
            environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
            environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/test");
            environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "test");
            environment.put("AWS_REGION", "eu-west-1");
            environment.put("LAMBDA_TASK_ROOT", System.getProperty("java.io.tmpdir"));
            environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", snapStart ? "snap-start" : "on-demand");
            if (concurrency > 0) {
                environment.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(concurrency));
            }
            environment.putAll(variables);
            return builder.start();
        }

        /** Lambda runs functions from the class path, so what this JVM has on its module path goes there too. */
        private String ownClassPath() {
            StringBuilder classPath = new StringBuilder();
            for (String property : List.of("jdk.module.path", "java.class.path", "surefire.test.class.path")) {
                for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                    if (excluded.stream().noneMatch(entry::contains)) {
                        classPath.append(entry).append(File.pathSeparator);
                    }
                }
            }
            return classPath.toString();
        }
    }
}
