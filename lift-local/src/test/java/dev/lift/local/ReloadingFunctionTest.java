package dev.lift.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lift.lambda.LiftHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A function whose classes are compiled while it is served. */
@Timeout(60)
class ReloadingFunctionTest {
    private static final String FUNCTION = """
            package com.example;

            import dev.lift.Lift;
            import dev.lift.http.Response;
            import dev.lift.lambda.LiftHandler;

            public final class Shop extends LiftHandler implements AutoCloseable {
                private static final String TEXT = Words.first() + " %s";

                public Shop() {
                    super(Lift.of(app -> app.get("/", request -> Response.text(TEXT))));
                    %s
                }

                @Override
                public void close() {
                    System.setProperty("com.example.closed", TEXT);
                }
            }
            """;

    private static final String WORDS = """
            package com.example;

            final class Words {
                static String first() {
                    return "%s";
                }
            }
            """;

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private Instant written = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void forget() {
        System.clearProperty("com.example.closed");
    }

    private void compile(String second, String statement, String first) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path shop = Files.writeString(sources.resolve("Shop.java"), FUNCTION.formatted(second, statement));
        Path words = Files.writeString(sources.resolve("Words.java"), WORDS.formatted(first));
        StringWriter problems = new StringWriter();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        problems,
                        null,
                        null,
                        List.of("-proc:none", "-d", classes.toString(), "-cp", classPath()),
                        null,
                        ToolProvider.getSystemJavaCompiler()
                                .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                                .getJavaFileObjects(shop, words))
                .call();
        assertThat(compiled).as("%s", problems).isTrue();
        // Files of one moment would look alike; a compiler on a laptop does not come back within it.
        written = written.plusSeconds(1);
        try (Stream<Path> all = Files.walk(classes)) {
            for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                Files.setLastModifiedTime(each, FileTime.from(written));
            }
        }
    }

    private static String classPath() {
        return Stream.of(LiftHandler.class, com.amazonaws.services.lambda.runtime.Context.class)
                .map(type -> Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .reduce((one, other) -> one + java.io.File.pathSeparator + other)
                .orElseThrow();
    }

    private LocalGateway start() {
        return new LocalGateway.Builder(
                        new ReloadingFunction("com.example.Shop", List.of(folder.resolve("classes")), log::add))
                .port(0)
                .console(true)
                .start();
    }

    private static String get(LocalGateway gateway) throws IOException {
        return LocalGatewayTest.send(gateway, "GET / HTTP/1.1", new byte[0]);
    }

    @Test
    void request_afterACompilation_getsTheNewClasses_andTheOldFunctionIsClosed() throws IOException {
        compile("one", "", "first");
        try (LocalGateway gateway = start()) {
            assertThat(get(gateway)).endsWith("first one");
            assertThat(log).isEmpty();
            compile("two", "", "second");
            assertThat(get(gateway)).endsWith("second two");
            assertThat(log).containsExactly("Reloaded com.example.Shop");
            assertThat(System.getProperty("com.example.closed")).isEqualTo("first one");
            assertThat(get(gateway)).endsWith("second two");
            assertThat(log).hasSize(1);
        }
    }

    @Test
    void request_afterACompilationOfWhatDoesNotStart_getsTheOldOne_untilItDoes() throws IOException {
        compile("one", "", "first");
        try (LocalGateway gateway = start()) {
            compile("two", "if (true) { throw new IllegalStateException(\"no database\"); }", "second");
            assertThat(get(gateway)).endsWith("first one");
            assertThat(log).hasSize(1);
            assertThat(log.get(0)).contains("The function stays as it was", "no database");
            assertThat(System.getProperty("com.example.closed")).isNull();
            compile("three", "", "third");
            assertThat(get(gateway)).endsWith("third three");
        }
    }

    @Test
    void folders_areThoseOfTheClassPath_withoutTheGatewaysOwn() {
        assertThat(ReloadingFunction.folders())
                .noneMatch(each -> Files.exists(each.resolve("dev/lift/lambda/LiftHandler.class")))
                .noneMatch(each -> Files.exists(each.resolve("dev/lift/local/LocalGateway.class")));
    }
}
