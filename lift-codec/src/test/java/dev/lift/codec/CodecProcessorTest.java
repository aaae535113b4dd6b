package dev.lift.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecProcessorTest {
    private static final String ORDER = """
            package com.example;

            import dev.lift.json.Json;
            import jakarta.validation.constraints.Min;
            import jakarta.validation.constraints.NotBlank;
            import java.time.Instant;
            import java.util.List;
            import java.util.Optional;
            import org.jspecify.annotations.NullMarked;
            import org.jspecify.annotations.Nullable;

            @NullMarked
            @Json(naming = Json.Naming.SNAKE_CASE)
            public record Order(
                    @NotBlank String sku,
                    @Min(1) int quantity,
                    @Nullable String note,
                    @Json.Default("EUR") String currencyCode,
                    Optional<Instant> deliverAt,
                    List<Line> lines) {

                @Json
                public record Line(String text, double price) {}
            }
            """;

    @TempDir
    private Path folder;

    private static Javac.Result compiled(Javac javac) throws IOException {
        Javac.Result result = javac.run();
        assertThat(result.succeeded).as("%s", result.diagnostics).isTrue();
        return result;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CodecProcessorTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** For people to read: whoever changes what is generated sees here how it looks. */
    @Test
    void record_generated_isReadable() throws IOException {
        Javac.Result result = compiled(Javac.to(folder).source(ORDER));
        assertThat(result.generated)
                .containsOnlyKeys(
                        "com/example/AppCodecs.java", "com/example/OrderJson.java", "com/example/Order_LineJson.java");
        assertThat(result.generated.get("com/example/OrderJson.java")).isEqualTo(resource("OrderJson.txt"));
        assertThat(result.generated.get("com/example/AppCodecs.java")).isEqualTo(resource("AppCodecs.txt"));
    }

    @Test
    void generatedClasses_haveNeitherReflectionNorInvokedynamic() throws IOException {
        Javac.Result result = compiled(Javac.to(folder).source(ORDER).source("""
                package com.example;
                import dev.lift.json.Json;
                @Json sealed interface Shape permits Shape.Circle, Shape.Square {
                    @Json record Circle(double radius, Size size) implements Shape {}
                    @Json record Square(java.util.Map<String, int[]> sides) implements Shape {}
                    enum Size { SMALL, @Json.Name("l") LARGE }
                }
                """));
        int checked = 0;
        for (Map.Entry<String, byte[]> each : result.classes().entrySet()) {
            if (each.getKey().contains("Json") || each.getKey().contains("AppCodecs")) {
                checked++;
                assertThat(constants(each.getValue()))
                        .as(each.getKey())
                        .noneMatch(constant -> constant.contains("java/lang/reflect")
                                || constant.contains("java/lang/invoke")
                                || constant.contains("forName")
                                || constant.equals("invokedynamic"));
            }
        }
        assertThat(checked).isEqualTo(7);
    }

    /** The texts of a constant pool (JVMS 4.4), and a word for each constant of invokedynamic. */
    private static List<String> constants(byte[] type) throws IOException {
        List<String> constants = new ArrayList<>();
        try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(type))) {
            data.readLong();
            int count = data.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = data.readUnsignedByte();
                switch (tag) {
                    case 1 -> constants.add(data.readUTF());
                    case 3, 4, 9, 10, 11, 12 -> data.readInt();
                    case 5, 6 -> {
                        data.readLong();
                        i++;
                    }
                    case 7, 8, 16, 19, 20 -> data.readUnsignedShort();
                    case 15 -> {
                        data.readUnsignedByte();
                        data.readUnsignedShort();
                    }
                    case 17, 18 -> {
                        data.readInt();
                        constants.add("invokedynamic");
                    }
                    default -> throw new IOException("tag " + tag);
                }
            }
        }
        return constants;
    }

    @Test
    void appCodecs_ofSeveralPackages_isInTheOneTheyHaveInCommon() throws IOException {
        Javac.Result result = compiled(Javac.to(folder)
                .source("package com.example.orders; import dev.lift.json.Json; @Json record A(int a) {}")
                .source("package com.example.users.api; import dev.lift.json.Json; @Json record B(int a) {}"));
        assertThat(result.generated).containsKey("com/example/AppCodecs.java");
        assertThat(result.generated.get("com/example/AppCodecs.java"))
                .contains("AJson.CODEC")
                .contains("BJson.CODEC");
    }

    @Test
    void appCodecs_withoutPackageInCommon_isRefusedWithTheOptionThatNamesIt() throws IOException {
        Javac javac = Javac.to(folder)
                .source("package com.a; import dev.lift.json.Json; @Json record A(int a) {}")
                .source("package org.b; import dev.lift.json.Json; @Json record B(int a) {}");
        assertThat(javac.run().errors()).anyMatch(error -> error.contains("-Alift.codecs=com.example.OrderCodecs"));
        Javac.Result named = compiled(javac.option("-Alift.codecs=com.a.api.AllCodecs"));
        assertThat(named.generated.get("com/a/api/AllCodecs.java")).contains("public static JsonCodec<?>[] all()");
        assertThat(named.generated).doesNotContainKey("com/a/AppCodecs.java");
    }

    @Test
    void codecsOption_wrong_isRefused() throws IOException {
        for (String option : new String[] {"AllCodecs", "com.example.1x", "com.example."}) {
            Javac.Result result = Javac.to(folder)
                    .source(ORDER)
                    .option("-Alift.codecs=" + option)
                    .run();
            assertThat(result.errors()).anyMatch(error -> error.contains("is the name of a class in a package"));
        }
    }

    @Test
    void appCodecs_ofTests_doesNotHideThatOfTheMainCode() throws IOException {
        compiled(Javac.to(folder.resolve("main")).source(ORDER));
        Javac tests = Javac.to(folder.resolve("test"))
                .alsoOnClassPath(folder.resolve("main"))
                .source("package com.example; import dev.lift.json.Json; @Json record Probe(Order order) {}");
        assertThat(tests.run().errors())
                .anyMatch(error -> error.contains("com.example.AppCodecs is on the class path already")
                        && error.contains("-Alift.codecs=com.example.OtherCodecs"));
        Javac.Result named = compiled(tests.option("-Alift.codecs=com.example.TestCodecs"));
        assertThat(named.generated.get("com/example/ProbeJson.java")).contains("OrderJson.CODEC.read(in)");
    }

    @Test
    void secondBuild_overTheFirst_writesTheSame() throws IOException {
        Javac.Result first = compiled(Javac.to(folder).alsoOnClassPath(folder).source(ORDER));
        Javac.Result second = compiled(Javac.to(folder).alsoOnClassPath(folder).source(ORDER));
        assertThat(second.generated).isEqualTo(first.generated);
    }

    /** A build that compiles only what changed finds the other codecs among the classes. */
    @Test
    void oneFileOfMany_compiledAgain_findsTheOtherCodecs() throws IOException {
        String line = "package com.example; import dev.lift.json.Json; @Json public record Line(String text) {}";
        String page =
                "package com.example; import dev.lift.json.Json; @Json public record Page(java.util.List<Line> lines) {}";
        compiled(Javac.to(folder).source(line).source(page));
        Javac.Result again = compiled(Javac.to(folder).alsoOnClassPath(folder).source(page));
        assertThat(again.generated.get("com/example/PageJson.java")).contains("LineJson.CODEC.read(in)");
    }

    @Test
    void filesInAnotherOrder_giveTheSameBytes() throws IOException {
        String a = "package com.example; import dev.lift.json.Json; @Json record A(B b) {}";
        String b = "package com.example; import dev.lift.json.Json; @Json record B(int a) {}";
        Javac.Result one = compiled(Javac.to(folder.resolve("1")).source(a).source(b));
        Javac.Result other = compiled(Javac.to(folder.resolve("2")).source(b).source(a));
        assertThat(other.generated).isEqualTo(one.generated);
    }

    @Test
    void namedModule_thatRequiresTheCore_compiles() throws IOException {
        String types = "package com.example; import dev.lift.json.Json; @Json public record A(int a) {}";
        Javac.Result bare = compiled(Javac.to(folder.resolve("bare"))
                .onModulePath()
                .source("module com.example { requires dev.lift.core; exports com.example; }")
                .source(types));
        assertThat(bare.generated.get("com/example/AJson.java")).doesNotContain("@Generated");
        Javac.Result seeing = compiled(Javac.to(folder.resolve("seeing"))
                .onModulePath()
                .source("module com.example { requires dev.lift.core; requires static java.compiler; }")
                .source(types));
        assertThat(seeing.generated.get("com/example/AJson.java")).contains("@Generated");
    }

    /** Writes a record that a type of the first round has as a component. */
    @SupportedAnnotationTypes("*")
    private static final class WritesLater extends AbstractProcessor {
        private boolean written;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latest();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!written) {
                written = true;
                try (Writer out = processingEnv
                        .getFiler()
                        .createSourceFile("com.example.Later")
                        .openWriter()) {
                    out.write("package com.example; @dev.lift.json.Json public record Later(int a) {}");
                } catch (IOException failure) {
                    throw new java.io.UncheckedIOException(failure);
                }
            }
            return false;
        }
    }

    @Test
    void component_ofATypeThatAnotherProcessorWrites_isWaitedFor() throws IOException {
        Javac.Result result = compiled(
                Javac.to(folder)
                        .with(new WritesLater())
                        .source(
                                "package com.example; import dev.lift.json.Json; @Json record Now(java.util.List<Later> later) {}"));
        assertThat(result.generated.get("com/example/NowJson.java")).contains("LaterJson.CODEC.read(in)");
        assertThat(result.generated.get("com/example/AppCodecs.java"))
                .contains("LaterJson.CODEC")
                .contains("NowJson.CODEC");
    }

    /** Bounds that a type has, that it can not have, and that are no whole numbers. */
    @Test
    void bounds_ofEveryNumber_compile() throws IOException {
        StringBuilder components = new StringBuilder();
        int count = 0;
        for (String type : new String[] {
            "byte",
            "short",
            "int",
            "long",
            "float",
            "double",
            "Byte",
            "Short",
            "Integer",
            "Long",
            "Float",
            "Double",
            "java.math.BigDecimal",
            "java.math.BigInteger"
        }) {
            components
                    .append(count == 0 ? "" : ", ")
                    .append(
                            "@Min(-5) @Max(3000000000L) @DecimalMin(\"0.5\") @DecimalMax(value = \"1e30\", inclusive = false) @Positive @Negative ")
                    .append(type)
                    .append(" c" + count++);
        }
        Javac.Result result = compiled(Javac.to(folder)
                .source("package com.example; import dev.lift.json.Json; import jakarta.validation.constraints.*; "
                        + "@Json record Bounds(" + components + ", @Size String any) {}"));
        assertThat(result.generated.get("com/example/BoundsJson.java"))
                .contains("if (c2 > 3000000000L)")
                .contains("if (c8 != null && c8 < -5)")
                .doesNotContain("codePointCount");
    }

    /** The compiler of Eclipse and of the editors that build on it. It does not tell which constructors are written out. */
    @Test
    void eclipsesCompiler_writesTheSame() throws IOException {
        Path source = folder.resolve("src/com/example/Order.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, ORDER);
        StringWriter messages = new StringWriter();
        Path output = folder.resolve("classes");
        String path =
                System.getProperty("jdk.module.path", "") + File.pathSeparator + System.getProperty("java.class.path");
        boolean compiled = BatchCompiler.compile(
                new String[] {
                    "-17",
                    "-proc:only",
                    "-cp",
                    path,
                    "-processorpath",
                    path,
                    "-processor",
                    CodecProcessor.class.getName(),
                    "-d",
                    output.toString(),
                    "-s",
                    output.toString(),
                    source.toString()
                },
                new PrintWriter(messages),
                new PrintWriter(messages),
                null);
        assertThat(compiled).as("%s", messages).isTrue();
        String codec = Files.readString(output.resolve("com/example/OrderJson.java"));
        assertThat(codec.replaceAll(
                        "(?s)try \\{\\s*(return new [^;]*;)\\s*} catch \\(Ill.*?throw in.invalid\\(refused\\);\\s*}",
                        "$1"))
                .isEqualToNormalizingWhitespace(resource("OrderJson.txt"));
        assertThat(Files.readString(output.resolve("com/example/AppCodecs.java")))
                .isEqualTo(resource("AppCodecs.txt"));
    }

    @Test
    void recordAndEnum_asWideAsTheyGet_compile() throws IOException {
        StringBuilder components = new StringBuilder("@NotBlank @Size(max = 9) @Json.Alias(\"a\") String c0");
        for (int i = 1; i < 254; i++) {
            components.append(", @NotBlank @Size(max = 9) @Json.Alias(\"a" + i + "\") String c" + i);
        }
        StringBuilder constants = new StringBuilder("K0");
        for (int i = 1; i < 1_000; i++) {
            constants.append(", @Json.Name(\"k" + i + "\") K" + i);
        }
        compiled(Javac.to(folder)
                .source("package com.example; import dev.lift.json.Json; import jakarta.validation.constraints.*; "
                        + "@Json record Wide(" + components + ") {}")
                .source("package com.example; import dev.lift.json.Json; @Json enum Many { " + constants + " }"));
    }

    /** Components of a type that nobody writes are the compiler's to refuse, and no codec of a codec. */
    @Test
    void component_ofATypeThatDoesNotExist_isTheCompilersError() throws IOException {
        Javac.Result result = Javac.to(folder)
                .source("package com.example; import dev.lift.json.Json; @Json record Now(Never never) {}")
                .run();
        assertThat(result.errors()).anyMatch(error -> error.contains("cannot find symbol"));
        assertThat(result.errors()).noneMatch(error -> error.contains("codec"));
    }

    @Test
    void typesOfAnotherPackage_withoutBeingPublic_haveTheirCodecsAmongAll() throws Exception {
        compiled(Javac.to(folder)
                .source("package com.example.a; import dev.lift.json.Json; @Json record A(int a) {}")
                .source("package com.example; import dev.lift.json.Json; @Json record B(int a) {}"));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, CodecProcessorTest.class.getClassLoader())) {
            Object[] codecs = (Object[])
                    loader.loadClass("com.example.AppCodecs").getMethod("all").invoke(null);
            assertThat(codecs).hasSize(2);
        }
    }

    @Test
    void processor_isFoundByCompilersAndGradle() throws IOException {
        assertThat(resource("/META-INF/services/javax.annotation.processing.Processor")
                        .strip())
                .isEqualTo(CodecProcessor.class.getName());
        // https://docs.gradle.org/current/userguide/java_plugin.html, "Incremental annotation processing".
        assertThat(resource("/META-INF/gradle/incremental.annotation.processors")
                        .strip())
                .isEqualTo(CodecProcessor.class.getName() + ",aggregating");
    }

    /** What Gradle asks of an aggregating processor: annotations that it can read from classes. */
    @Test
    void annotation_isKeptInClasses() {
        assertThat(dev.lift.json.Json.class
                        .getAnnotation(java.lang.annotation.Retention.class)
                        .value())
                .isEqualTo(java.lang.annotation.RetentionPolicy.RUNTIME);
    }

    @Test
    void javadoc_ofGeneratedCode_hasNoWarnings() throws IOException {
        Javac.Result result =
                Javac.to(folder).source(ORDER).option("-Xdoclint:all/public").run();
        assertThat(result.diagnostics)
                .isNotEmpty()
                .noneMatch(each ->
                        each.getSource() != null && each.getSource().getName().matches(".*(Json|AppCodecs).java"));
    }
}
