package dev.lift.codec;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Runs the compiler of this JDK with lift-codec, as strict as it gets. */
final class Javac {
    /** Where the modules of the tests are that run on it: lift-core among them. */
    private static final String MODULE_PATH = System.getProperty("jdk.module.path", "");

    private final Path output;
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<Processor> others = new ArrayList<>();
    private String classPath =
            String.join(java.io.File.pathSeparator, MODULE_PATH, System.getProperty("java.class.path"));
    private boolean onModulePath;

    private Javac(Path output) {
        this.output = output;
    }

    static Javac to(Path output) throws IOException {
        Files.createDirectories(output);
        return new Javac(output);
    }

    /** Adds a file; its name is that of the first type in it. */
    Javac source(String text) {
        String name = text.replaceFirst("(?s).*?\\b(?:class|record|interface|enum|module) +([\\w.]+).*", "$1");
        String file = text.startsWith("module ") ? "module-info" : name;
        sources.add(new SimpleJavaFileObject(URI.create("string:///" + file + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        });
        return this;
    }

    Javac option(String option) {
        options.add(option);
        return this;
    }

    Javac with(Processor other) {
        others.add(other);
        return this;
    }

    Javac alsoOnClassPath(Path folder) {
        classPath = folder + java.io.File.pathSeparator + classPath;
        return this;
    }

    Javac onModulePath() {
        onModulePath = true;
        return this;
    }

    static final class Result {
        final boolean succeeded;
        final List<Diagnostic<? extends JavaFileObject>> diagnostics;
        final Map<String, String> generated = new LinkedHashMap<>();
        private final Path output;

        Result(boolean succeeded, List<Diagnostic<? extends JavaFileObject>> diagnostics, Path output)
                throws IOException {
            this.succeeded = succeeded;
            this.diagnostics = diagnostics;
            this.output = output;
            try (Stream<Path> files = Files.walk(output)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    generated.put(
                            output.relativize(file).toString().replace(java.io.File.separatorChar, '/'),
                            Files.readString(file));
                }
            }
        }

        List<String> errors() {
            List<String> errors = new ArrayList<>();
            for (Diagnostic<? extends JavaFileObject> each : diagnostics) {
                if (each.getKind() == Diagnostic.Kind.ERROR) {
                    errors.add(each.getLineNumber() + ": " + each.getMessage(java.util.Locale.ROOT));
                }
            }
            return errors;
        }

        /** Returns the compiled classes by name. */
        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new LinkedHashMap<>();
            try (Stream<Path> files = Files.walk(output)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".class"))
                        .sorted()
                        .toList()) {
                    classes.put(output.relativize(file).toString(), Files.readAllBytes(file));
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return classes;
        }
    }

    Result run() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        List<String> all = new ArrayList<>(List.of(
                "-Xlint:all,-processing,-requires-automatic,-requires-transitive-automatic,-exports,-path",
                "-Werror",
                "--release",
                "17",
                "-d",
                output.toString(),
                onModulePath ? "--module-path" : "-classpath",
                onModulePath ? MODULE_PATH : classPath));
        all.addAll(options);
        StringWriter console = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(diagnostics, null, null)) {
            JavaCompiler.CompilationTask task = compiler.getTask(console, files, diagnostics, all, null, sources);
            List<Processor> processors = new ArrayList<>(others);
            processors.add(new CodecProcessor());
            task.setProcessors(processors);
            return new Result(task.call(), diagnostics.getDiagnostics(), output);
        }
    }
}
