package dev.lift.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.codec.CodecProcessor;
import dev.lift.errors.Catalogue;
import dev.lift.errors.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compiles each Java snippet of the README and the docs, so that they can not lie, and follows each link to a file. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** What snippets speak of without declaring it. */
    private static final String FRAME = """
            package com.example;

            import com.amazonaws.services.lambda.runtime.Context;
            import dev.lift.*;
            import dev.lift.aws.dynamodb.*;
            import dev.lift.aws.metrics.*;
            import dev.lift.aws.parameters.*;
            import dev.lift.aws.websocket.*;
            import dev.lift.codec.*;
            import dev.lift.errors.*;
            import dev.lift.events.*;
            import dev.lift.examples.hello.AppCodecs;
            import dev.lift.examples.hello.Echo;
            import dev.lift.examples.hello.EchoReply;
            import dev.lift.examples.hello.HelloFunction;
            import dev.lift.health.*;
            import dev.lift.http.*;
            import dev.lift.json.*;
            import dev.lift.lambda.*;
            import dev.lift.local.*;
            import dev.lift.middleware.*;
            import dev.lift.openapi.*;
            import dev.lift.recovery.*;
            import dev.lift.resources.*;
            import dev.lift.testing.*;
            import java.io.*;
            import java.math.*;
            import java.net.URI;
            import java.nio.charset.StandardCharsets;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.sql.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.TimeUnit;
            import java.util.function.*;
            import javax.tools.*;
            import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
            import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
            import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
            import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
            import software.amazon.awssdk.services.ssm.SsmClient;

            class Snippet {
                static class Authentication implements Middleware {
                    public Response handle(Request request, Handler next) throws Exception { return next.handle(request); }
                }
                static class OutOfStock extends RuntimeException { private static final long serialVersionUID = 1; }
                static class EchoCodec implements JsonCodec<Echo> {
                    public Class<Echo> type() { return Echo.class; }
                    public Echo read(JsonReader in) throws IOException { return new Echo(in.readString()); }
                    public void write(Echo echo, JsonWriter out) { out.string(echo.message()); }
                }
                record NewOrder(String sku, int quantity) {}
                record User(String name) {}
                record Order(String id) { static final Order EMPTY = new Order(""); }
                record Price(String sku) { static final Price UNKNOWN = new Price(""); }
                interface Client {
                    String get(String path, Duration limit) throws IOException;
                    Price price(String sku);
                    Price price(String sku, Duration limit);
                    Price price(String host, String sku);
                    boolean ping();
                }
                interface Counter {
                    void count(String name, Object... values);
                    default void flush() {}
                }
                enum OrderError implements ErrorCode {
                    ORDER_NOT_FOUND, OUT_OF_STOCK;
                    public String code() { return name().toLowerCase(Locale.ROOT).replace('_', '-'); }
                    public int status() { return 404; }
                }
                interface Users { Object find(int id); }
                interface Orders { String add(NewOrder order); }
                Users users;
                Orders orders;
                Routes app;
                Handler hello;
                Request request;
                Event event;
                EventRoutes events;
                DynamoDbClient dynamoDb;
                Parameters parameters;
                Message message;
                LiftHandler function;
                LiftTest test;
                JsonCodec<Echo> codec;
                Context context;
                OutputStream reply;
                NewOrder order;
                Object progress;
                io.opentelemetry.api.OpenTelemetry openTelemetry;
                io.opentelemetry.sdk.trace.SdkTracerProvider tracerProvider;
                String token;
                byte[] bytes;
                byte[] queueEvent;
                List<JavaFileObject> sources;
                Client client;
                Catalogue catalogue;
                interface Session { void close(); boolean ping(); Object find(Object id); }
                interface Server { Session connect() throws IOException; }
                Server server;
                Pool<Session> pool;
                Pool<Session> pool(Settings settings) { return pool; }
                static class Settings { static Settings load() { return new Settings(); } }
                static class Search implements AutoCloseable {
                    static Search connect() { return new Search(); }
                    List<String> find(String words) { return List.of(); }
                    public void close() {}
                }
                static class Tokens {
                    static Tokens fetch() { return new Tokens(); }
                    void forget() {}
                    void refetch() {}
                }
                static class GetUser implements Handler {
                    GetUser(Resource<?> sessions) {}
                    public Response handle(Request request) { return Response.ok(); }
                }
                record Services(Resources resources) {
                    Services() { this(Resources.builder().start()); }
                    void routes(Routes routes) {}
                }
                interface Payments { void charge(NewOrder order); }
                Payments payments;
                Resource<Settings> settings;
                interface Secrets { String password(); }
                Secrets secrets;
                String url;
                String user;
                String password;
                String words;
                Map<String, String> callers;
                ResourcesBuilder builder;
                Resources resources;
                Resource<Search> search;
                Resource<PooledDataSource> database;
                IdempotencyStore storeIn(Connection connection) { return InMemoryIdempotencyStore.ofRecords(1); }
                Health health;
                HealthReport report;
                HealthStatus status;
                Response find(Connection connection, long id) { return Response.ok(); }
                void disconnect() {}
                boolean ping() { return true; }
                long free;
                Pool<Session> sessions;
                Counter metrics;
                io.micrometer.core.instrument.MeterRegistry registry;
                Counter alarms;
                TestClock clock;
                Recovery<Price> prices;
                String sku;
                String host;
                Price listPrice(String sku) { return Price.UNKNOWN; }
                long id;
                String add(NewOrder order) { return "1"; }
                Response order(Request request) { return Response.ok(); }
                Response create(Request request, NewOrder order) { return Response.ok(); }
                User userOf(Request request) { return new User("Ada"); }
                void store(byte[] bytes) {}
                void snippet() throws Exception {
                    //SNIPPET
                }
            }

            @Json
            record Address(String street) {}

            """;

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages =
                    new ArrayList<>(files.filter(file -> file.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            for (String page : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
                pages.add(ROOT.resolve(page));
            }
            return pages;
        }
    }

    @TestFactory
    List<DynamicTest> snippets_ofEachPage_compile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            String[] parts = Files.readString(page).split("```", -1);
            for (int i = 1; i < parts.length; i += 2) {
                if (parts[i].startsWith("java\n")) {
                    String snippet = parts[i].substring(5);
                    tests.add(DynamicTest.dynamicTest(
                            ROOT.relativize(page) + " " + i, () -> compile(snippet.replaceFirst("^public ", ""))));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(3);
        return tests;
    }

    /** Every public type of the modules has an example in its Javadoc, and each example compiles. */
    @TestFactory
    List<DynamicTest> examples_ofEachPublicType_compile() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String module : List.of(
                "lift-core",
                "lift-codec",
                "lift-errors",
                "lift-resources",
                "lift-middleware",
                "lift-events",
                "lift-openapi",
                "lift-aws",
                "lift-testing",
                "lift-local")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    String source = Files.readString(file);
                    boolean internal = file.toString().contains("internal")
                            || file.toString().contains("-info.java");
                    if (internal || !source.contains("\npublic ")) {
                        continue;
                    }
                    String[] parts = source.split("<pre>\\{@code\n", -1);
                    assertThat(parts.length).as("examples in %s", file).isGreaterThan(1);
                    for (int i = 1; i < parts.length; i++) {
                        String example = parts[i].substring(0, parts[i].indexOf("}</pre>"))
                                .replaceAll("(?m)^ *\\* ?", "");
                        String name = file.getFileName() + " " + i;
                        tests.add(DynamicTest.dynamicTest(name, () -> compile(example.replaceFirst("^public ", ""))));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(30);
        return tests;
    }

    /** A whole file, types to stand beside the frame, or statements in it. Types go through lift-codec, as a user's do. */
    private static void compile(String snippet) {
        boolean whole = snippet.startsWith("package ");
        boolean types = snippet.matches("(?s)(@Json|record).*");
        String source = whole ? snippet : types ? FRAME + snippet : FRAME.replace("//SNIPPET", snippet);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///com/example/" + (whole ? "HelloFunction" : "Snippet") + ".java"),
                        JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        new java.io.File("target/snippets").mkdirs();
        List<String> options = new ArrayList<>(List.of("-d", "target/snippets", "-cp", classPath));
        options.add(types ? "-Alift.codecs=com.example.SnippetCodecs" : "-proc:none");
        JavaCompiler.CompilationTask task = compiler.getTask(messages, null, null, options, null, List.of(file));
        if (types) {
            task.setProcessors(List.of(new CodecProcessor()));
        }
        boolean compiled = task.call();
        assertThat(compiled).as("%s%n%s", messages, snippet).isTrue();
    }

    /** The table of built-in errors in the guide is what the catalogue writes. */
    @Test
    void builtInErrors_inTheGuide_areThoseOfTheCatalogue() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/guides/errors.md"));
        String begin = "<!-- written by Catalogue.builtIn(); a test compares -->\n";
        String table = guide.substring(guide.indexOf(begin) + begin.length(), guide.indexOf("<!-- end -->"));
        assertThat(table)
                .isEqualTo(Catalogue.of(Catalogue.builtIn().toArray(new ErrorCode[0]))
                        .toMarkdown());
    }

    @TestFactory
    List<DynamicTest> links_ofEachPage_leadSomewhere() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : pages()) {
            tests.add(DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> {
                for (String part : Files.readString(page).split("]\\(", -1)) {
                    String target = part.substring(0, Math.max(0, part.indexOf(')')));
                    boolean file = !target.isEmpty()
                            && !target.contains(" ")
                            && !target.startsWith("http")
                            && !target.startsWith("#");
                    if (file && part != Files.readString(page).split("]\\(", -1)[0]) {
                        assertThat(page.resolveSibling(target.replaceFirst("#.*", "")))
                                .exists();
                    }
                }
            }));
        }
        return tests;
    }
}
