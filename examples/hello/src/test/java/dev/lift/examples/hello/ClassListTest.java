package dev.lift.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.lift.http.EventSource;
import dev.lift.testing.EventBuilder;
import dev.lift.testing.RuntimeEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a process loads from its start to its first reply under AWS's runtime client. Classes are what a cold start is made of,
 * and their number has no noise: it may be raised only by who knows why.
 */
class ClassListTest {
    /** Answers a constant: what the JVM and the runtime client load by themselves. */
    public static final class Constant implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream event, OutputStream reply, Context context) throws IOException {
            event.readAllBytes();
            reply.write("{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> loaded;
    private static List<String> loadedByConstant;

    @BeforeAll
    static void sayHello() throws IOException {
        loaded = classesOf(HelloFunction.class);
        loadedByConstant = classesOf(Constant.class);
    }

    private static List<String> classesOf(Class<?> function) throws IOException {
        Path file = Path.of("target", "classes-of-" + function.getSimpleName() + ".txt")
                .toAbsolutePath();
        RuntimeEmulator.Builder builder = RuntimeEmulator.of(function.getName())
                .jvm("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + file);
        try (RuntimeEmulator lambda = builder.start()) {
            lambda.invoke(new EventBuilder("GET", "/hello/Ada")
                    .header("Host", "example.com")
                    .header("User-Agent", "curl/8")
                    .header("Accept", "*/*")
                    .build(EventSource.HTTP_API));
            try (Stream<String> lines = Files.lines(file)) {
                return lines.map(line -> line.replaceFirst("^\\[.*?] *(\\[.*?] *)*", ""))
                        .map(line -> line.substring(0, line.indexOf(' ') < 0 ? line.length() : line.indexOf(' ')))
                        .toList();
            }
        }
    }

    private static List<String> ofPackage(String prefix) {
        return loaded.stream().filter(name -> name.startsWith(prefix)).toList();
    }

    @Test
    void liftsOwnClasses_areFew() {
        List<String> own = ofPackage("dev.lift.").stream()
                .filter(name -> !name.startsWith("dev.lift.examples."))
                .toList();
        assertThat(own).as("%d classes: %s", own.size(), own).hasSizeLessThanOrEqualTo(33);
    }

    /** Error handling is declared: all but the declaration is loaded with the first error. */
    @Test
    void errorHandling_isThreeClasses() {
        assertThat(ofPackage("dev.lift.errors.")).containsExactly("dev.lift.errors.ErrorMapping");
        assertThat(ofPackage("dev.lift.Error"))
                .containsExactlyInAnyOrder("dev.lift.ErrorHandler", "dev.lift.ErrorHandlers", "dev.lift.ErrorBoundary");
        assertThat(ofPackage("io.github.resilience4j")).isEmpty();
    }

    /** All codecs are registered; only what a request uses is loaded. */
    @Test
    void typesOfOtherRoutes_areNotLoaded() {
        assertThat(ofPackage("dev.lift.examples.hello.Echo"))
                .as("the type of the route's declaration itself is loaded with it")
                .containsExactly("dev.lift.examples.hello.Echo");
    }

    @Test
    void expensiveLibraries_areNotLoaded() {
        for (String banned : List.of(
                "com.fasterxml.",
                "org.slf4j.",
                "java.text.",
                "java.util.logging.",
                "java.net.http.",
                "java.time.format.")) {
            assertThat(ofPackage(banned)).as(banned).isEmpty();
        }
    }

    /** The runtime client itself uses some of these; hello must add nothing to them. */
    @Test
    void expensiveFeaturesOfTheLanguage_areNotAddedToThoseOfTheRuntimeClient() {
        for (String banned :
                List.of("java.util.regex.", "java.util.stream.", "java.security.", "java.util.ResourceBundle")) {
            List<String> added = new ArrayList<>(ofPackage(banned));
            added.removeAll(loadedByConstant);
            assertThat(added).as(banned).isEmpty();
        }
    }
}
