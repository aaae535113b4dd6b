package dev.lift.local;

import dev.lift.lambda.LiftHandler;
import dev.lift.testing.EventBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a function of its class, and anew when the files in the folders of the class path have changed. Those folders get a class
 * loader of their own each time; what is in jars, and what the gateway itself is made of, stays as it is.
 */
final class ReloadingFunction implements FunctionSource {
    /** A compiler is done when nothing has changed for this long. */
    private static final long QUIET_MILLIS = 150;

    private static final int MOST_WAITS = 100;

    /** What the files of the folders look like: how many there are, and when the latest was written. */
    private record Stamp(long files, long latest) {}

    private final String className;
    private final List<Path> folders;
    private final Consumer<String> log;
    private Stamp stamp;
    private LiftHandler function;
    private @Nullable URLClassLoader loader;

    ReloadingFunction(String className, List<Path> folders, Consumer<String> log) {
        this.className = className;
        this.folders = folders;
        this.log = log;
        this.stamp = stampOf(folders);
        URLClassLoader first = folders.isEmpty() ? null : new Child(folders);
        this.loader = first;
        this.function = FunctionClass.instantiate(className, first == null ? outer() : first);
    }

    private static ClassLoader outer() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? ReloadingFunction.class.getClassLoader() : context;
    }

    /** Returns the folders of the class path that hold what the user compiles. */
    static List<Path> folders() {
        List<Path> own = Stream.of(ReloadingFunction.class, EventBuilder.class, LiftHandler.class)
                .map(ReloadingFunction::placeOf)
                .toList();
        List<Path> folders = new ArrayList<>();
        for (Path each : classPath()) {
            if (Files.isDirectory(each) && !own.contains(each)) {
                folders.add(each);
            }
        }
        return folders;
    }

    /** That of the loader where it has one, as Maven's has, and else that of the JVM. */
    private static List<Path> classPath() {
        List<Path> paths = new ArrayList<>();
        try {
            if (outer() instanceof URLClassLoader urls) {
                for (URL each : urls.getURLs()) {
                    if (each.getProtocol().equals("file")) {
                        paths.add(Path.of(each.toURI()));
                    }
                }
                return paths;
            }
        } catch (URISyntaxException odd) {
            return List.of();
        }
        for (String each : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            if (!each.isEmpty()) {
                paths.add(Path.of(each).toAbsolutePath());
            }
        }
        return paths;
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException odd) {
            throw new IllegalStateException(odd);
        }
    }

    /** Looks into its own folders first, and only for what they do not have elsewhere. */
    private static final class Child extends URLClassLoader {
        Child(List<Path> folders) {
            super(folders.stream().map(Child::urlOf).toArray(URL[]::new), outer());
        }

        private static URL urlOf(Path folder) {
            try {
                return folder.toUri().toURL();
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && findResource(name.replace('.', '/') + ".class") != null) {
                    loaded = findClass(name);
                }
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
        }

        @Override
        public @Nullable URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }

    private static Stamp stampOf(List<Path> folders) {
        long files = 0;
        long latest = 0;
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                    files++;
                    latest = Math.max(latest, Files.getLastModifiedTime(each).toMillis());
                }
            } catch (IOException | UncheckedIOException changing) {
                latest = System.currentTimeMillis(); // A file went while it was looked at.
            }
        }
        return new Stamp(files, latest);
    }

    @Override
    public synchronized LiftHandler function() {
        return function;
    }

    @Override
    public synchronized boolean hasChanged() {
        return !folders.isEmpty() && !stampOf(folders).equals(stamp);
    }

    @Override
    public synchronized boolean reload() {
        if (!hasChanged()) {
            return false;
        }
        stamp = settled();
        URLClassLoader next = new Child(folders);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            Thread.currentThread().setContextClassLoader(next);
            LiftHandler made = FunctionClass.instantiate(className, next);
            close(function, loader);
            function = made;
            loader = next;
            log.accept("Reloaded " + className);
            return true;
        } catch (StartFailure failed) {
            log.accept("The function stays as it was: " + failed.getMessage());
            return false;
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Waits for the compiler to be done: half of its classes would be a function that nobody wrote. */
    private Stamp settled() {
        Stamp seen = stampOf(folders);
        try {
            for (int i = 0; i < MOST_WAITS; i++) {
                TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
                Stamp now = stampOf(folders);
                if (now.equals(seen)) {
                    return now;
                }
                seen = now;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return seen;
    }

    private void close(LiftHandler replaced, @Nullable URLClassLoader of) {
        try {
            if (replaced instanceof AutoCloseable closeable) {
                closeable.close();
            }
            if (of != null) {
                of.close();
            }
        } catch (Exception failed) {
            log.accept("The function that was replaced did not close: " + failed);
        }
    }
}
