package dev.lift.local;

import com.sun.net.httpserver.HttpServer;
import dev.lift.http.EventSource;
import dev.lift.lambda.LiftHandler;
import dev.lift.local.internal.crac.Core;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves a function over HTTP on this machine. Each request becomes an event of the chosen source, goes through {@code
 * handleRequest}, and the reply is read as that source reads it: what works here has gone the way it goes on AWS. What is posted to {@code
 * /_lift/events} is an event itself, of a queue or any other source, and the reply is the function's; 502 when it failed. What runs it
 * from a shell, {@link #main}, has a console at {@code /_lift} too.
 *
 * <p>Thread-safe.
 *
 * <pre>{@code
 * try (LocalGateway gateway = LocalGateway.of(new HelloFunction()).port(0).start()) {
 *     System.out.println("http://127.0.0.1:" + gateway.port() + "/hello/Ada");
 * }
 * }</pre>
 */
public final class LocalGateway implements AutoCloseable {
    static {
        // The JDK's server writes head and body apart; the second would wait 40 ms for the acknowledgement of the
        // first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Where what knows of checkpoints registers, unless this JVM makes real ones.
        if (System.getProperty("org.crac.Core.Compat") == null) {
            System.setProperty("org.crac.Core.Compat", Core.class.getPackageName());
        }
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final LocalExchange exchange;
    private final List<QueuePoller> pollers = new ArrayList<>();
    private boolean closed;

    private LocalGateway(Builder builder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(builder.host, builder.port), 0);
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "lift-local-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        Invocations invocations = builder.console ? new Invocations() : null;
        if (invocations != null && builder.captures) {
            OutputCapture.install(invocations);
        }
        Environment environment =
                new Environment(builder.function, builder.concurrency, threads, builder.timeout, invocations);
        exchange = new LocalExchange(builder, environment, Console.of(builder, environment, invocations));
        server.setExecutor(threads);
        server.createContext("/", exchange);
        server.start();
        for (URI queue : builder.queues) {
            QueueClient client = new QueueClient(queue);
            QueuePoller poller = new QueuePoller(
                    client, event -> replyOf(environment.invoke("SQS " + client.name(), event, null)), exchange::print);
            pollers.add(poller);
            threads.execute(poller);
        }
    }

    private static byte[] replyOf(Invocation invocation) {
        byte[] reply = invocation.reply();
        return reply == null ? new byte[0] : reply;
    }

    /**
     * Starts to describe a gateway.
     *
     * @param handler the function
     * @return a builder
     */
    public static Builder of(LiftHandler handler) {
        Objects.requireNonNull(handler, "handler");
        return new Builder(() -> handler);
    }

    /**
     * Starts to describe a gateway of a function that it makes itself, as the Lambda runtime does. When files in the folders of the class
     * path have changed since, as after a compilation, the next request gets a new function of the new classes; the one before it is
     * closed if it is {@link AutoCloseable}. What is in jars stays as it is.
     *
     * @param className the function's class, which is public and has a public constructor without parameters
     * @return a builder
     * @throws StartFailure when it can not be made
     */
    public static Builder ofClass(String className) {
        return new Builder(new ReloadingFunction(className, ReloadingFunction.folders(), System.out::println));
    }

    /**
     * Serves the function whose class is named, as {@link #run(String, Consumer)} does.
     *
     * @param arguments the name of the function's class
     * @throws InterruptedException when the thread is interrupted while it waits for the end
     */
    public static void main(String[] arguments) throws InterruptedException {
        serve(
                () -> {
                    if (arguments.length != 1) {
                        throw new StartFailure(
                                "Name the class of the function as the one argument, such as com.example.HelloFunction");
                    }
                    return ofClass(arguments[0]);
                },
                gateway -> {});
    }

    /**
     * Serves a function, made as by {@link #ofClass}, until the process is told to end. The system properties {@code port}, {@code host},
     * {@code source}, {@code concurrency}, {@code timeout} (seconds), {@code queues} (URLs, separated by commas) and {@code console} (false
     * for none) change the defaults.
     *
     * @param className the function's class
     * @param started hears of the gateway when it serves, such as to say what there is to try
     * @throws InterruptedException when the thread is interrupted while it waits for the end
     */
    public static void run(String className, Consumer<LocalGateway> started) throws InterruptedException {
        serve(() -> ofClass(className), started);
    }

    /**
     * Serves a function that is made by the caller, with the settings that {@link #run(String, Consumer)} reads of the system
     * properties, until the process is ended. It stays as it is when its classes change.
     *
     * @param handler the function
     * @param started hears of the gateway when it serves
     * @throws InterruptedException when the thread is interrupted while it waits for the end
     */
    public static void run(LiftHandler handler, Consumer<LocalGateway> started) throws InterruptedException {
        serve(() -> of(handler), started);
    }

    private static void serve(Supplier<Builder> function, Consumer<LocalGateway> started) throws InterruptedException {
        LocalGateway gateway;
        try {
            Builder builder = configured(function.get());
            gateway = builder.start();
            gateway.printStart(builder, System.out);
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            System.exit(1);
            return;
        }
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // Not System.out: whoever has replaced it, as Maven does, may be taking it down at this moment.
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)
                    .println("Stopping: finishing what runs");
            gateway.close();
        }));
        started.accept(gateway);
        main.join();
    }

    private static Builder configured(Builder builder) {
        Integer port = Integer.getInteger("port");
        if (port != null) {
            builder.port(port);
        }
        Integer concurrency = Integer.getInteger("concurrency");
        if (concurrency != null) {
            builder.concurrency(concurrency);
        }
        Integer timeout = Integer.getInteger("timeout");
        if (timeout != null) {
            builder.timeout(Duration.ofSeconds(timeout));
        }
        for (String queue : System.getProperty("queues", "").split(",", -1)) {
            if (!queue.isBlank()) {
                builder.queue(queue.strip());
            }
        }
        builder.console(!System.getProperty("console", "").equals("false"));
        builder.captures = builder.console;
        builder.host(System.getProperty("host", builder.host));
        builder.source(source(System.getProperty("source", builder.source.name())));
        return builder.log(System.out);
    }

    private static EventSource source(String name) {
        for (EventSource source : EventSource.values()) {
            if (source.name().equalsIgnoreCase(name.replace('-', '_')) && source != EventSource.OTHER) {
                return source;
            }
        }
        throw new StartFailure(
                "-Dsource must be one of http_api, function_url, rest_api, alb, alb_multi_value, lattice_v1 "
                        + "and lattice_v2, was '" + name + "'");
    }

    private void printStart(Builder builder, PrintStream out) {
        LiftHandler function = builder.function.function();
        String url = "http://" + builder.host + ":" + port();
        out.println(function);
        out.println("Serving " + function.getClass().getName() + " on " + url + " as "
                + builder.source.name().toLowerCase(Locale.ROOT)
                + (builder.console ? ", with a console at " + url + Console.PATH : "") + "; Ctrl-C stops it");
    }

    /**
     * Returns the port.
     *
     * @return the port that the gateway listens on
     */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Stops: takes no more requests, and waits for those that run, at most 10 seconds. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        pollers.forEach(poller -> poller.stop(Duration.ofSeconds(10)));
        exchange.drain(Duration.ofSeconds(10));
        server.stop(0);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Describes a gateway. Not thread-safe. {@code LocalGateway.of(function).port(9000).start()} */
    public static final class Builder {
        final FunctionSource function;
        String host = "127.0.0.1";
        int port = 8080;
        EventSource source = EventSource.HTTP_API;
        int concurrency = 1_000;
        int maxBodyBytes = 10 * 1024 * 1024;
        Duration timeout = Duration.ofSeconds(30);

        final List<URI> queues = new ArrayList<>();
        boolean console;

        /** Whether what the process prints is shown there too. */
        boolean captures;

        @Nullable
        PrintStream log;

        Builder(FunctionSource function) {
            this.function = function;
        }

        /**
         * Sets the port.
         *
         * @param value from 0, which takes a free one, to 65,535; 8080 unless set
         * @return this builder
         * @throws IllegalArgumentException when it is outside its range
         */
        public Builder port(int value) {
            if (value < 0 || value > 65_535) {
                throw new IllegalArgumentException("port must be 0 to 65535, was " + value);
            }
            port = value;
            return this;
        }

        /**
         * Sets the address to listen on.
         *
         * @param value a name or address of this machine; {@code 127.0.0.1} unless set, which nobody else can reach
         * @return this builder
         */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /**
         * Sets the source whose events requests become.
         *
         * @param value the source; {@link EventSource#HTTP_API} unless set
         * @return this builder
         * @throws IllegalArgumentException for {@link EventSource#OTHER}, which has no format
         */
        public Builder source(EventSource value) {
            if (value == EventSource.OTHER) {
                throw new IllegalArgumentException("OTHER has no event format");
            }
            source = value;
            return this;
        }

        /**
         * Sets how many invocations run at a time; further requests wait.
         *
         * @param value from 1, which is one environment; 1,000 unless set, as a new account has
         * @return this builder
         * @throws IllegalArgumentException when it is below 1
         */
        public Builder concurrency(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("concurrency must be at least 1, was " + value);
            }
            concurrency = value;
            return this;
        }

        /**
         * Sets the function's timeout. An invocation that takes longer is answered as the gateway would: 503 or 504.
         *
         * @param value above zero; 30 seconds unless set
         * @return this builder
         * @throws IllegalArgumentException when it is not above zero
         */
        public Builder timeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("timeout must be above zero, was " + value);
            }
            timeout = value;
            return this;
        }

        /**
         * Takes messages of a queue on this machine, such as ElasticMQ's, as Lambda does of one that is a trigger: ten at a time, of which
         * those that the function does not report as failures are deleted. Requests to it are not signed.
         *
         * @param url the URL of the queue, such as {@code http://127.0.0.1:9324/000000000000/orders}
         * @return this builder
         * @throws IllegalArgumentException when it is no URL of {@code http} with the name of a queue
         */
        public Builder queue(String url) {
            URI uri = URI.create(url);
            if (!"http".equals(uri.getScheme())
                    || uri.getHost() == null
                    || uri.getPath().endsWith("/")) {
                throw new IllegalArgumentException(
                        "A queue is such as http://127.0.0.1:9324/000000000000/orders, was " + url);
            }
            queues.add(uri);
            return this;
        }

        /**
         * Serves the console at {@code /_lift}, which shows what the function is invoked with and can do more with it. It answers
         * this machine alone. To say how long each middleware takes, the app is compiled once more.
         *
         * @param value whether; false unless set, as {@link LocalGateway#main} and {@code run} do
         * @return this builder
         */
        public Builder console(boolean value) {
            console = value;
            return this;
        }

        /**
         * Sets where a line for each request goes.
         *
         * @param value a stream; none unless set
         * @return this builder
         */
        public Builder log(PrintStream value) {
            log = value;
            return this;
        }

        /**
         * Starts the gateway.
         *
         * @return the gateway
         * @throws StartFailure when the port is in use or the address is not of this machine
         */
        public LocalGateway start() {
            try {
                return new LocalGateway(this);
            } catch (BindException inUse) {
                throw new StartFailure("Can not listen on " + host + ":" + port + ": " + inUse.getMessage()
                        + "; choose another with -Dport=");
            } catch (IOException | UnresolvedAddressException failed) {
                throw new StartFailure("Can not listen on " + host + ":" + port + ": " + failed);
            }
        }
    }
}
